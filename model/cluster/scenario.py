"""Scenario: a recorded scenario is run in a Cluster: its objects, its script, its actions, its nodes, its start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Protocol

from ..apiserver.rules.rejection import Rejected
from ..apiserver.supported import unsupported_features, unsupported_volume
from ..apiserver.validation.workloads import unsupported_of
from ..apiserver.volumes import VOLUME_KINDS
from ..controllers.manager import CONTROLLERS, OTHERS
from ..objects.manifest import read_text
from ..objects.meta import CLUSTER_SCOPED, ObjectMeta
from ..objects.namespace import Namespace
from ..objects.node import Node
from ..objects.pod import Pod
from ..objects.time import Millis, to_api
from ..objects.unstructure import unstructure
from ..runtime.script import read_script
from .cluster import Cluster
from .families import Meant, chosen, members
from .scenario_actions import PLAIN, NotModelled, act
from .scenario_phases import set_phases
from .scenario_settings import configure


class Action(Protocol):
    """One thing that a user did: `at` in milliseconds since the beginning."""

    @property
    def at(self) -> int: ...
    @property
    def do(self) -> str: ...
    @property
    def args(self) -> Mapping[str, Any]: ...


class Scenario(Protocol):
    """What is needed to run one: `start` in milliseconds since 1970, `duration` in milliseconds."""

    @property
    def name(self) -> str: ...
    @property
    def nodes(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def objects(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def script(self) -> Mapping[str, Any]: ...
    @property
    def actions(self) -> Sequence[Action]: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...
    @property
    def start(self) -> int: ...
    @property
    def duration(self) -> int: ...
    @property
    def meant(self) -> Mapping[tuple[str, int], Meant]: ...


def run_scenario(scenario: Scenario, seed: int) -> list[dict[str, Any]]:
    """The watch events of the run, in the recordings' form; raises NotModelled."""
    cluster = Cluster(nodes_of(scenario), seed=seed, start=scenario.start, judge=True)
    begin_kubelets(cluster, seed)
    set_phases(cluster, scenario.actions, seed)
    play(cluster, scenario, cluster.simulation.run_until)
    return [
        {
            "at": (event.at - scenario.start) / 1000,
            "kind": event.kind,
            "type": event.type,
            "object": unstructure(event.object),
        }
        for event in cluster.watch
        if event.kind == "Pod" or event.kind in (*CONTROLLERS, *VOLUME_KINDS)
    ]


YOUNG: Final = 10_000
"""Milliseconds; a kubelet that has run for less than a probe's period begins that probe at a random moment of it."""


def begin_kubelets(cluster: Cluster, seed: int) -> None:
    """What is recorded does not tell for how long its kubelets had run (D25): under some seeds they have just begun."""
    random = cluster.simulation.stream("the kubelets' age")
    if seed and random.randrange(2):
        for kubelet in cluster.kubelets.values():
            kubelet.started = to_api(Millis(cluster.simulation.now - random.randrange(YOUNG)))


def nodes_of(scenario: Scenario) -> list[Node]:
    """The nodes that were there at the beginning."""
    return [_node(each) for each in scenario.nodes]


def play(cluster: Cluster, scenario: Scenario, run_until: Callable[[int], None]) -> None:
    """Do in this cluster what was done; `run_until` lets time pass up to a moment. Raises NotModelled."""
    configure(cluster, scenario.settings)
    cluster.create(Namespace(metadata=ObjectMeta(name=scenario.name)))
    for manifest in scenario.objects:
        with suppress(Rejected):
            _create(cluster, scenario, manifest)
    for action in sorted(scenario.actions, key=lambda each: each.at):
        run_until(scenario.start + action.at)
        _carry_out(cluster, scenario, action)
    run_until(scenario.start + scenario.duration)


def _node(data: Mapping[str, Any]) -> Node:
    metadata = {"name": data["name"], "labels": data.get("labels") or {}}
    spec = {"taints": data.get("taints") or [], "unschedulable": data.get("unschedulable", False)}
    status = {"allocatable": data["allocatable"], "capacity": data["allocatable"]}
    node = _read({"apiVersion": "v1", "kind": "Node", "metadata": metadata, "spec": spec, "status": status})
    assert isinstance(node, Node)
    return node


def _read(data: Mapping[str, Any]) -> Any:
    import json

    return read_text(json.dumps(data), "scenario")[0].object


def _create(cluster: Cluster, scenario: Scenario, manifest: Mapping[str, Any]) -> None:
    kind = manifest.get("kind", "")
    if kind not in ("Pod", "Namespace", *PLAIN, *OTHERS, *CONTROLLERS, *VOLUME_KINDS):
        raise NotModelled(f"kind {kind}")
    metadata = {**manifest.get("metadata", {})}
    if kind not in CLUSTER_SCOPED:
        metadata.setdefault("namespace", scenario.name)
    obj = _read({**manifest, "metadata": metadata})
    if isinstance(obj, Pod):
        for path, sentence in unsupported_features(obj):
            raise NotModelled(f"{path}: {sentence}")
        cluster.create(obj, read_script(scenario.script.get(obj.metadata.name, {}), obj.metadata.name))
    else:
        for path, sentence in unsupported_of(obj) if kind in CONTROLLERS else unsupported_volume(obj):
            raise NotModelled(f"{path}: {sentence}")
        cluster.create(obj)


def _carry_out(cluster: Cluster, scenario: Scenario, action: Action) -> None:
    namespace = action.args.get("namespace", scenario.name)
    with suppress(Rejected):  # the recording shows the refusal as the action's result; nothing has changed
        if action.do == "create":
            _create(cluster, scenario, action.args.get("object", action.args))
        else:
            act(cluster, action.do, namespace, _as_meant(cluster, scenario, namespace, action))


def _as_meant(cluster: Cluster, scenario: Scenario, namespace: str, action: Action) -> Mapping[str, Any]:
    """The arguments, with the name of the Pod that stands where the recorded one stood."""
    key = "name" if "name" in action.args else "pod"
    meant = scenario.meant.get((action.args.get(key, ""), action.at))
    if meant is None:
        return action.args
    added = (event.object for event in cluster.watch if event.kind == "Pod" and event.type == "ADDED")
    known = members((pod.metadata.name, unstructure(pod.metadata)) for pod in added)
    there = {name: cluster.store.get("Pod", namespace, name) for name in known}
    now = {name: unstructure(pod) for name, pod in there.items() if pod is not None}
    return {**action.args, key: chosen(meant, known, now) or action.args[key]}


__all__ = ["Action", "NotModelled", "Scenario", "begin_kubelets", "nodes_of", "play", "run_scenario"]
