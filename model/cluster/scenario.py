"""Scenario: a recorded scenario is run in a Cluster: its objects, its script, its actions, its nodes, its start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..apiserver.rules.rejection import Rejected
from ..apiserver.supported import unsupported_features
from ..objects.config import ConfigMap, Secret
from ..objects.manifest import read_text
from ..objects.node import Node, Taint
from ..objects.pod import Pod
from ..objects.status import PodCondition
from ..objects.unstructure import unstructure
from ..runtime.script import read_script
from . import operations
from .cluster import Cluster, NodeShape, node_of


class NotModelled(Exception):
    """The scenario needs something that podlaw does not model yet."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        super().__init__(feature)


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
    def start(self) -> int: ...
    @property
    def duration(self) -> int: ...


def run_scenario(scenario: Scenario, seed: int) -> list[dict[str, Any]]:
    """The watch events of the run, in the recordings' form; raises NotModelled."""
    cluster = Cluster([_node(each) for each in scenario.nodes], seed=seed, start=scenario.start, judge=True)
    for manifest in scenario.objects:
        _create(cluster, scenario, manifest)
    for action in sorted(scenario.actions, key=lambda each: each.at):
        cluster.simulation.run_until(scenario.start + action.at)
        _carry_out(cluster, scenario, action)
    cluster.simulation.run_until(scenario.start + scenario.duration)
    return [
        {
            "at": (event.at - scenario.start) / 1000,
            "kind": event.kind,
            "type": event.type,
            "object": unstructure(event.object),
        }
        for event in cluster.watch
        if event.kind == "Pod"
    ]


NO_PART_OF_PODS = ("Service",)
"""Kinds on which no Pod's life depends."""


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
    if kind in NO_PART_OF_PODS:
        return
    if kind not in ("Pod", "ConfigMap", "Secret", "Namespace"):
        raise NotModelled(f"kind {kind}")
    metadata = {**manifest.get("metadata", {})}
    if kind != "Namespace":
        metadata.setdefault("namespace", scenario.name)
    obj = _read({**manifest, "metadata": metadata})
    if isinstance(obj, Pod):
        for path, sentence in unsupported_features(obj):
            raise NotModelled(f"{path}: {sentence}")
        cluster.create(obj, read_script(scenario.script.get(obj.metadata.name, {}), obj.metadata.name))
    elif isinstance(obj, ConfigMap | Secret) or kind == "Namespace":
        cluster.create(obj)


def _patch(cluster: Cluster, namespace: str, name: str, patch: Mapping[str, Any]) -> None:
    """A merge patch of images, of the deadline, or of finalizers."""
    spec, metadata = patch.get("spec") or {}, patch.get("metadata") or {}
    listed = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    if spec.get("schedulingGates") == []:
        operations.remove_scheduling_gates(cluster, name, namespace)
        spec = {key: value for key, value in spec.items() if key != "schedulingGates"}
    understood = {"containers", "initContainers", "activeDeadlineSeconds"}
    others = [f"spec.{key}" for key in spec if key not in understood]
    others += [f"metadata.{key}" for key in metadata if key != "finalizers"]
    others += [key for key in patch if key not in ("spec", "metadata")]
    others += [f"container {key}" for each in listed for key in each if key not in ("name", "image")]
    if others:
        raise NotModelled(f"patch of {', '.join(others)}")
    if listed:
        cluster.pods.set_images(namespace, name, {each["name"]: each["image"] for each in listed})
    if spec.get("activeDeadlineSeconds") is not None:
        cluster.pods.set_deadline(namespace, name, spec["activeDeadlineSeconds"])
    if "finalizers" in metadata:
        cluster.pods.set_finalizers(namespace, name, tuple(metadata["finalizers"] or ()))


def _patch_status(cluster: Cluster, namespace: str, name: str, patch: Mapping[str, Any]) -> None:
    """A strategic merge patch of conditions, which readiness gates wait for."""
    status = patch.get("status") or {}
    if set(patch) != {"status"} or set(status) != {"conditions"}:
        raise NotModelled("patch of the status other than its conditions")
    for each in status["conditions"]:
        words = {key: each.get(key, "") for key in ("reason", "message")}
        cluster.pods.write_condition(namespace, name, PodCondition(type=each["type"], status=each["status"], **words))


def _carry_out(cluster: Cluster, scenario: Scenario, action: Action) -> None:
    args = action.args
    namespace = args.get("namespace", scenario.name)
    try:
        match action.do:
            case "create":
                _create(cluster, scenario, args.get("object", args))
            case "delete" if args.get("kind", "Pod") == "Pod":
                cluster.delete(args["name"], namespace, grace=args.get("grace"), uid=args.get("uid"))
            case "patch" if args.get("kind", "Pod") == "Pod" and not args.get("subresource"):
                _patch(cluster, namespace, args["name"], args["patch"])
            case "patch" if args.get("kind", "Pod") == "Pod" and args.get("subresource") == "status":
                _patch_status(cluster, namespace, args["name"], args["patch"])
            case "evict":
                operations.evict(cluster, args["name"], namespace, grace=args.get("grace"))
            case "label-node":
                operations.label_node(cluster, args["node"], args["labels"])
            case "taint":
                operations.taint_node(cluster, args["node"], [Taint(**each) for each in args["taints"]])
            case "untaint":
                operations.untaint_node(cluster, args["node"], args["key"])
            case "cordon" | "uncordon":
                operations.cordon_node(cluster, args["node"], unschedulable=action.do == "cordon")
            case "add-node":
                memory, cores = f"{args['mem']}Mi", str(args["cores"])
                cluster.add_node(node_of(NodeShape(name=args["node"], cpu=cores, memory=memory)))
            case "stop-kubelet":
                cluster.stop_kubelet(args["node"])
            case "start-kubelet":
                cluster.start_kubelet(args["node"])
            case "reboot":
                cluster.reboot(args["node"])
            case "kill-container":
                cluster.exit_container(
                    args.get("pod", args.get("name", "")), args["container"], args["exit"], namespace
                )
            case _:
                raise NotModelled(f"action {action.do} {args.get('kind', '')}".strip())
    except Rejected:
        return  # the recording shows the refusal as the action's result; nothing has changed
