"""job_back_off: how long a Job waits after failures before it makes the next Pod: 10, 20, 40 s … at most 10 min (B25.2)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ...objects.pod import Pod
from ...objects.time import Millis, Time

FIRST, LONGEST = 10_000, 600_000
"""Milliseconds (DefaultJobPodFailureBackOff, MaxJobPodFailureBackOff)."""


@frozen
class BackOff:
    """Failures since the last success, and when the last of them ended."""

    failures: int = 0
    last: Time | None = None


def finished_at(pod: Pod) -> Time:
    """When its containers ended; else when it stopped being Ready, was deleted, or was made (getFinishedTime)."""
    ends = [status.state.terminated for status in pod.status.containerStatuses]
    times = [end.finishedAt for end in ends if end is not None and end.finishedAt is not None]
    if times and len(times) == len(ends):
        return max(times)
    ready = next((each for each in pod.status.conditions if each.type == "Ready"), None)
    if ready is not None and ready.status == "False" and ready.lastTransitionTime is not None:
        return ready.lastTransitionTime
    meta = pod.metadata
    if meta.deletionTimestamp is not None:
        return Time(meta.deletionTimestamp - (meta.deletionGracePeriodSeconds or 0))
    return meta.creationTimestamp or Time(0)


def after(record: BackOff, succeeded: Iterable[Pod], failed: Iterable[Pod]) -> BackOff:
    """The record once these have ended too; a success makes all failures before it forgotten (newBackoffRecord)."""
    successes = [finished_at(pod) for pod in succeeded]
    failures = sorted(finished_at(pod) for pod in failed)
    if successes:
        failures = [each for each in failures if each > max(successes)]
        record = BackOff()
    if not failures:
        return record
    return BackOff(record.failures + len(failures), failures[-1])


def remaining(record: BackOff, now: Millis) -> int:
    """Milliseconds that are still to be waited."""
    if not record.failures or record.last is None:
        return 0
    delay: int = min(FIRST * 2 ** min(record.failures - 1, 30), LONGEST)
    return max(0, record.last * 1000 + delay - now)
