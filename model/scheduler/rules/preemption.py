"""Preemption: which Pods have to go so that a more important one fits (DPRE, PRE; semantics B21.14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from ...objects.pod import Pod
from .disruption_budget import DisruptionBudget, split_by_budget
from .filters import Fit, histogram, node_filters
from .node_info import NodeInfo
from .nomination import NOBODY, Nominations, priority
from .rejection import Code, Rejection
from .storage import NO_STORAGE, Storage

NO_VICTIMS: Final = "No preemption victims found for incoming pod"
NOT_HELPFUL: Final = "Preemption is not helpful for scheduling"
NEVER: Final = "not eligible due to preemptionPolicy=Never."
STILL_GOING: Final = "not eligible due to a terminating pod on the nominated node."
DISRUPTION_TARGET: Final = "DisruptionTarget"
BY_SCHEDULER: Final = "PreemptionByScheduler"
NO_START: Final = 2**62
"""Stands for the start of a Pod that has none: later than any other."""


@frozen
class DryRun:
    """What preemption would do on one node: the victims, the most important first, of which so many violate a budget;
    or why it does not help there."""

    victims: tuple[Pod, ...] = ()
    reasons: tuple[str, ...] = ()
    violations: int = 0


def why_not_eligible(pod: Pod, nominated: NodeInfo | None = None, rejection: Rejection | None = None) -> str:
    """Empty, or the reason why this Pod may preempt nobody: it does not want to, or on the node that it is nominated to
    somebody is still making way for it; unless that node has become hopeless (PodEligibleToPreemptOthers)."""
    if pod.spec.preemptionPolicy == "Never":
        return NEVER
    if nominated is None or (rejection is not None and rejection.code is Code.UNRESOLVABLE):
        return ""
    return STILL_GOING if any(_makes_way(each, pod) for each in nominated.pods) else ""


def _makes_way(victim: Pod, pod: Pod) -> bool:
    is_target = any(
        each.type == DISRUPTION_TARGET and each.status == "True" and each.reason == BY_SCHEDULER
        for each in victim.status.conditions
    )
    return victim.metadata.deletionTimestamp is not None and is_target and priority(victim) < priority(pod)


def dry_runs(
    pod: Pod,
    nodes: Sequence[NodeInfo],
    fit: Fit,
    budgets: Sequence[DisruptionBudget] = (),
    nominated: Nominations = NOBODY,
) -> Mapping[str, DryRun]:
    """The outcome for each node whose rejection other Pods' going may cure (DryRunPreemption)."""
    return {
        info.name: select_victims(pod, info, nodes, budgets, fit.storage, nominated)
        for info in nodes
        if info.name in fit.rejected and fit.rejected[info.name].code is Code.UNSCHEDULABLE
    }


def select_victims(
    pod: Pod,
    info: NodeInfo,
    nodes: Sequence[NodeInfo],
    budgets: Sequence[DisruptionBudget] = (),
    storage: Storage = NO_STORAGE,
    nominated: Nominations = NOBODY,
) -> DryRun:
    """All Pods of lower priority are taken off the node; then as many as possible are put back: first those whose loss
    violates a budget, then the others, the most important first (SelectVictimsOnNode)."""
    candidates = sorted((each for each in info.pods if priority(each) < priority(pod)), key=_importance)
    if not candidates:
        return DryRun(reasons=(NO_VICTIMS,))
    room = info
    for each in candidates:
        room = room.without(each)
    rejection = _rejection(pod, room, nodes, storage, nominated)
    if rejection:
        return DryRun(reasons=rejection)
    victims = []
    violating, others = split_by_budget(candidates, budgets)
    violations = 0
    for number, each in enumerate((*violating, *others)):
        room = room.with_pod(each)
        if _rejection(pod, room, nodes, storage, nominated):
            room = room.without(each)
            victims.append(each)
            violations += number < len(violating)
    return DryRun(victims=tuple(sorted(victims, key=_importance)), violations=violations)


def _rejection(
    pod: Pod, room: NodeInfo, nodes: Sequence[NodeInfo], storage: Storage, nominated: Nominations
) -> tuple[str, ...]:
    """Why the Pod does not fit on the node as it would be then, empty when it does."""
    among = [room if each.name == room.name else each for each in nodes]
    rejection = node_filters(pod, among, storage, nominated)(room)
    return () if rejection is None else rejection.reasons


def nominated_node(runs: Mapping[str, DryRun]) -> str | None:
    """The node where the loss is least: the fewest violated budgets, the lowest top priority among its victims, the
    lowest sum, the fewest, then the one whose most important victims started last; None: preemption helps nowhere
    (pickOneNodeForPreemption)."""
    possible = [(_loss(run), name) for name, run in runs.items() if run.victims]
    return min(possible)[1] if possible else None


def _loss(run: DryRun) -> tuple[int, int, int, int, int]:
    victims = run.victims
    top = priority(victims[0])
    total = sum(priority(each) + 2**31 for each in victims)
    earliest = min(_start(each) for each in victims if priority(each) == top)
    return run.violations, top, total, len(victims), -earliest


def _importance(pod: Pod) -> tuple[int, int]:
    """Higher priority first, then the longer running (MoreImportantPod)."""
    return -priority(pod), _start(pod)


def _start(pod: Pod) -> int:
    return NO_START if pod.status.startTime is None else pod.status.startTime


def post_filter_message(nodes: Sequence[NodeInfo], runs: Mapping[str, DryRun], refusal: str = "") -> str:
    """What is added to the scheduling failure when preemption does not help either: `preemption: 0/2 nodes are
    available: …` (DPRE PostFilter); `refusal`: why the Pod may not even try."""
    if refusal:
        return f"preemption: {refusal}"
    reasons = Counter(reason for info in nodes for reason in runs.get(info.name, DryRun((), (NOT_HELPFUL,))).reasons)
    return f"preemption: 0/{len(nodes)} nodes are available: {histogram(reasons)}."
