"""DisruptionController: counts for each PodDisruptionBudget how many of its Pods may go (controller/disruption)."""

from __future__ import annotations

from attrs import evolve

from ..apiserver.disruption_budget import DISRUPTION_BUDGET, Count, left
from ..apiserver.rules.eviction import covering
from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.disruption_budget import PodDisruptionBudget, PodDisruptionBudgetStatus
from ..objects.pod import Pod
from ..objects.selectors import label_selector
from .context import ControllerContext
from .machinery.informer import Informer
from .machinery.work_queue import Key, WorkQueue
from .rules.disruption import DELETION_TIMEOUT, NotCountable, failed_status, scale_of, status_of, still_disrupted

SOURCE = "controllermanager"
MAKERS = ("ReplicationController", "Deployment", "ReplicaSet", "StatefulSet")
"""Kinds that say how many Pods they want."""


class DisruptionController:
    """One for all budgets."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream("disruption-controller")
        kinds = ("PodDisruptionBudget", "Pod", *MAKERS)
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        meta = event.object.metadata
        if event.kind == "PodDisruptionBudget" and event.type != "DELETED":
            self._queue.add((meta.namespace, meta.name))
        elif event.kind == "Pod":
            for pod in (event.object, event.before):
                if pod is not None:
                    self._look_at_budgets_of(pod)

    def _look_at_budgets_of(self, pod: Pod) -> None:
        for budget in covering(pod, self._informer.all_of("PodDisruptionBudget", pod.metadata.namespace)):
            self._queue.add((budget.metadata.namespace, budget.metadata.name))

    def _sync(self, key: Key) -> None:
        budget = self._informer.get("PodDisruptionBudget", *key)
        if budget is None:
            self._queue.forget(key)
            return
        try:
            self._write(budget, self._count(budget))
        except NotCountable as error:
            text = f"Failed to calculate the number of expected pods: {error}"
            self._context.recorder.write_about(budget, "Warning", "CalculateExpectedPodCountFailed", text, SOURCE)
            self._fail(key, budget, str(error))
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _count(self, budget: PodDisruptionBudget) -> PodDisruptionBudgetStatus:
        """Raises NotCountable."""
        now, recorder = self._context.simulation.now, self._context.recorder
        selector = label_selector(budget.spec.selector)
        all_pods = self._informer.all_of("Pod", budget.metadata.namespace)
        pods = [pod for pod in all_pods if selector.matches(pod.metadata.labels)]
        if not pods:
            recorder.write_about(budget, "Normal", "NoPods", "No matching pods found", SOURCE)
        status = status_of(budget, pods, lambda pod: scale_of(pod, self._find), now)
        for pod in pods:
            name = pod.metadata.name
            if name in budget.status.disruptedPods and name not in status.disruptedPods and _stays(pod):
                text = f"Pod was expected by PDB {budget.metadata.namespace}/{budget.metadata.name} to be deleted but it wasn't"
                recorder.write(pod, "Warning", "NotDeleted", text, source=SOURCE)
        awaited = still_disrupted(budget, pods, now).values()
        if awaited:
            over = (min(awaited) + DELETION_TIMEOUT) * 1000 + 1
            self._queue.add_after((budget.metadata.namespace, budget.metadata.name), over - now)
        return status

    def _find(self, kind: str, namespace: str, name: str) -> object:
        return self._informer.get(kind, namespace, name) if kind in MAKERS else None

    def _fail(self, key: Key, budget: PodDisruptionBudget, why: str) -> None:
        try:
            self._write(budget, failed_status(budget, why, self._context.simulation.now))
        except Rejected:
            self._queue.retry(key)

    def _write(self, budget: PodDisruptionBudget, status: PodDisruptionBudgetStatus) -> None:
        """PUT status of the version that was seen; raises Rejected Conflict where there is a newer one."""
        if status == budget.status:
            return
        before, after = (left(each.disruptionsAllowed) for each in (budget.status, status))
        self._context.lives.take(DISRUPTION_BUDGET, before, Count(after.state))
        version = budget.metadata.resourceVersion
        self._context.store.update(evolve(budget, status=status), at_version=version)


def _stays(pod: Pod) -> bool:
    return pod.metadata.deletionTimestamp is None
