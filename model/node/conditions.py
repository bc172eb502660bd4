"""Conditions: what a kubelet says of its node: ready or not, and short of what (pkg/kubelet/nodestatus setters)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import evolve

from ..objects.node import Node, NodeCondition, Taint
from ..objects.time import Time
from .readiness import Readiness, ReadinessState

SHUTTING_DOWN = "node is shutting down"
STARTING = "[container runtime status check may not have completed yet]"

# fmt: off
PRESSURES = {
    "MemoryPressure": (("KubeletHasSufficientMemory",   "kubelet has sufficient memory available"),
                       ("KubeletHasInsufficientMemory", "kubelet has insufficient memory available")),
    "DiskPressure":   (("KubeletHasNoDiskPressure",     "kubelet has no disk pressure"),
                       ("KubeletHasDiskPressure",       "kubelet has disk pressure")),
    "PIDPressure":    (("KubeletHasSufficientPID",      "kubelet has sufficient PID available"),
                       ("KubeletHasInsufficientPID",    "kubelet has insufficient PID available")),
}
"""By type: reason and message of False, then of True."""
TAINTS = {
    ("Ready", "False"): "node.kubernetes.io/not-ready",
    ("Ready", "Unknown"): "node.kubernetes.io/unreachable",
    ("MemoryPressure", "True"): "node.kubernetes.io/memory-pressure",
    ("DiskPressure", "True"): "node.kubernetes.io/disk-pressure",
    ("PIDPressure", "True"): "node.kubernetes.io/pid-pressure",
    ("NetworkUnavailable", "True"): "node.kubernetes.io/network-unavailable",
}
"""By type and status: the key of the NoSchedule taint that the node controller sets (NLC nodeConditionToTaintKeyStatusMap)."""
# fmt: on
UNSCHEDULABLE = "node.kubernetes.io/unschedulable"
"""The key of the NoSchedule taint of a cordoned node (B19.9)."""


def node_conditions(pressures: Collection[str], trouble: str = "") -> tuple[NodeCondition, ...]:
    """The conditions of a node that is under these pressures; `trouble`: why it is not ready, or nothing."""
    conditions = []
    for kind, words in PRESSURES.items():
        is_true = kind in pressures
        reason, message = words[is_true]
        conditions.append(
            NodeCondition(type=kind, status="True" if is_true else "False", reason=reason, message=message)
        )
    reason, message = ("KubeletNotReady", trouble) if trouble else ("KubeletReady", "kubelet is posting ready status")
    conditions.append(
        NodeCondition(type="Ready", status="False" if trouble else "True", reason=reason, message=message)
    )
    return tuple(conditions)


def readiness_of(node: Node) -> Readiness:
    """What the Node's condition Ready says; Unknown where it has none."""
    status = next((each.status for each in node.status.conditions if each.type == "Ready"), "Unknown")
    return Readiness(ReadinessState(status))


def with_conditions(old: Iterable[NodeCondition], new: Iterable[NodeCondition], now: Time) -> tuple[NodeCondition, ...]:
    """The old conditions with these in place of those of their type; a time of transition moves when a status does."""
    found = {each.type: each for each in old}
    for each in new:
        before = found.get(each.type)
        moved = before is None or before.status != each.status
        since = now if moved or before is None else before.lastTransitionTime
        found[each.type] = evolve(each, lastHeartbeatTime=now, lastTransitionTime=since)
    return tuple(found.values())


def condition_taints(conditions: Iterable[NodeCondition]) -> tuple[str, ...]:
    """The keys of the NoSchedule taints that a node in these conditions has (B19.6, B18.14; NLC doNoScheduleTaintingPass)."""
    return tuple(TAINTS[key] for each in conditions if (key := (each.type, each.status)) in TAINTS)


def no_schedule_taints(node: Node) -> tuple[str, ...]:
    """The keys of all NoSchedule taints that the node controller sets: for conditions, and for a cordon (B19.9)."""
    keys = condition_taints(node.status.conditions)
    return (*keys, UNSCHEDULABLE) if node.spec.unschedulable else keys


def with_condition_taints(taints: Iterable[Taint], keys: Collection[str], now: Time) -> tuple[Taint, ...]:
    """The taints without NoSchedule ones for conditions that are over, and with those that are missing."""
    managed = {*TAINTS.values(), UNSCHEDULABLE}
    kept = [each for each in taints if each.effect != "NoSchedule" or each.key not in managed or each.key in keys]
    known = {each.key for each in kept if each.effect == "NoSchedule"}
    return (*kept, *(Taint(key=key, effect="NoSchedule", timeAdded=now) for key in keys if key not in known))
