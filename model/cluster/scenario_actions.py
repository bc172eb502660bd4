"""ScenarioActions: what a recorded user did after the beginning, by the names that the recordings give it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ..apiserver.volumes import VOLUME_KINDS
from ..controllers.manager import CONTROLLERS
from ..objects.delete_options import DeleteOptions
from ..objects.manifest import read_text
from ..objects.meta import CLUSTER_SCOPED
from ..objects.node import Taint
from ..objects.pod import Pod
from ..objects.status import PodCondition
from . import operations
from .cluster import Cluster
from .node_shape import NodeShape, node_of

Args = Mapping[str, Any]

PLAIN = ("ConfigMap", "Secret", "PriorityClass", "LimitRange", "ResourceQuota", "Service")
"""Kinds of objects that are only created, changed and deleted."""


class NotModelled(Exception):
    """The scenario needs something that podlaw does not model yet."""

    def __init__(self, feature: str) -> None:
        self.feature = feature
        super().__init__(feature)


def _write_manifest(cluster: Cluster, namespace: str, args: Args) -> None:
    data = args.get("object")
    if data is None:
        cluster.write_manifest(args["node"], args["file"], args["text"])
        return
    pod = read_text(json.dumps(data))[0].object
    assert isinstance(pod, Pod)
    cluster.write_manifest(args["node"], args["file"], pod)


def _remove_manifest(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.remove_manifest(args["node"], args["file"])


def act(cluster: Cluster, name: str, namespace: str, args: Args) -> None:
    """Do what the recorded action of this name says; raises NotModelled, and Rejected where the API server refuses."""
    about = args.get("kind", "Pod")
    actions = ACTIONS if about == "Pod" else WORKLOAD_ACTIONS if about in CONTROLLERS else OBJECT_ACTIONS.get(about, {})
    if name not in actions:
        raise NotModelled(f"action {name} {args.get('kind', '')}".strip())
    actions[name](cluster, namespace, args)


def _delete(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.delete(args["name"], namespace, grace=args.get("grace"), uid=args.get("uid"))


def _patch(cluster: Cluster, namespace: str, args: Args) -> None:
    match args.get("subresource"):
        case None:
            _patch_pod(cluster, namespace, args["name"], args["patch"])
        case "status":
            _patch_status(cluster, namespace, args["name"], args["patch"])
        case "resize" | "ephemeralcontainers" as subresource:
            cluster.pods.patch(namespace, args["name"], args["patch"], subresource)
        case other:
            raise NotModelled(f"patch of the subresource {other}")


def _resize(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.pods.patch(namespace, args["name"], args["patch"], "resize")


def _patch_pod(cluster: Cluster, namespace: str, name: str, patch: Mapping[str, Any]) -> None:
    """A merge patch of images, of the deadline, of scheduling gates, or of finalizers."""
    spec, metadata = patch.get("spec") or {}, patch.get("metadata") or {}
    listed = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    if spec.get("schedulingGates") == []:
        operations.remove_scheduling_gates(cluster, name, namespace)
        spec = {key: value for key, value in spec.items() if key != "schedulingGates"}
    understood = {"containers", "initContainers", "activeDeadlineSeconds"}
    others = [f"spec.{key}" for key in spec if key not in understood]
    others += [f"metadata.{key}" for key in metadata if key not in ("finalizers", "labels")]
    others += [key for key in patch if key not in ("spec", "metadata")]
    others += [f"container {key}" for each in listed for key in each if key not in ("name", "image")]
    if others:
        raise NotModelled(f"patch of {', '.join(others)}")
    if listed:
        cluster.pods.set_images(namespace, name, {each["name"]: each["image"] for each in listed})
    if spec.get("activeDeadlineSeconds") is not None:
        cluster.pods.set_deadline(namespace, name, spec["activeDeadlineSeconds"])
    if "labels" in metadata:
        cluster.pods.set_labels(namespace, name, metadata["labels"] or {})
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


def _evict(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.evict(cluster, args["name"], namespace, grace=args.get("grace"))


def _label_node(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.label_node(cluster, args["node"], args["labels"])


def _taint(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.taint_node(cluster, args["node"], [Taint(**each) for each in args["taints"]])


def _untaint(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.untaint_node(cluster, args["node"], args["key"])


def _cordon(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.cordon_node(cluster, args["node"])


def _uncordon(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.cordon_node(cluster, args["node"], unschedulable=False)


def _add_node(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.add_node(node_of(NodeShape(name=args["node"], cpu=str(args["cores"]), memory=f"{args['mem']}Mi")))


def _stop_kubelet(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.stop_kubelet(args["node"])


def _start_kubelet(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.start_kubelet(args["node"])


def _stop_machine(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.stop_machine(args["node"])


def _delete_node(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.delete_node(cluster, args["node"])


def _reboot(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.reboot(args["node"])


def _shutdown_node(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.shut_down(args["node"])


def _cancel_shutdown(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.cancel_shutdown(args["node"])


def _set_memory_used(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.set_used(args["node"], "memory", args["mi"] * 2**20)


def _kill_container(cluster: Cluster, namespace: str, args: Args) -> None:
    cluster.exit_container(args.get("pod", args.get("name", "")), args["container"], args["exit"], namespace)


ACTIONS: Mapping[str, Callable[[Cluster, str, Args], None]] = {
    "delete": _delete,
    "patch": _patch,
    "resize": _resize,
    "evict": _evict,
    "label-node": _label_node,
    "taint": _taint,
    "untaint": _untaint,
    "cordon": _cordon,
    "uncordon": _uncordon,
    "add-node": _add_node,
    "stop-kubelet": _stop_kubelet,
    "start-kubelet": _start_kubelet,
    "stop-machine": _stop_machine,
    "start-machine": _start_kubelet,
    "delete-node": _delete_node,
    "reboot": _reboot,
    "shutdown-node": _shutdown_node,
    "cancel-shutdown": _cancel_shutdown,
    "set-memory-used": _set_memory_used,
    "kill-container": _kill_container,
    "write-manifest": _write_manifest,
    "remove-manifest": _remove_manifest,
}


def _delete_workload(cluster: Cluster, namespace: str, args: Args) -> None:
    options = DeleteOptions(gracePeriodSeconds=args.get("grace"), propagationPolicy=args.get("propagation"))
    cluster.workloads.delete(args["kind"], namespace, args["name"], options)


def _scale(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.scale(cluster, args["kind"], args["name"], args["replicas"], namespace)


def _patch_workload(cluster: Cluster, namespace: str, args: Args) -> None:
    if args.get("subresource"):
        raise NotModelled(f"patch of the subresource {args['subresource']}")
    operations.patch_workload(cluster, args["kind"], args["name"], args["patch"], namespace)


WORKLOAD_ACTIONS: Mapping[str, Callable[[Cluster, str, Args], None]] = {
    "delete": _delete_workload,
    "scale": _scale,
    "patch": _patch_workload,
}
"""What is done to the objects of controllers."""


def _delete_object(cluster: Cluster, namespace: str, args: Args) -> None:
    operations.delete_object(cluster, args["kind"], args["name"], namespace)


def _patch_object(cluster: Cluster, namespace: str, args: Args) -> None:
    if args.get("subresource"):
        raise NotModelled(f"patch of the subresource {args['subresource']}")
    where = "" if args["kind"] in CLUSTER_SCOPED else namespace
    cluster.volumes.patch(args["kind"], where, args["name"], args["patch"])


OBJECT_ACTIONS: Mapping[str, Mapping[str, Callable[[Cluster, str, Args], None]]] = {
    **{kind: {"delete": _delete_object, "patch": _patch_object} for kind in VOLUME_KINDS},
    **{kind: {"delete": _delete_workload, "patch": _patch_workload} for kind in PLAIN},
}
"""What is done to volumes and claims, and to what Pods read, by kind."""
