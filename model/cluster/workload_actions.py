"""WorkloadActions: what `--at` does to controllers' objects: scale, other images, back to the revision before, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..objects.delete_options import DeleteOptions
from ..objects.pod import every_container
from . import operations
from .planned_action import SHORT, BadAction, PlannedAction, suggest

if TYPE_CHECKING:
    from .cluster import Cluster

SCALED = ("Deployment", "ReplicaSet", "ReplicationController", "StatefulSet")
IMAGED = (*SCALED, "DaemonSet")


def on_workload(action: PlannedAction, workloads: Sequence[Any]) -> PlannedAction:
    """The action, if there is such an object and its options go together; its target is then KIND/NAME."""
    kind, name = kind_of(action)
    named = [each for each in workloads if each.kind == kind and each.metadata.name == name]
    if not named:
        names = [each.metadata.name for each in workloads if each.kind == kind]
        raise BadAction(f"{action}: no {kind} of this name; {suggest(name, names)}")
    namespaces = list(dict.fromkeys(each.metadata.namespace or "default" for each in named))
    asked = action.options.get("namespace")
    if asked is None and len(namespaces) > 1:
        raise BadAction(f"{action}: which one? Say namespace={' or namespace='.join(namespaces)}")
    if asked is not None and asked not in namespaces:
        raise BadAction(f"{action}: it is in namespace {' and '.join(namespaces)}")
    allowed = {"scale": SCALED, "set-image": IMAGED, "rollout-undo": ("Deployment",)}.get(action.verb)
    if allowed is not None and kind not in allowed:
        raise BadAction(f"{action}: a {kind} has no such thing; {' and '.join(allowed)} have")
    if action.verb == "scale" and "replicas" not in action.options:
        raise BadAction(f"{action}: to how many? Say replicas=, for example replicas=3")
    if action.verb == "set-image":
        _check_images(action, named[0])
    return evolve(action, options={**action.options, "namespace": asked or namespaces[0]})


def _check_images(action: PlannedAction, workload: Any) -> None:
    if "image" not in action.options:
        raise BadAction(f"{action}: which image? Say image=, for example image=img:2")
    names = [each.name for each in every_container(workload.spec.template.spec)]
    asked = action.options.get("container")
    if asked is None and len(names) > 1:
        raise BadAction(f"{action}: which container? Say container={' or container='.join(names)}")
    if asked is not None and asked not in names:
        raise BadAction(f"{action}: no container of this name; {suggest(str(asked), names)}")


def kind_of(action: PlannedAction) -> tuple[str, str]:
    """Kind and name of `deploy/web`."""
    short, _, name = action.target.partition("/")
    return SHORT[short], name


def act_on_workload(cluster: Cluster, action: PlannedAction) -> None:
    """Carry it out; raises Rejected."""
    kind, name = kind_of(action)
    namespace = str(action.options["namespace"])
    match action.verb:
        case "scale":
            operations.scale(cluster, kind, name, int(str(action.options["replicas"])), namespace)
        case "set-image":
            template = cluster.workloads.get(kind, namespace, name).spec.template
            container = str(action.options.get("container") or template.spec.containers[0].name)
            operations.set_images(cluster, kind, name, {container: str(action.options["image"])}, namespace)
        case "rollout-undo":
            operations.rollout_undo(cluster, name, namespace, to=int(str(action.options.get("revision", 0))))
        case _:
            policy = str(action.options.get("propagation", "background")).capitalize()
            cluster.workloads.delete(kind, namespace, name, DeleteOptions(propagationPolicy=policy))
