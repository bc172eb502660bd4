"""replica_count: how many Pods a ReplicaSet creates or deletes now, and what its status says (B22.2, B22.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ...objects.pod import Pod, is_terminal
from ...objects.replica_set import ReplicaSetStatus, WorkloadCondition
from ...objects.time import Millis, to_api

BURST = 500
"""Pods created or deleted in one sync at most."""

FAILURE = "ReplicaFailure"


@frozen
class Round:
    """What one sync does: so many to create, or so many to delete."""

    create: int = 0
    delete: int = 0


def next_round(active: int, replicas: int) -> Round:
    """The round for so many active Pods (RSC manageReplicas)."""
    if active < replicas:
        return Round(create=min(replicas - active, BURST))
    return Round(delete=min(active - replicas, BURST))


def batches(count: int) -> Iterator[int]:
    """The sizes in which Pods are created: 1, 2, 4, 8 and so on; the first batch with a failure is the last."""
    size = 1
    while count > 0:
        yield min(size, count)
        count -= size
        size *= 2


def is_ready(pod: Pod) -> bool:
    """Its condition Ready is True (podutil.IsPodReady)."""
    return any(each.type == "Ready" and each.status == "True" for each in pod.status.conditions)


def is_terminating(pod: Pod) -> bool:
    """It is being deleted and has not ended (CU IsPodTerminating)."""
    return pod.metadata.deletionTimestamp is not None and not is_terminal(pod.status.phase)


def available_at(pod: Pod, min_ready_seconds: int) -> Millis | None:
    """When it has been Ready long enough; None while it is not Ready (podutil.IsPodAvailable)."""
    ready = next((each for each in pod.status.conditions if each.type == "Ready"), None)
    if ready is None or ready.status != "True":
        return None
    return Millis(((ready.lastTransitionTime or 0) + min_ready_seconds) * 1000)


def is_available(pod: Pod, min_ready_seconds: int, now: Millis) -> bool:
    """Ready for at least so long."""
    if min_ready_seconds == 0:
        return is_ready(pod)
    moment = available_at(pod, min_ready_seconds)
    return moment is not None and moment < now


def next_available(pods: Iterable[Pod], min_ready_seconds: int, now: Millis) -> Millis | None:
    """When the next of these that is Ready becomes available, so that somebody looks then."""
    moments = [available_at(pod, min_ready_seconds) for pod in pods]
    return min((moment for moment in moments if moment is not None and moment >= now), default=None)


def status_of(
    old: ReplicaSetStatus,
    active: Sequence[Pod],
    terminating: int,
    *,
    template_labels: Mapping[str, str],
    min_ready_seconds: int,
    now: Millis,
    failure: tuple[str, str] | None,
) -> ReplicaSetStatus:
    """The new status but for observedGeneration (calculateStatus); `failure` is reason and message of this round."""
    conditions = old.conditions
    known = any(each.type == FAILURE for each in conditions)
    if failure is not None and not known:
        reason, message = failure
        new = WorkloadCondition(
            type=FAILURE, status="True", lastTransitionTime=to_api(now), reason=reason, message=message
        )
        conditions = (*conditions, new)
    elif failure is None and known:
        conditions = tuple(each for each in conditions if each.type != FAILURE)
    return evolve(
        old,
        replicas=len(active),
        fullyLabeledReplicas=_count(
            active, lambda pod: all(pod.metadata.labels.get(k) == v for k, v in template_labels.items())
        ),
        readyReplicas=_count(active, is_ready),
        availableReplicas=_count(active, lambda pod: is_available(pod, min_ready_seconds, now)),
        terminatingReplicas=terminating,
        conditions=conditions,
    )


def _count(pods: Iterable[Pod], holds: Callable[[Pod], bool]) -> int:
    return sum(1 for pod in pods if holds(pod))
