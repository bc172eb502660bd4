"""Node health: what the node controller makes of a kubelet's silence, and of a node's readiness (semantics B.19)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve

from ...node.execute_taint import ExecuteTaint, ExecuteTaintState
from ...objects.node import NodeCondition, Taint
from ...objects.time import Millis, Time

PERIOD: Final = 5_000
"""Milliseconds between two looks at all nodes (nodeMonitorPeriod)."""
GRACE: Final = 50_000
"""Milliseconds without a sign of life after which a node is Unknown (nodeMonitorGracePeriod)."""

OBSERVED: Final = ("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")
"""The conditions that only a kubelet can know."""
SILENT: Final = ("NodeStatusUnknown", "Kubelet stopped posting node status.")
NEVER: Final = ("NodeStatusNeverUpdated", "Kubelet never posted node status.")
"""Reason and message."""

TAINTS: Final = {
    ExecuteTaintState.NOT_READY: "node.kubernetes.io/not-ready",
    ExecuteTaintState.UNREACHABLE: "node.kubernetes.io/unreachable",
}


def first_look(moment: int, base: int) -> Millis:
    """The first look at or after this moment; `base` is the moment of one of them."""
    return Millis(base + -((base - moment) // PERIOD) * PERIOD)


def unknown_conditions(conditions: Iterable[NodeCondition], now: Time) -> tuple[NodeCondition, ...]:
    """The conditions of a node whose kubelet is silent: those that it alone can know are Unknown (B19.3)."""
    old = tuple(conditions)
    known = {each.type for each in old}
    changed = tuple(_unknown(each, now) if each.type in OBSERVED else each for each in old)
    reason, message = NEVER
    missing = (each for each in OBSERVED if each not in known)
    added = (NodeCondition(type=each, reason=reason, message=message, lastTransitionTime=now) for each in missing)
    return (*changed, *added)


def _unknown(condition: NodeCondition, now: Time) -> NodeCondition:
    if condition.status == "Unknown":
        return condition
    reason, message = SILENT
    return evolve(condition, status="Unknown", reason=reason, message=message, lastTransitionTime=now)


def execute_taint_of(taints: Iterable[Taint]) -> ExecuteTaint:
    """Which of the two NoExecute taints a node has."""
    keys = {each.key for each in taints if each.effect == "NoExecute"}
    return ExecuteTaint(next((state for state, key in TAINTS.items() if key in keys), ExecuteTaintState.NONE))


def with_execute_taint(taints: Iterable[Taint], taint: ExecuteTaint, now: Time) -> tuple[Taint, ...]:
    """The taints with this NoExecute taint instead of any of the two (SwapNodeControllerTaint)."""
    managed = TAINTS.values()
    kept = tuple(each for each in taints if each.effect != "NoExecute" or each.key not in managed)
    if taint.state is ExecuteTaintState.NONE:
        return kept
    return (*kept, Taint(key=TAINTS[taint.state], effect="NoExecute", timeAdded=now))
