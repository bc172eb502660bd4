"""Run plan: all that `podlaw run` was asked for, read and checked before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO

from attrs import evolve, frozen

from ..apiserver.check import check_manifests
from ..apiserver.validation.names import dns_subdomain
from ..apiserver.validation.workloads import CHECKS
from ..objects.manifest import Manifest, ManifestError, Problem, read_manifests
from ..objects.meta import CLUSTER_SCOPED
from ..objects.node import Node
from ..objects.pod import Pod, every_container
from ..objects.priority_class import PriorityClass
from ..objects.quantity import parse_quantity
from ..runtime.script import Script
from .creation_order import in_creation_order
from .namespace_check import missing_namespaces
from .node_shape import NodeShape, node_of
from .planned_action import AMOUNTS, VERBS, WORKLOAD, BadAction, PlannedAction, suggest
from .script_file import Scripts, beside, name_of, read_scripts
from .static_files import REMOVE, STATIC, StaticFile, read_static, read_written, unknown_file
from .workload_actions import on_workload

DEBUGGER = "debugger"
"""How an ephemeral container is called where nobody says its name."""


@frozen(eq=False)
class RunPlan:
    """What to run: `created` are the manifests of each create action, by its place in `actions`."""

    nodes: tuple[Node, ...]
    manifests: tuple[Manifest, ...]
    scripts: Scripts
    script_files: tuple[str, ...]
    """The files that were read without being named, because they lie beside the manifests."""
    actions: tuple[PlannedAction, ...]
    created: Mapping[int, tuple[Manifest, ...]]
    static: tuple[StaticFile, ...] = ()
    """The static Pods that are there from the beginning."""
    written: Mapping[int, StaticFile] = {}
    """What each write-manifest writes, by its place in `actions`."""

    def script_of(self, manifest: Manifest) -> Script | None:
        """How the containers of this Pod, or of this workload's Pods, behave; None: nothing is said about them."""
        obj = manifest.object
        return self.scripts.get(name_of(obj)) if isinstance(obj, Pod) or obj.kind in CHECKS else None


def make_plan(
    files: Sequence[str],
    script_files: Sequence[str],
    nodes: Sequence[NodeShape],
    actions: Sequence[PlannedAction],
    stdin: BinaryIO | None = None,
    static: Sequence[tuple[str, str]] = (),
) -> RunPlan:
    """The plan; `static` are (node, file) of static Pods.

    Raises ManifestError for what is wrong in a file, BadAction for an action on what is not there.

    Without any node there is one: node-1 with 16 CPUs and 64Gi.
    """
    manifests = in_creation_order(read_manifests(files, stdin)) if files else ()
    static_files, written = read_static(static), read_written(actions)
    folder = (*static_files, *written.values())
    created = {
        index: in_creation_order(read_manifests([action.target]))
        for index, action in enumerate(actions)
        if action.verb == "create"
    }
    everything = [*manifests, *chain.from_iterable(created.values())]
    check_manifests(manifests)
    for later in created.values():
        check_manifests(later, [each.object for each in everything if isinstance(each.object, PriorityClass)])
    _refuse([*_duplicates(manifests, nodes), *missing_namespaces(everything)])
    pods = [each for each in everything if isinstance(each.object, Pod)]
    pods += [each.manifest for each in folder]
    makers = [each for each in everything if each.object.kind in CHECKS]
    if not pods and not makers:
        raise ManifestError([Problem(", ".join(files), 0, "", "no Pod in it: nothing would happen")])
    found = () if script_files else beside([*everything, *(each.manifest for each in folder)])
    scripts = read_scripts(script_files or found, [*pods, *makers], _debuggers(actions))
    shapes = [node_of(each) for each in nodes]
    own = [_registered(each.object) for each in manifests if isinstance(each.object, Node)]
    all_nodes = (*shapes, *own) or (node_of(NodeShape()),)
    to_come = [each.object.metadata.name for each in everything if isinstance(each.object, Node)]
    names = [*(each.metadata.name for each in all_nodes), *to_come]
    checked = tuple(
        _on_something(
            each,
            [*(pod.object for pod in pods if isinstance(pod.object, Pod)), *(each.mirror for each in folder)],
            names,
            _debuggers(actions).get(each.target, ()),
        )
        if VERBS[each.verb].target != WORKLOAD
        else on_workload(each, [maker.object for maker in makers])
        for each in actions
    )
    _refuse_misplaced(static, actions, folder, names)
    others = tuple(each for each in manifests if not isinstance(each.object, Node))
    return RunPlan(all_nodes, others, scripts, found, checked, created, static_files, written)


def _refuse_misplaced(
    static: Sequence[tuple[str, str]],
    actions: Sequence[PlannedAction],
    folder: Sequence[StaticFile],
    nodes: Sequence[str],
) -> None:
    """Raises BadAction for a static Pod on no node, and for the removal of a file that nobody writes."""
    for node, file in static:
        if node not in nodes:
            raise BadAction(f"{STATIC} {node}={file}: no node of this name; {suggest(node, nodes)}")
    for action in actions:
        if action.verb == REMOVE and (problem := unknown_file(action, folder)):
            raise BadAction(f"{action}: {problem}")


