"""rollout_status: what a Deployment's status says of its rollout: progress, failures, a pause (deployment/progress.go)."""

from __future__ import annotations

from collections.abc import Sequence

from ...objects.deployment import Deployment, DeploymentStatus
from ...objects.replica_set import ReplicaSet
from ...objects.time import Millis
from .deployment import (
    condition_of,
    has_deadline,
    is_complete,
    is_progressing,
    overdue_at,
    status_of,
    with_condition,
    without_condition,
)


def rollout_status(
    deployment: Deployment, new: ReplicaSet | None, old: Sequence[ReplicaSet], now: Millis
) -> DeploymentStatus:
    """The whole status while it is rolled out (syncRolloutStatus)."""
    status = status_of(deployment, new, old, now)
    known = condition_of(deployment.status, "Progressing")
    is_old_news = (
        status.replicas == status.updatedReplicas and known is not None and known.reason == "NewReplicaSetAvailable"
    )
    if not has_deadline(deployment):
        status = without_condition(status, "Progressing")
    elif not is_old_news:
        status = _progress(deployment, new, status, now)
    return _failures(status, new, old, now)


def paused_status(deployment: Deployment, now: Millis) -> DeploymentStatus:
    """The condition Progressing is Unknown while it is paused and just after (checkPausedConditions; B23.8)."""
    status = deployment.status
    known = condition_of(status, "Progressing")
    if not has_deadline(deployment) or (known is not None and known.reason == "ProgressDeadlineExceeded"):
        return status
    says_paused = known is not None and known.reason == "DeploymentPaused"
    if deployment.spec.paused == says_paused:
        return status
    reason, words = "DeploymentPaused", "Deployment is paused"
    if not deployment.spec.paused:
        reason, words = "DeploymentResumed", "Deployment is resumed"
    return with_condition(status, "Progressing", "Unknown", reason, words, now=now)


def _progress(
    deployment: Deployment, new: ReplicaSet | None, status: DeploymentStatus, now: Millis
) -> DeploymentStatus:
    subject = f'Deployment "{deployment.metadata.name}"' if new is None else f'ReplicaSet "{new.metadata.name}"'
    if is_complete(deployment, status):
        words = ("True", "NewReplicaSetAvailable", f"{subject} has successfully progressed.")
        return with_condition(status, "Progressing", *words, now=now)
    if is_progressing(deployment.status, status):
        words = ("True", "ReplicaSetUpdated", f"{subject} is progressing.")
        return with_condition(status, "Progressing", *words, now=now, again=True)
    due = overdue_at(deployment, status)
    if due is not None and due < now:
        words = ("False", "ProgressDeadlineExceeded", f"{subject} has timed out progressing.")
        return with_condition(status, "Progressing", *words, now=now)
    return status


def _failures(
    status: DeploymentStatus, new: ReplicaSet | None, old: Sequence[ReplicaSet], now: Millis
) -> DeploymentStatus:
    """What a ReplicaSet could not create stands in the Deployment's status too; the new one's word counts first."""
    for each in (*((new,) if new is not None else ()), *old):
        for condition in each.status.conditions:
            if condition.type == "ReplicaFailure":
                words = (condition.status, condition.reason, condition.message)
                return with_condition(status, "ReplicaFailure", *words, now=now)
    return without_condition(status, "ReplicaFailure")
