"""Evictions: the API server's eviction subresource of a Pod: the budget, the mark, the delete (EVREST; semantics B.18)."""

from __future__ import annotations

from ..core.lives import Lives
from ..core.simulation import Simulation
from ..objects.delete_options import DeleteOptions
from ..objects.disruption_budget import PodDisruptionBudget
from ..objects.pod import Pod
from ..objects.status import PodCondition
from ..objects.time import to_api
from .disruption_budget import DISRUPTION_BUDGET, DisruptionBudgetView, Spend, left
from .pods import Pods
from .rules.eviction import Cost, cost, spent, the_budget
from .store import Store

MARK = PodCondition(
    type="DisruptionTarget", status="True", reason="EvictionByEvictionAPI", message="Eviction API: evicting"
)


class Evictions:
    """Requests to evict; each is carried out at once."""

    def __init__(self, simulation: Simulation, store: Store, pods: Pods, lives: Lives) -> None:
        self._simulation, self._store, self._pods, self._lives = simulation, store, pods, lives

    def evict(self, namespace: str, name: str, options: DeleteOptions) -> None:
        """POST eviction. Raises Rejected: TooManyRequests with its cause where the Pod's budget does not allow it,
        InternalError where several budgets mean it, NotFound and Conflict as a DELETE does."""
        pod = self._pods.get(namespace, name)
        budget = the_budget(pod, self._store.list("PodDisruptionBudget"))
        if budget is not None and cost(pod, budget) is Cost.ONE_DISRUPTION:
            self._spend(budget, pod)
        self._pods.write_condition(namespace, name, MARK)
        self._pods.delete(namespace, name, options)

    def _spend(self, budget: PodDisruptionBudget, pod: Pod) -> None:
        allowed = budget.status.disruptionsAllowed
        self._lives.take(
            DISRUPTION_BUDGET, left(allowed), Spend(), DisruptionBudgetView(only_two_are_left=allowed == 2)
        )
        self._store.update(spent(budget, pod.metadata.name, to_api(self._simulation.now)))
