"""NodeActions: what `--at` does to a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..objects.node import Taint
from ..runtime.words import amount
from . import operations
from .cluster import Cluster
from .drain import Drain

NO_NODE = "there is no such node yet"
Options = Mapping[str, object]


def act_on_node(cluster: Cluster, verb: str, node: str, options: Options) -> str:
    """Do it; an empty text, or why nothing happened."""
    return ACTIONS[verb](cluster, node, options)


def _restart_kubelet(cluster: Cluster, node: str, options: Options) -> str:
    cluster.restart_kubelet(node)
    return ""


def _stop_kubelet(cluster: Cluster, node: str, options: Options) -> str:
    if not cluster.kubelets[node].is_running:
        return "its kubelet does not run"
    cluster.stop_kubelet(node)
    return ""


def _start_kubelet(cluster: Cluster, node: str, options: Options) -> str:
    if cluster.kubelets[node].is_running:
        return "its kubelet runs already"
    cluster.start_kubelet(node)
    return ""


def _reboot(cluster: Cluster, node: str, options: Options) -> str:
    cluster.reboot(node)
    return ""


def _stop_machine(cluster: Cluster, node: str, options: Options) -> str:
    if not cluster.kubelets[node].is_running:
        return "its kubelet does not run"
    cluster.stop_machine(node)
    return ""


def _cordon(cluster: Cluster, node: str, options: Options) -> str:
    operations.cordon_node(cluster, node)
    return ""


def _uncordon(cluster: Cluster, node: str, options: Options) -> str:
    operations.cordon_node(cluster, node, unschedulable=False)
    return ""


def _drain(cluster: Cluster, node: str, options: Options) -> str:
    Drain(cluster, node, _number(options, "grace") if "grace" in options else None)
    return ""


def _taint(cluster: Cluster, node: str, options: Options) -> str:
    taint = Taint(key=str(options["key"]), effect=str(options["effect"]), value=str(options.get("value", "")))
    operations.taint_node(cluster, node, [taint])
    return ""


def _untaint(cluster: Cluster, node: str, options: Options) -> str:
    operations.untaint_node(cluster, node, str(options["key"]))
    return ""


def _delete_node(cluster: Cluster, node: str, options: Options) -> str:
    operations.delete_node(cluster, node)
    return ""


def _remove_manifest(cluster: Cluster, node: str, options: Options) -> str:
    return "" if cluster.remove_manifest(node, str(options["file"])) else "there is no such file in its folder"


def _shut_down(cluster: Cluster, node: str, options: Options) -> str:
    total, critical = (_number(options, key) for key in ("grace", "critical"))
    cluster.set_shutdown_grace(node, total, critical)
    return "" if cluster.shut_down(node) else "its kubelet does nothing about it: say grace=30, for example"


def _cancel_shutdown(cluster: Cluster, node: str, options: Options) -> str:
    return "" if cluster.cancel_shutdown(node) else "it does not shut down"


def _use_memory(cluster: Cluster, node: str, options: Options) -> str:
    return _use(cluster, node, "memory", options)


def _use_disk(cluster: Cluster, node: str, options: Options) -> str:
    return _use(cluster, node, "ephemeral-storage", options)


def _use(cluster: Cluster, node: str, resource: str, options: Options) -> str:
    if resource not in cluster.store.get("Node", "", node).status.capacity:
        return f"its Node does not say how much {resource} it has"
    cluster.set_used(node, resource, amount(str(options["amount"]), "amount"))
    return ""


def _number(options: Options, key: str) -> int:
    value = options.get(key, 0)
    assert isinstance(value, int)
    return value


ACTIONS: Mapping[str, Callable[[Cluster, str, Options], str]] = {
    "restart-kubelet": _restart_kubelet,
    "stop-kubelet": _stop_kubelet,
    "start-kubelet": _start_kubelet,
    "stop-machine": _stop_machine,
    "start-machine": _start_kubelet,
    "cordon": _cordon,
    "uncordon": _uncordon,
    "drain": _drain,
    "taint": _taint,
    "untaint": _untaint,
    "delete-node": _delete_node,
    "reboot": _reboot,
    "remove-manifest": _remove_manifest,
    "shutdown-node": _shut_down,
    "cancel-shutdown": _cancel_shutdown,
    "memory-used": _use_memory,
    "disk-used": _use_disk,
}
