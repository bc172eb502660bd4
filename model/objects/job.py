"""Job: Pods that run until enough of them have succeeded (batch/v1; semantics A5.8); names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .pod_template import PodTemplateSpec
from .shapes import LabelSelector
from .time import Time


@frozen(kw_only=True)
class OnExitCodes:
    """`operator` is In or NotIn; without `containerName` any container may match."""

    operator: str
    values: tuple[int, ...] = ()
    containerName: str | None = None


@frozen(kw_only=True)
class OnPodCondition:
    type: str
    status: str = ""


@frozen(kw_only=True)
class PodFailurePolicyRule:
    """`action` is FailJob, FailIndex, Ignore or Count."""

    action: str
    onExitCodes: OnExitCodes | None = None
    onPodConditions: tuple[OnPodCondition, ...] = ()


@frozen(kw_only=True)
class PodFailurePolicy:
    rules: tuple[PodFailurePolicyRule, ...] = ()


@frozen(kw_only=True)
class SuccessPolicyRule:
    succeededIndexes: str | None = None
    succeededCount: int | None = None


@frozen(kw_only=True)
class SuccessPolicy:
    rules: tuple[SuccessPolicyRule, ...] = ()


@frozen(kw_only=True)
class JobSpec:
    parallelism: int | None = None
    completions: int | None = None
    activeDeadlineSeconds: int | None = None
    podFailurePolicy: PodFailurePolicy | None = None
    successPolicy: SuccessPolicy | None = None
    backoffLimit: int | None = None
    backoffLimitPerIndex: int | None = None
    maxFailedIndexes: int | None = None
    selector: LabelSelector = None
    manualSelector: bool | None = None
    template: PodTemplateSpec = PodTemplateSpec()
    ttlSecondsAfterFinished: int | None = None
    completionMode: str | None = None
    suspend: bool | None = None
    podReplacementPolicy: str | None = None
    managedBy: str | None = None


@frozen(kw_only=True)
class JobCondition:
    type: str
    status: str
    lastProbeTime: Time | None = None
    lastTransitionTime: Time | None = None
    reason: str = ""
    message: str = ""


@frozen(kw_only=True)
class UncountedTerminatedPods:
    """uids of Pods that have ended and keep their finalizer until they are in the counts."""

    succeeded: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()


@frozen(kw_only=True)
class JobStatus:
    conditions: tuple[JobCondition, ...] = ()
    startTime: Time | None = None
    completionTime: Time | None = None
    active: int = 0
    succeeded: int = 0
    failed: int = 0
    terminating: int | None = None
    completedIndexes: str = ""
    failedIndexes: str | None = None
    uncountedTerminatedPods: UncountedTerminatedPods | None = None
    ready: int | None = None


@frozen(kw_only=True)
class Job:
    apiVersion: str = "batch/v1"
    kind: str = "Job"
    metadata: ObjectMeta = ObjectMeta()
    spec: JobSpec = JobSpec()
    status: JobStatus = JobStatus()


def condition_of(job: Job, kind: str) -> JobCondition | None:
    """The condition of this type where it is True."""
    return next((each for each in job.status.conditions if each.type == kind and each.status == "True"), None)


def is_finished(job: Job) -> bool:
    """It is Complete or Failed, and nothing about it changes any more."""
    return condition_of(job, "Complete") is not None or condition_of(job, "Failed") is not None
