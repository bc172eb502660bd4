"""Preemption: which Pods have to go so that a more important one fits (DPRE, PRE; semantics B21.14).

There are no disruption budgets here: with them a node where fewer are violated would be chosen first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from ...objects.pod import Pod
from .filters import Fit, histogram, node_filters
from .node_info import NodeInfo
from .rejection import Code
from .storage import NO_STORAGE, Storage

NO_VICTIMS: Final = "No preemption victims found for incoming pod"
NOT_HELPFUL: Final = "Preemption is not helpful for scheduling"
NEVER: Final = "not eligible due to preemptionPolicy=Never."
NO_START: Final = 2**62
"""Stands for the start of a Pod that has none: later than any other."""


@frozen
class DryRun:
    """What preemption would do on one node: the victims, the most important first, or why it does not help there."""

    victims: tuple[Pod, ...] = ()
    reasons: tuple[str, ...] = ()


def why_not_eligible(pod: Pod) -> str:
    """Empty, or the reason why this Pod may preempt nobody (PodEligibleToPreemptOthers)."""
    return NEVER if pod.spec.preemptionPolicy == "Never" else ""


def dry_runs(pod: Pod, nodes: Sequence[NodeInfo], fit: Fit) -> Mapping[str, DryRun]:
    """The outcome for each node whose rejection other Pods' going may cure (DryRunPreemption)."""
    return {
        info.name: select_victims(pod, info, nodes, fit.storage)
        for info in nodes
        if info.name in fit.rejected and fit.rejected[info.name].code is Code.UNSCHEDULABLE
    }


def select_victims(pod: Pod, info: NodeInfo, nodes: Sequence[NodeInfo], storage: Storage = NO_STORAGE) -> DryRun:
    """All Pods of lower priority are taken off the node; then as many as possible are put back, the most important
    first (SelectVictimsOnNode)."""
    candidates = sorted((each for each in info.pods if priority(each) < priority(pod)), key=_importance)
    if not candidates:
        return DryRun(reasons=(NO_VICTIMS,))
    room = info
    for each in candidates:
        room = room.without(each)
    rejection = _rejection(pod, room, nodes, storage)
    if rejection:
        return DryRun(reasons=rejection)
    victims = []
    for each in candidates:
        room = room.with_pod(each)
        if _rejection(pod, room, nodes, storage):
            room = room.without(each)
            victims.append(each)
    return DryRun(victims=tuple(victims))


def _rejection(pod: Pod, room: NodeInfo, nodes: Sequence[NodeInfo], storage: Storage) -> tuple[str, ...]:
    """Why the Pod does not fit on the node as it would be then, empty when it does."""
    among = [room if each.name == room.name else each for each in nodes]
    rejection = node_filters(pod, among, storage)(room)
    return () if rejection is None else rejection.reasons


def nominated_node(runs: Mapping[str, DryRun]) -> str | None:
    """The node where the loss is least: the lowest top priority among its victims, the lowest sum, the fewest, then the
    one whose most important victims started last; None: preemption helps nowhere (pickOneNodeForPreemption)."""
    possible = [(_loss(run.victims), name) for name, run in runs.items() if run.victims]
    return min(possible)[1] if possible else None


def _loss(victims: Sequence[Pod]) -> tuple[int, int, int, int]:
    top = priority(victims[0])
    total = sum(priority(each) + 2**31 for each in victims)
    earliest = min(_start(each) for each in victims if priority(each) == top)
    return top, total, len(victims), -earliest


def priority(pod: Pod) -> int:
    """The Pod's priority, 0 without one."""
    return pod.spec.priority or 0


def _importance(pod: Pod) -> tuple[int, int]:
    """Higher priority first, then the longer running (MoreImportantPod)."""
    return -priority(pod), _start(pod)


def _start(pod: Pod) -> int:
    return NO_START if pod.status.startTime is None else pod.status.startTime


def post_filter_message(pod: Pod, nodes: Sequence[NodeInfo], runs: Mapping[str, DryRun]) -> str:
    """What is added to the scheduling failure when preemption does not help either: `preemption: 0/2 nodes are
    available: …` (DPRE PostFilter)."""
    refusal = why_not_eligible(pod)
    if refusal:
        return f"preemption: {refusal}"
    reasons = Counter(reason for info in nodes for reason in runs.get(info.name, DryRun((), (NOT_HELPFUL,))).reasons)
    return f"preemption: 0/{len(nodes)} nodes are available: {histogram(reasons)}."
