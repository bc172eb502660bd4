"""DisruptionBudget: which of the Pods to be preempted a PodDisruptionBudget does not want to lose (DPRE
filterPodsWithPDBViolation)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ...objects.pod import Pod
from ...objects.selectors import Selector


@frozen
class DisruptionBudget:
    """What preemption reads of a PodDisruptionBudget: `allowed` is its status.disruptionsAllowed, `disrupted` names the
    Pods whose disruption it has counted already."""

    namespace: str
    selector: Selector
    allowed: int
    disrupted: frozenset[str] = frozenset()

    def protects(self, pod: Pod) -> bool:
        """The budget speaks of this Pod; an empty selector speaks of none, nor does a Pod without labels count."""
        meta = pod.metadata
        if meta.namespace != self.namespace or not meta.labels or meta.name in self.disrupted:
            return False
        return not self.selector.is_empty and self.selector.matches(meta.labels)


def split_by_budget(pods: Sequence[Pod], budgets: Sequence[DisruptionBudget]) -> tuple[list[Pod], list[Pod]]:
    """Those whose loss violates a budget, and the others, if all go in this order."""
    left = [budget.allowed for budget in budgets]
    violating: list[Pod] = []
    others: list[Pod] = []
    for pod in pods:
        violated = False
        for index, budget in enumerate(budgets):
            if budget.protects(pod):
                left[index] -= 1
                violated = violated or left[index] < 0
        (violating if violated else others).append(pod)
    return violating, others
