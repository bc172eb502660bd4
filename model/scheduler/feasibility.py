"""Feasibility: whether a node can take a Pod, and if not, why, in the scheduler's words (semantics B.21)."""

from __future__ import annotations

from collections.abc import Iterable

from ..objects.node import Node, Taint
from ..objects.pod import Pod, Toleration
from ..objects.quantity import parse_quantity
from .rules.requests import pod_requests

HINDERING = ("NoSchedule", "NoExecute")


def hindrances(pod: Pod, node: Node, others: Iterable[Pod]) -> tuple[str, ...]:
    """Why the node cannot take the Pod beside the others that are bound to it; nothing: it can."""
    if node.spec.unschedulable:
        return ("node(s) were unschedulable",)
    for taint in node.spec.taints:
        if taint.effect in HINDERING and not any(tolerates(each, taint) for each in pod.spec.tolerations):
            return (f"node(s) had untolerated taint(s)",)
    labels = node.metadata.labels
    if any(labels.get(key) != value for key, value in pod.spec.nodeSelector.items()):
        return ("node(s) didn't match Pod's node affinity/selector",)
    return tuple(_lacking(pod, node, list(others)))


def _lacking(pod: Pod, node: Node, others: list[Pod]) -> Iterable[str]:
    """The resources of which too little is left (FIT fitsRequest)."""
    allocatable = {name: parse_quantity(text).nanos for name, text in node.status.allocatable.items()}
    if len(others) + 1 > allocatable.get("pods", 110 * 10**9) // 10**9:
        yield "Too many pods"
    used: dict[str, int] = {}
    for other in others:
        for name, amount in pod_requests(other.spec).items():
            used[name] = used.get(name, 0) + amount.nanos
    for name, amount in sorted(pod_requests(pod.spec).items()):
        if amount.nanos and amount.nanos > allocatable.get(name, 0) - used.get(name, 0):
            yield f"Insufficient {name}"


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """An empty effect or key matches all; the operator is Equal unless it says Exists (ToleratesTaint)."""
    if toleration.effect and toleration.effect != taint.effect:
        return False
    if toleration.key and toleration.key != taint.key:
        return False
    if toleration.operator == "Exists":
        return True
    return toleration.operator in ("", "Equal") and bool(toleration.key) and toleration.value == taint.value
