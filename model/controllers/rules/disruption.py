"""Disruption: how many Pods a budget needs, has and lets go (controller/disruption trySync; semantics B18.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from ...apiserver.rules.eviction import with_allowed
from ...objects.disruption_budget import PodDisruptionBudget, PodDisruptionBudgetStatus
from ...objects.pod import Pod
from ...objects.time import Millis, Time, to_api
from .deployment import resolved
from .replica_count import is_ready

DELETION_TIMEOUT: Final = 120
"""Seconds after which an evicted Pod that nobody sees go is a healthy one again (DeletionTimeout)."""


class NotCountable(Exception):
    """It cannot be said how many Pods there should be; the message is Kubernetes'."""


@frozen
class Expected:
    """`count` Pods are expected, `healthy` of them have to be healthy."""

    count: int
    healthy: int


Scale = Callable[[Pod], tuple[str, int] | None]
"""The uid of what makes the Pod, and how many Pods that wants; None: nothing makes it. Raises NotCountable."""


def expected(budget: PodDisruptionBudget, pods: Sequence[Pod], scale: Scale) -> Expected:
    """What the budget asks for (getExpectedPodCount); raises NotCountable."""
    spec = budget.spec
    if spec.maxUnavailable is not None:
        count = _expected_scale(pods, scale)
        return Expected(count, max(0, count - resolved(spec.maxUnavailable, count, up=True)))
    if isinstance(spec.minAvailable, str):
        count = _expected_scale(pods, scale)
        return Expected(count, resolved(spec.minAvailable, count, up=True))
    return Expected(len(pods), 0 if spec.minAvailable is None else spec.minAvailable)


def _expected_scale(pods: Iterable[Pod], scale: Scale) -> int:
    """The sum of what the Pods' makers want, each counted once; Pods without one do not count."""
    return sum(dict(found for pod in pods if (found := scale(pod)) is not None).values())


def still_disrupted(budget: PodDisruptionBudget, pods: Iterable[Pod], now: Millis) -> Mapping[str, Time]:
    """The evicted Pods that were not yet seen to go and are still expected to (buildDisruptedPodMap)."""
    known = budget.status.disruptedPods
    return {
        pod.metadata.name: known[pod.metadata.name]
        for pod in pods
        if pod.metadata.deletionTimestamp is None
        and pod.metadata.name in known
        and (known[pod.metadata.name] + DELETION_TIMEOUT) * 1000 >= now
    }


def healthy(pods: Iterable[Pod], disrupted: Mapping[str, Time]) -> int:
    """The Pods that are Ready and will stay (countHealthyPods)."""
    return sum(
        is_ready(pod) and pod.metadata.deletionTimestamp is None and pod.metadata.name not in disrupted for pod in pods
    )


def status_of(budget: PodDisruptionBudget, pods: Sequence[Pod], scale: Scale, now: Millis) -> PodDisruptionBudgetStatus:
    """The budget's status, counted anew (updatePdbStatus); raises NotCountable."""
    wanted = expected(budget, pods, scale)
    disrupted = still_disrupted(budget, pods, now)
    current = healthy(pods, disrupted)
    allowed = max(0, current - wanted.healthy) if wanted.count > 0 else 0
    return evolve(
        budget.status,
        observedGeneration=budget.metadata.generation,
        disruptedPods=disrupted,
        disruptionsAllowed=allowed,
        currentHealthy=current,
        desiredHealthy=wanted.healthy,
        expectedPods=wanted.count,
        conditions=with_allowed(budget, allowed, to_api(now)),
    )


def failed_status(budget: PodDisruptionBudget, why: str, now: Millis) -> PodDisruptionBudgetStatus:
    """What cannot be counted allows nothing (failSafe)."""
    return evolve(budget.status, disruptionsAllowed=0, conditions=with_allowed(budget, 0, to_api(now), why))


def scale_of(pod: Pod, find: Callable[[str, str, str], Any]) -> tuple[str, int] | None:
    """What makes the Pod, and how many it wants; `find` gives an object by kind, namespace and name. Raises NotCountable."""
    owner = next((each for each in pod.metadata.ownerReferences if each.controller), None)
    if owner is None:
        return None
    maker = find(owner.kind, pod.metadata.namespace, owner.name)
    if owner.kind == "ReplicaSet" and maker is not None:
        above = next((each for each in maker.metadata.ownerReferences if each.controller), None)
        if above is not None and above.kind == "Deployment":
            maker = find("Deployment", pod.metadata.namespace, above.name)
    if owner.kind in NO_SCALE:
        raise NotCountable(f"{NO_SCALE[owner.kind]} does not implement the scale subresource")
    if maker is None:
        raise NotCountable(f'found no controllers for pod "{pod.metadata.name}"')
    wanted = maker.spec.replicas
    return maker.metadata.uid, 1 if wanted is None else wanted


NO_SCALE: Final = {"DaemonSet": "daemonsets.apps", "Job": "jobs.batch"}
"""Kinds that make Pods and have no number that can be set, by their resource."""
