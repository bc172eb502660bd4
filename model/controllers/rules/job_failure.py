"""job_failure: which Pods of a Job count as failed, and what its podFailurePolicy makes of them (B25.2, B25.3)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ...objects.job import Job, OnExitCodes, OnPodCondition
from ...objects.pod import Pod


@frozen
class Match:
    """`counts`: against backoffLimit; `action` of the rule that matched, empty if none did; `message` for FailJob."""

    counts: bool = True
    action: str = ""
    message: str = ""


def only_replaces_failed(job: Job) -> bool:
    """A Pod that is being deleted is replaced only when it has failed (podReplacementPolicy Failed)."""
    if job.spec.podReplacementPolicy is not None:
        return job.spec.podReplacementPolicy == "Failed"
    return job.spec.podFailurePolicy is not None


def is_failed(pod: Pod, job: Job) -> bool:
    """It has failed, or is being deleted and will be replaced all the same (isPodFailed)."""
    if pod.status.phase == "Failed":
        return True
    if only_replaces_failed(job):
        return False
    return pod.metadata.deletionTimestamp is not None and pod.status.phase != "Succeeded"


def matched(job: Job, pod: Pod) -> Match:
    """The first rule that fits this failed Pod decides (matchPodFailurePolicy)."""
    policy = job.spec.podFailurePolicy
    meta = pod.metadata
    for index, rule in enumerate(policy.rules if policy is not None else ()):
        if rule.action == "FailIndex" and job.spec.backoffLimitPerIndex is None:
            continue
        where = f"matching {rule.action} rule at index {index}"
        if rule.onExitCodes is not None:
            found = _exit(pod, rule.onExitCodes)
            if found is None:
                continue
            name, code = found
            why = f"Container {name} for pod {meta.namespace}/{meta.name} failed with exit code {code} {where}"
        else:
            condition = _condition(pod, rule.onPodConditions)
            if condition is None:
                continue
            why = f"Pod {meta.namespace}/{meta.name} has condition {condition} {where}"
        return Match(rule.action != "Ignore", rule.action, why if rule.action == "FailJob" else "")
    return Match()


def fail_job_message(job: Job, pods: Iterable[Pod]) -> str:
    """Why the policy fails the whole Job; empty if it does not (getFailJobMessage)."""
    if job.spec.podFailurePolicy is None:
        return ""
    messages = (matched(job, pod).message for pod in pods if is_failed(pod, job))
    return next((message for message in messages if message), "")


def past_limit_on_failure(job: Job, pods: Iterable[Pod]) -> bool:
    """Under OnFailure the restarts of living Pods count against backoffLimit (pastBackoffLimitOnFailure)."""
    if job.spec.template.spec.restartPolicy != "OnFailure":
        return False
    restarts = sum(
        status.restartCount
        for pod in pods
        if pod.status.phase in ("Running", "Pending")
        for status in (*pod.status.initContainerStatuses, *pod.status.containerStatuses)
    )
    limit = job.spec.backoffLimit or 0
    return restarts > 0 if limit == 0 else restarts >= limit


def _exit(pod: Pod, wanted: OnExitCodes) -> tuple[str, int] | None:
    """Name and exit code of the first container that has failed so."""
    for status in (*pod.status.containerStatuses, *pod.status.initContainerStatuses):
        if wanted.containerName is not None and wanted.containerName != status.name:
            continue
        end = status.state.terminated
        if end is not None and end.exitCode != 0 and (end.exitCode in wanted.values) == (wanted.operator == "In"):
            return status.name, end.exitCode
    return None


def _condition(pod: Pod, wanted: Iterable[OnPodCondition]) -> str | None:
    for each in wanted:
        for condition in pod.status.conditions:
            if condition.type == each.type and condition.status == (each.status or "True"):
                return condition.type
    return None
