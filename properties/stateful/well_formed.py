"""WellFormed: what every version of a Pod in the store's log is like, whatever happens to it."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.apiserver.store import WatchEvent
from ...model.objects.pod import Pod, is_mirror
from ...model.objects.status import ContainerStatus

PHASES = ("Pending", "Running", "Succeeded", "Failed")


def complaints(event: WatchEvent) -> Iterator[str]:
    """What is wrong with this version, by itself and after the one before it."""
    pod, before = event.object, event.before
    for sentence in (*_of_one(pod), *(_of_two(before, pod) if before is not None else ())):
        yield f"{event.type} {pod.metadata.name} at revision {event.revision}: {sentence}"


def _of_one(pod: Pod) -> Iterator[str]:
    if pod.status.phase not in PHASES:
        yield f"phase {pod.status.phase!r}"
    for name, spec, statuses in (
        ("initContainerStatuses", pod.spec.initContainers, pod.status.initContainerStatuses),
        ("containerStatuses", pod.spec.containers, pod.status.containerStatuses),
    ):
        if statuses and [c.name for c in spec] != [s.name for s in statuses]:
            yield f"{name} are not those of the spec, in its order"
        for status in statuses:
            yield from (f"{name} {status.name}: {sentence}" for sentence in _of_container(status))
    types = [condition.type for condition in pod.status.conditions]
    if len(types) != len(set(types)):
        yield f"conditions {types}: one twice"
    if (pod.metadata.deletionTimestamp is None) is not (pod.metadata.deletionGracePeriodSeconds is None):
        yield "of deletionTimestamp and deletionGracePeriodSeconds only one is set"


def _of_container(status: ContainerStatus) -> Iterator[str]:
    state = status.state
    if sum(each is not None for each in (state.waiting, state.running, state.terminated)) != 1:
        yield "not exactly one of waiting, running, terminated"
    if status.lastState.running is not None:
        yield "lastState is running"
    if status.restartCount < 0:
        yield f"restartCount {status.restartCount}"
    ended = state.terminated
    if (
        ended is not None
        and ended.startedAt is not None
        and ended.finishedAt is not None
        and ended.startedAt > ended.finishedAt
    ):
        yield f"ended at {ended.finishedAt}, started at {ended.startedAt}"


def _of_two(before: Pod, after: Pod) -> Iterator[str]:
    old, new = before.metadata, after.metadata
    if int(new.resourceVersion) <= int(old.resourceVersion):
        yield f"resourceVersion {new.resourceVersion} after {old.resourceVersion}"
    if new.uid != old.uid:
        yield "another uid under the same name"
    if new.generation < old.generation:
        yield f"generation {new.generation} after {old.generation}"
    if old.deletionTimestamp is not None:
        if new.deletionTimestamp is None:
            yield "no longer marked for deletion"
        if (new.deletionGracePeriodSeconds or 0) > (old.deletionGracePeriodSeconds or 0):
            yield f"grace {new.deletionGracePeriodSeconds} after {old.deletionGracePeriodSeconds}"
    if before.spec.nodeName and after.spec.nodeName != before.spec.nodeName:
        yield f"bound to {after.spec.nodeName!r} after {before.spec.nodeName!r}"
    # a restarted kubelet reads no status of a static Pod: its mirror is told of another beginning (recorded so)
    if (
        not is_mirror(before)
        and before.status.startTime is not None
        and after.status.startTime != before.status.startTime
    ):
        yield f"startTime {after.status.startTime} after {before.status.startTime}"