def parse_node(text: str) -> NodeShape:
    """`big=32,128Gi` -> a node of that name, CPUs and memory; raises ValueError."""
    name, equals, amounts = text.partition("=")
    parts = amounts.split(",")
    if not equals or len(parts) != 2:
        raise ValueError(f"{text!r} is no node; expected NAME=CPU,MEMORY, such as big=32,128Gi")
    for problem in dns_subdomain(name):
        raise ValueError(f"{name!r} is no name of a node: {problem}")
    for what, amount in zip(("CPU", "memory"), parts, strict=True):
        try:
            is_amount = parse_quantity(amount).nanos >= 0
        except ValueError:
            is_amount = False
        if not is_amount:
            raise ValueError(
                f"{amount!r} is no amount of {what}; expected for example {'4 or 500m' if what == 'CPU' else '8Gi'}"
            )
    return NodeShape(name, cpu=parts[0], memory=parts[1])


def _registered(node: Node) -> Node:
    """The Node as its kubelet registers it: what the manifest does not say of the machine is that of NodeShape."""
    default = node_of(NodeShape(node.metadata.name))
    capacity = {**default.status.capacity, **node.status.capacity}
    allocatable = {**capacity, **node.status.allocatable}
    return evolve(
        node,
        metadata=evolve(node.metadata, labels={**default.metadata.labels, **node.metadata.labels}),
        status=evolve(node.status, capacity=capacity, allocatable=allocatable),
    )


def registered(manifest: Manifest) -> Manifest:
    """The same manifest; a Node as its kubelet registers it."""
    return evolve(manifest, object=_registered(manifest.object)) if isinstance(manifest.object, Node) else manifest


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise ManifestError(problems)


def _duplicates(manifests: Sequence[Manifest], nodes: Sequence[NodeShape]) -> Iterator[Problem]:
    seen = {("Node", "", each.name): "--node" for each in nodes}
    for each in manifests:
        meta = each.object.metadata
        if not meta.name:
            continue
        namespace = "" if each.object.kind in CLUSTER_SCOPED else meta.namespace or "default"
        key = (each.object.kind, namespace, meta.name)
        if key in seen:
            yield each.problem("metadata.name", f'{each.object.kind} "{meta.name}" is there already: {seen[key]}')
        else:
            seen[key] = f"{each.file}:{each.line}"


def _on_something(
    action: PlannedAction, pods: Sequence[Pod], nodes: Sequence[str], later: Sequence[str]
) -> PlannedAction:
    """The action with all that can be known of its target filled in; `later` are its Pod's containers to come."""
    if action.verb == "create":
        return action
    if VERBS[action.verb].target == "node":
        return _on_node(action, nodes)
    named = [pod for pod in pods if pod.metadata.name == action.target]
    if not named:
        names = [pod.metadata.name for pod in pods if pod.metadata.name]
        raise BadAction(f"{action}: no Pod of this name; {suggest(action.target, names)}")
    namespaces = list(dict.fromkeys(pod.metadata.namespace or "default" for pod in named))
    asked = action.options.get("namespace")
    if asked is None and len(namespaces) > 1:
        raise BadAction(f"{action}: which one? Say namespace={' or namespace='.join(namespaces)}")
    if asked is not None and asked not in namespaces:
        raise BadAction(f"{action}: it is in namespace {' and '.join(namespaces)}")
    options = {**action.options, "namespace": asked or namespaces[0]}
    if action.verb == "exit":
        options = {**options, "container": _container(action, named, later), "code": options.get("code", 0)}
    elif action.verb == "resize":
        options = {**options, "container": _container(action, named, [])}
        if not AMOUNTS.keys() & options.keys():
            raise BadAction(f"{action}: to what? Say {'=... or '.join(AMOUNTS)}=...")
    elif action.verb == "debug":
        if "image" not in options:
            raise BadAction(f"{action}: with which image? Say image=...")
        options = {"container": DEBUGGER, **options}
    return evolve(action, options=options)


def _on_node(action: PlannedAction, nodes: Sequence[str]) -> PlannedAction:
    """The action, if there is such a node and its options go together."""
    if action.target not in nodes:
        raise BadAction(f"{action}: no node of this name; {suggest(action.target, nodes)}")
    if "amount" in VERBS[action.verb].options and "amount" not in action.options:
        raise BadAction(f"{action}: how much? Say amount=, for example amount=60Gi")
    needed = {"taint": ("key", "effect"), "untaint": ("key",)}.get(action.verb, ())
    for key in needed:
        if key not in action.options:
            raise BadAction(f"{action}: which {key}? Say {key}=...")
    if int(str(action.options.get("critical", 0))) > int(str(action.options.get("grace", 0))):
        raise BadAction(f"{action}: critical is at most grace")
    return action


def _container(action: PlannedAction, pods: Sequence[Pod], later: Sequence[str]) -> str:
    """Which container; it may be left out where there is only one. `later` are those that are added for debugging."""
    names = list(dict.fromkeys(each.name for pod in pods for each in every_container(pod.spec)))
    asked = action.options.get("container")
    if asked is None and len(names) > 1:
        raise BadAction(f"{action}: which container? Say container={' or container='.join(names)}")
    if asked is not None and asked not in (*names, *later):
        raise BadAction(f"{action}: no container of this name; {suggest(str(asked), [*names, *later])}")
    return str(asked or names[0])


def _debuggers(actions: Sequence[PlannedAction]) -> Mapping[str, Sequence[str]]:
    """Pod name -> the ephemeral containers that will be added to it."""
    debuggers: dict[str, list[str]] = {}
    for action in actions:
        if action.verb == "debug":
            debuggers.setdefault(action.target, []).append(str(action.options.get("container", DEBUGGER)))
    return debuggers
