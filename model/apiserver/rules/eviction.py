"""Eviction: whether a Pod may be evicted now, and what that costs its budget (EVREST; semantics B18.1 to B18.6)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from attrs import evolve

from ...objects.disruption_budget import BudgetCondition, PodDisruptionBudget
from ...objects.pod import Pod, is_terminal
from ...objects.selectors import label_selector
from ...objects.time import Time
from .rejection import Rejected

MOST_DISRUPTED: Final = 2_000
"""So many evictions may be open at a time (MaxDisruptedPodSize)."""
VIOLATES: Final = "Cannot evict pod as it would violate the pod's disruption budget."
SEVERAL: Final = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
CONDITION, SYNC_FAILED = "DisruptionAllowed", "SyncFailed"


class Cost(Enum):
    """What an eviction takes from the budget."""

    NOTHING = "nothing"
    ONE_DISRUPTION = "one disruption"


def ignores_budgets(pod: Pod) -> bool:
    """A Pod that has ended, has not begun or goes anyway is no disruption (canIgnorePDB)."""
    return pod.status.phase == "Pending" or is_terminal(pod.status.phase) or pod.metadata.deletionTimestamp is not None


def covering(pod: Pod, budgets: Iterable[PodDisruptionBudget]) -> tuple[PodDisruptionBudget, ...]:
    """The budgets of its namespace whose selector means it."""
    return tuple(
        each
        for each in budgets
        if each.metadata.namespace == pod.metadata.namespace
        and label_selector(each.spec.selector).matches(pod.metadata.labels)
    )


def the_budget(pod: Pod, budgets: Iterable[PodDisruptionBudget]) -> PodDisruptionBudget | None:
    """The one that is asked, or None; raises Rejected InternalError where there are several."""
    if ignores_budgets(pod):
        return None
    found = covering(pod, budgets)
    if len(found) > 1:
        raise Rejected("InternalError", SEVERAL)
    return found[0] if found else None


def cost(pod: Pod, budget: PodDisruptionBudget) -> Cost:
    """What this eviction takes; raises Rejected TooManyRequests where the budget does not allow it, and Forbidden."""
    status = budget.status
    is_ready = any(each.type == "Ready" and each.status == "True" for each in pod.status.conditions)
    if not is_ready and budget.spec.unhealthyPodEvictionPolicy == "AlwaysAllow":
        return Cost.NOTHING
    if not is_ready and status.currentHealthy >= status.desiredHealthy > 0:
        return Cost.NOTHING
    name = budget.metadata.name
    if status.observedGeneration < budget.metadata.generation:
        why = f"The disruption budget {name} is still being processed by the server."
        raise Rejected("TooManyRequests", VIOLATES, why)
    if status.disruptionsAllowed < 0:
        raise Rejected("Forbidden", "pod disruption budget is negative")
    if len(status.disruptedPods) > MOST_DISRUPTED:
        raise Rejected("Forbidden", "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
    if status.disruptionsAllowed == 0:
        raise Rejected("TooManyRequests", VIOLATES, _why_exhausted(budget))
    return Cost.ONE_DISRUPTION


def _why_exhausted(budget: PodDisruptionBudget) -> str:
    name, status = budget.metadata.name, budget.status
    failure = next((each for each in status.conditions if (each.type, each.reason) == (CONDITION, SYNC_FAILED)), None)
    if failure is not None:
        return f"The disruption budget {name} does not allow evicting pods currently because it failed sync: {failure.message}"
    return f"The disruption budget {name} needs {status.desiredHealthy} healthy pods and has {status.currentHealthy} currently"


def spent(budget: PodDisruptionBudget, pod: str, now: Time) -> PodDisruptionBudget:
    """The budget after an eviction of this Pod (checkAndDecrement)."""
    status = budget.status
    left = evolve(
        status,
        disruptionsAllowed=status.disruptionsAllowed - 1,
        disruptedPods={**status.disruptedPods, pod: now},
    )
    if left.disruptionsAllowed:
        return evolve(budget, status=left)
    return evolve(budget, status=evolve(left, conditions=with_allowed(budget, left.disruptionsAllowed, now)))


def with_allowed(
    budget: PodDisruptionBudget, allowed: int, now: Time, failure: str = ""
) -> tuple[BudgetCondition, ...]:
    """The budget's conditions, with one that says whether a disruption is allowed (UpdateDisruptionAllowedCondition);
    `failure`: why it could not be worked out."""
    old = next((each for each in budget.status.conditions if each.type == CONDITION), None)
    status = "True" if allowed else "False"
    reason = SYNC_FAILED if failure else "SufficientPods" if allowed else "InsufficientPods"
    since = now if old is None or old.status != status else old.lastTransitionTime
    new = BudgetCondition(
        type=CONDITION,
        status=status,
        observedGeneration=budget.metadata.generation,
        lastTransitionTime=since,
        reason=reason,
        message=failure,
    )
    return (*(each for each in budget.status.conditions if each.type != CONDITION), new)
