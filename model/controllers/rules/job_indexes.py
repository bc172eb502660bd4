"""job_indexes: the completion indexes of an Indexed Job: which have succeeded, which have failed, which come next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...objects.job import Job, SuccessPolicyRule
from ...objects.pod import Pod
from .job_failure import is_failed, matched

INDEX = "batch.kubernetes.io/job-completion-index"
FAILURES = "batch.kubernetes.io/job-index-failure-count"
IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count"


def is_indexed(job: Job) -> bool:
    return job.spec.completionMode == "Indexed"


def index_of(pod: Pod, completions: int) -> int | None:
    """The Pod's index; None if it has none, or one that is not wanted any more."""
    text = pod.metadata.annotations.get(INDEX, "")
    return int(text) if text.isdecimal() and int(text) < completions else None


def parse(text: str) -> frozenset[int]:
    """`0,2-4` -> 0, 2, 3, 4."""
    found: set[int] = set()
    for part in text.split(",") if text else ():
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)


def spell(indexes: Iterable[int]) -> str:
    """0, 2, 3, 4 -> `0,2-4`; two neighbours are a range as well."""
    runs: list[list[int]] = []
    for index in sorted(indexes):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def next_indexes(completions: int, taken: frozenset[int], count: int) -> list[int]:
    """The lowest indexes that nothing has been done for (firstPendingIndexes)."""
    free = (index for index in range(completions) if index not in taken)
    return [index for index, _ in zip(free, range(count), strict=False)]


def failures_of(pod: Pod | None) -> tuple[int, int]:
    """How often the index had failed before this Pod, counted and ignored."""
    if pod is None:
        return 0, 0
    counts = (pod.metadata.annotations.get(key, "") for key in (FAILURES, IGNORED))
    counted, ignored = (int(text) if text.isdecimal() else 0 for text in counts)
    return counted, ignored


def failures_after(job: Job, pod: Pod | None) -> tuple[int, int]:
    """What the next Pod of the index of this failed one says (getNewIndexFailureCounts)."""
    if pod is None:
        return 0, 0
    counted, ignored = failures_of(pod)
    return (counted + 1, ignored) if matched(job, pod).counts else (counted, ignored + 1)


def fails_index(job: Job, pod: Pod) -> bool:
    """With this failed Pod its index has failed for good (isIndexFailed)."""
    if not is_failed(pod, job):
        return False
    match = matched(job, pod)
    if match.action == "FailIndex":
        return True
    return match.counts and failures_of(pod)[0] >= (job.spec.backoffLimitPerIndex or 0)


def delayed(job: Job, pods: Iterable[Pod], done: frozenset[int]) -> Mapping[int, Pod]:
    """By index the last failed Pod: it stays until its successor is there, as it says how often the index has failed."""
    last: dict[int, Pod] = {}
    for pod in pods:
        index = index_of(pod, job.spec.completions or 0)
        if index is None or index in done or not is_failed(pod, job):
            continue
        if index not in last or sum(failures_of(last[index])) <= sum(failures_of(pod)):
            last[index] = pod
    return last


def success_rule(rules: Iterable[SuccessPolicyRule], succeeded: frozenset[int]) -> int | None:
    """The number of the first rule of the successPolicy that is met, or None (matchSuccessPolicy)."""
    for number, rule in enumerate(rules):
        wanted = None if rule.succeededIndexes is None else parse(rule.succeededIndexes)
        counted = succeeded if wanted is None else succeeded & wanted
        least = rule.succeededCount if rule.succeededCount is not None else len(wanted or ())
        if len(counted) >= least > 0:
            return number
    return None
