"""job_sync: what one look at a Job and its Pods decides, before anything is written (job_controller.go syncJob; B.25)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import field, frozen

from ...objects.job import Job, condition_of
from ...objects.pod import Pod
from ...objects.time import Millis
from .job_back_off import BackOff, after
from .job_failure import fail_job_message, is_failed, matched, past_limit_on_failure
from .job_indexes import delayed, fails_index, index_of, is_indexed, parse, success_rule
from .replica_count import is_ready, is_terminating
from .replicaset import is_active

TRACKING = "batch.kubernetes.io/job-tracking"

BACKOFF = ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
DEADLINE = ("DeadlineExceeded", "Job was active longer than specified deadline")
TOO_MANY_INDEXES = ("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes")
FAILED_INDEXES = ("FailedIndexes", "Job has failed indexes")
REACHED = ("CompletionsReached", "Reached expected number of succeeded pods")


@frozen(kw_only=True)
class Target:
    """How the Job is to end: `type` is SuccessCriteriaMet or FailureTarget; `known`: its status says so already."""

    type: str
    reason: str
    message: str
    known: bool = False


@frozen(kw_only=True)
class Sight:
    """All that a look at the Job finds. `removed` are uids whose finalizer was taken away and is still to be seen."""

    job: Job
    pods: Sequence[Pod]
    active: tuple[Pod, ...]
    ready: int
    terminating: int
    succeeded: int
    failed: int
    back_off: BackOff
    succeeded_indexes: frozenset[int] = frozenset()
    failed_indexes: frozenset[int] | None = None
    delayed: Mapping[int, Pod] = field(factory=dict)
    removed: Collection[str] = ()


def is_tracked(pod: Pod) -> bool:
    """It keeps the finalizer that says it is not counted yet."""
    return TRACKING in pod.metadata.finalizers


def look(job: Job, pods: Sequence[Pod], record: BackOff, removed: Collection[str]) -> Sight:
    """Counts what there is; `record` is the back-off as of the last look."""
    uncounted = job.status.uncountedTerminatedPods
    known = () if uncounted is None else (*uncounted.succeeded, *uncounted.failed)
    completions = job.spec.completions or 0
    fresh = [
        pod
        for pod in pods
        if is_tracked(pod)
        and pod.metadata.uid not in removed
        and pod.metadata.uid not in known
        and (not is_indexed(job) or index_of(pod, completions) is not None)
    ]
    new_succeeded = [pod for pod in fresh if pod.status.phase == "Succeeded"]
    new_failed = [pod for pod in fresh if is_failed(pod, job)]
    active = tuple(pod for pod in pods if is_active(pod))
    counted_failures = sum(matched(job, pod).counts for pod in new_failed)
    succeeded = job.status.succeeded + len(new_succeeded) + len(uncounted.succeeded if uncounted else ())
    indexes: frozenset[int] = frozenset()
    failed_indexes: frozenset[int] | None = None
    late: Mapping[int, Pod] = {}
    if is_indexed(job):
        ended = [index_of(pod, completions) for pod in pods if pod.status.phase == "Succeeded" and is_tracked(pod)]
        indexes = parse(job.status.completedIndexes) | {index for index in ended if index is not None}
        succeeded = len(indexes)
        if job.spec.backoffLimitPerIndex is not None:
            lost = [index_of(pod, completions) for pod in pods if is_tracked(pod) and fails_index(job, pod)]
            failed_indexes = parse(job.status.failedIndexes or "") | {each for each in lost if each is not None}
            busy = {index_of(pod, completions) for pod in active}
            late = delayed(job, pods, indexes | failed_indexes | {each for each in busy if each is not None})
    return Sight(
        job=job,
        pods=pods,
        active=active,
        ready=sum(map(is_ready, active)),
        terminating=sum(map(is_terminating, pods)),
        succeeded=succeeded,
        failed=job.status.failed + counted_failures + len(uncounted.failed if uncounted else ()),
        back_off=after(record, new_succeeded, new_failed),
        succeeded_indexes=indexes,
        failed_indexes=failed_indexes,
        delayed=late,
        removed=removed,
    )


def target(sight: Sight, now: Millis) -> Target | None:
    """Whether the Job is to end, other than by having enough successes; None: it goes on."""
    job = sight.job
    for kind in ("SuccessCriteriaMet", "FailureTarget"):
        known = condition_of(job, kind)
        if known is not None:
            return Target(type=kind, reason=known.reason, message=known.message, known=True)
    why = _failure(sight, now)
    if why is not None:
        return Target(type="FailureTarget", reason=why[0], message=why[1])
    if job.spec.successPolicy is not None and is_indexed(job):
        rule = success_rule(job.spec.successPolicy.rules, sight.succeeded_indexes)
        if rule is not None:
            return Target(type="SuccessCriteriaMet", reason="SuccessPolicy", message=f"Matched rules at index {rule}")
    return None


def _failure(sight: Sight, now: Millis) -> tuple[str, str] | None:
    """Reason and message."""
    job = sight.job
    message = fail_job_message(job, sight.pods)
    if message:
        return "PodFailurePolicy", message
    if sight.failed > (job.spec.backoffLimit or 0) or past_limit_on_failure(job, sight.pods):
        return BACKOFF
    end = deadline(job)
    if end is not None and now >= end:
        return DEADLINE
    if sight.failed_indexes is not None:
        lost = len(sight.failed_indexes)
        most = job.spec.maxFailedIndexes
        if most is not None and lost > most:
            return TOO_MANY_INDEXES
        if lost and lost + len(sight.succeeded_indexes) >= (job.spec.completions or 0):
            return FAILED_INDEXES
    return None


def deadline(job: Job) -> int | None:
    """When it has been active for too long, in milliseconds since 1970; None: never."""
    seconds, start = job.spec.activeDeadlineSeconds, job.status.startTime
    return None if seconds is None or start is None or job.spec.suspend else (start + seconds) * 1000


def wanted(sight: Sight) -> int:
    """How many Pods are to be active (manageJob)."""
    spec = sight.job.spec
    parallelism = 1 if spec.parallelism is None else spec.parallelism
    if spec.completions is None:
        return len(sight.active) if sight.succeeded > 0 else parallelism
    return max(0, min(spec.completions - sight.succeeded, parallelism))


def is_complete(sight: Sight, active: int) -> bool:
    """Enough have succeeded and none is active; without completions one success is enough."""
    completions = sight.job.spec.completions
    return active == 0 and (sight.succeeded > 0 if completions is None else sight.succeeded >= completions)
