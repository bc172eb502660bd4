"""Workloads: what the API server holds against a controller's object (pkg/apis/apps/validation, batch, core)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from ...controllers.rules.cron_schedule import BadSchedule, read_schedule
from ...controllers.rules.set_claims import with_claims
from ...objects.cron_job import CronJob
from ...objects.daemon_set import DaemonSet
from ...objects.deployment import Deployment
from ...objects.job import Job, JobSpec
from ...objects.pod_template import PodTemplateSpec
from ...objects.replica_set import ReplicaSet, ReplicationController
from ...objects.selectors import BadSelector, Selector, label_selector
from ...objects.stateful_set import StatefulSet
from ..supported import unsupported_features
from ..workload_defaults import default_job_spec
from .field_error import Errors, FieldError, invalid, one_of, required
from .metadata import validate_labels, validate_metadata
from .names import not_negative
from .pod import validate_spec

MISMATCH = "`selector` does not match template `labels`"


def validate_workload(obj: Any) -> tuple[FieldError, ...]:
    """The errors of an object that has its defaults; none for a kind that is no workload's."""
    check = CHECKS.get(obj.kind)
    return () if check is None else (*validate_metadata(obj.metadata), *check(obj))


def unsupported_of(obj: Any) -> list[tuple[str, str]]:
    """(field path, sentence) of all that its Pods say and the running cluster does not act on."""
    if obj.kind == "StatefulSet" and getattr(obj.spec.updateStrategy.rollingUpdate, "maxUnavailable", None) is not None:
        return [
            ("spec.updateStrategy.rollingUpdate.maxUnavailable", "maxUnavailable of a StatefulSet is not modelled yet")
        ]
    if obj.kind == "DaemonSet" and str(getattr(obj.spec.updateStrategy.rollingUpdate, "maxSurge", 0)).strip("0%"):
        return [("spec.updateStrategy.rollingUpdate.maxSurge", "maxSurge of a DaemonSet is not modelled yet")]
    path, template = template_of(obj)
    return [(f"{path}.{field}", sentence) for field, sentence in unsupported_features(template.as_pod())]


def template_of(obj: Any) -> tuple[str, PodTemplateSpec]:
    """Where its Pod template is, and the template."""
    if obj.kind == "CronJob":
        return "spec.jobTemplate.spec.template", obj.spec.jobTemplate.spec.template
    return "spec.template", obj.spec.template


def validate_template(template: PodTemplateSpec, path: str, policies: tuple[str, ...] = ("Always",)) -> Errors:
    """The template as a Pod, and the restart policies that its controller allows."""
    yield from validate_labels(f"{path}.labels", template.metadata.labels)
    for error in validate_spec(template.spec):
        yield evolve(error, field=f"{path}.{error.field}")
    if template.spec.restartPolicy in ("Always", "OnFailure", "Never"):
        yield from one_of(f"{path}.spec.restartPolicy", template.spec.restartPolicy, policies)


def validate_selector(chosen: Mapping[str, Any] | None, template: PodTemplateSpec, path: str = "spec") -> Errors:
    """It is there, it can be read, it does not mean everything, and it means the template's Pods."""
    if chosen is None:
        yield required(f"{path}.selector")
        return
    try:
        selector = label_selector(chosen)
    except BadSelector as error:
        yield FieldError("Invalid", f"{path}.selector", str(error))
        return
    if selector.is_empty:
        yield FieldError("Invalid", f"{path}.selector", "empty selector is invalid")
    yield from matches_template(selector, template, path)


def matches_template(selector: Selector, template: PodTemplateSpec, path: str = "spec") -> Errors:
    if not selector.is_empty and not selector.matches(template.metadata.labels):
        yield FieldError("Invalid", f"{path}.template.metadata.labels", MISMATCH)


def _replica_set(obj: ReplicaSet) -> Errors:
    yield from invalid("spec.replicas", not_negative(obj.spec.replicas or 0))
    yield from invalid("spec.minReadySeconds", not_negative(obj.spec.minReadySeconds))
    yield from validate_selector(obj.spec.selector, obj.spec.template)
    yield from validate_template(obj.spec.template, "spec.template")


def _replication_controller(obj: ReplicationController) -> Errors:
    yield from invalid("spec.replicas", not_negative(obj.spec.replicas or 0))
    yield from invalid("spec.minReadySeconds", not_negative(obj.spec.minReadySeconds))
    if not obj.spec.selector:
        yield required("spec.selector")
    else:
        yield from matches_template(label_selector({"matchLabels": obj.spec.selector}), obj.spec.template)
    yield from validate_template(obj.spec.template, "spec.template")


def _deployment(obj: Deployment) -> Errors:
    spec = obj.spec
    for field in ("replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"):
        yield from invalid(f"spec.{field}", not_negative(getattr(spec, field) or 0))
    if spec.progressDeadlineSeconds is not None and spec.progressDeadlineSeconds <= spec.minReadySeconds:
        yield FieldError("Invalid", "spec.progressDeadlineSeconds", "must be greater than minReadySeconds")
    yield from one_of("spec.strategy.type", spec.strategy.type, ("Recreate", "RollingUpdate"))
    rolling = spec.strategy.rollingUpdate
    if spec.strategy.type == "Recreate" and rolling is not None:
        detail = "may not be specified when strategy `type` is 'Recreate'"
        yield FieldError("Forbidden", "spec.strategy.rollingUpdate", detail)
    elif rolling is not None:
        for field in ("maxUnavailable", "maxSurge"):
            yield from share(f"spec.strategy.rollingUpdate.{field}", getattr(rolling, field))
        if all(re.fullmatch("0+%?", str(each)) for each in (rolling.maxUnavailable, rolling.maxSurge)):
            detail = "may not be 0 when `maxSurge` is 0"
            yield FieldError("Invalid", "spec.strategy.rollingUpdate.maxUnavailable", detail)
    yield from validate_selector(spec.selector, spec.template)
    yield from validate_template(spec.template, "spec.template")


def share(field: str, value: int | str | None) -> Errors:
    """A number, or a part of all such as 25%."""
    if isinstance(value, int):
        yield from invalid(field, not_negative(value))
    elif value is not None and not re.fullmatch("[0-9]+%", value):
        yield FieldError("Invalid", field, "a valid percent string must be a numeric string followed by an ending '%'")


def _stateful_set(obj: StatefulSet) -> Errors:
    spec = obj.spec
    for field in ("replicas", "minReadySeconds", "revisionHistoryLimit"):
        yield from invalid(f"spec.{field}", not_negative(getattr(spec, field) or 0))
    yield from one_of("spec.podManagementPolicy", spec.podManagementPolicy, ("OrderedReady", "Parallel"))
    yield from one_of("spec.updateStrategy.type", spec.updateStrategy.type, ("OnDelete", "RollingUpdate"))
    rolling = spec.updateStrategy.rollingUpdate
    if rolling is not None:
        field = "spec.updateStrategy.rollingUpdate"
        if spec.updateStrategy.type == "OnDelete":
            yield FieldError("Invalid", field, "only allowed for updateStrategy 'RollingUpdate'")
        yield from invalid(f"{field}.partition", not_negative(rolling.partition or 0))
    if spec.ordinals is not None:
        yield from invalid("spec.ordinals.start", not_negative(spec.ordinals.start))
    yield from validate_selector(spec.selector, spec.template)
    mountable = evolve(spec.template, spec=with_claims(spec.template.spec, obj, 0))
    yield from validate_template(mountable, "spec.template")
    if spec.persistentVolumeClaimRetentionPolicy is not None:
        for field in ("whenDeleted", "whenScaled"):
            value = getattr(spec.persistentVolumeClaimRetentionPolicy, field)
            yield from one_of(f"spec.persistentVolumeClaimRetentionPolicy.{field}", value, ("Retain", "Delete"))


def _daemon_set(obj: DaemonSet) -> Errors:
    spec = obj.spec
    for field in ("minReadySeconds", "revisionHistoryLimit"):
        yield from invalid(f"spec.{field}", not_negative(getattr(spec, field) or 0))
    yield from one_of("spec.updateStrategy.type", spec.updateStrategy.type, ("RollingUpdate", "OnDelete"))
    rolling = spec.updateStrategy.rollingUpdate
    if rolling is not None:
        for field in ("maxUnavailable", "maxSurge"):
            yield from share(f"spec.updateStrategy.rollingUpdate.{field}", getattr(rolling, field))
        if all(re.fullmatch("0+%?", str(each)) for each in (rolling.maxUnavailable, rolling.maxSurge)):
            yield required("spec.updateStrategy.rollingUpdate.maxUnavailable", "cannot be 0 when maxSurge is 0")
    yield from validate_selector(spec.selector, spec.template)
    yield from validate_template(spec.template, "spec.template")


def _job(obj: Job) -> Errors:
    """What is wrong with a Job before its selector is generated."""
    if obj.spec.selector is not None and not obj.spec.manualSelector:
        yield FieldError("Invalid", "spec.selector", "field is generated: set manualSelector to choose it")
    if obj.spec.manualSelector:
        yield from validate_selector(obj.spec.selector, obj.spec.template)
    yield from validate_job_spec(obj.spec, "spec")


def validate_job_spec(spec: JobSpec, path: str) -> Errors:
    """The spec of a Job, or of a CronJob's Jobs (batch validation ValidateJobSpec)."""
    for field in COUNTS:
        yield from invalid(f"{path}.{field}", not_negative(getattr(spec, field) or 0))
    yield from one_of(f"{path}.completionMode", spec.completionMode or "", ("NonIndexed", "Indexed"))
    yield from one_of(
        f"{path}.podReplacementPolicy", spec.podReplacementPolicy or "", ("Failed", "TerminatingOrFailed")
    )
    if spec.completionMode == "Indexed" and spec.completions is None:
        yield required(f"{path}.completions", "when completion mode is Indexed")
    if spec.completionMode != "Indexed":
        for field in ("backoffLimitPerIndex", "successPolicy"):
            if getattr(spec, field) is not None:
                yield FieldError("Invalid", f"{path}.{field}", "requires indexed completion mode")
    if spec.maxFailedIndexes is not None and spec.backoffLimitPerIndex is None:
        yield required(f"{path}.backoffLimitPerIndex", "when maxFailedIndexes is specified")
    if spec.managedBy is not None:
        yield FieldError("Forbidden", f"{path}.managedBy", "another controller's Jobs are not modelled yet")
    if spec.podFailurePolicy is not None:
        yield from _validate_policy(spec, path)
    yield from validate_template(spec.template, f"{path}.template", ("OnFailure", "Never"))


def _validate_policy(spec: JobSpec, path: str) -> Errors:
    if spec.template.spec.restartPolicy == "OnFailure":
        detail = 'only "Never" is supported when podFailurePolicy is specified'
        yield FieldError("Invalid", f"{path}.template.spec.restartPolicy", detail)
    if spec.podReplacementPolicy == "TerminatingOrFailed":
        yield FieldError("NotSupported", f"{path}.podReplacementPolicy", 'supported values: "Failed"')
    for index, rule in enumerate(spec.podFailurePolicy.rules if spec.podFailurePolicy else ()):
        where = f"{path}.podFailurePolicy.rules[{index}]"
        yield from one_of(f"{where}.action", rule.action, ("Count", "FailIndex", "FailJob", "Ignore"))
        if (rule.onExitCodes is None) == (not rule.onPodConditions):
            yield FieldError("Invalid", where, "specifying exactly one of: onExitCodes, onPodConditions is required")
        if rule.onExitCodes is not None:
            yield from one_of(f"{where}.onExitCodes.operator", rule.onExitCodes.operator, ("In", "NotIn"))
            if not rule.onExitCodes.values:
                yield FieldError("Invalid", f"{where}.onExitCodes.values", "at least one value is required")


def _cron_job(obj: CronJob) -> Errors:
    spec = obj.spec
    if len(obj.metadata.name) > LONGEST_CRON_NAME:
        yield FieldError("Invalid", "metadata.name", f"must be no more than {LONGEST_CRON_NAME} characters")
    if not spec.schedule:
        yield required("spec.schedule")
    else:
        try:
            read_schedule(spec.schedule)
        except BadSchedule as error:
            yield FieldError("Invalid", "spec.schedule", str(error))
    if spec.timeZone is not None:
        try:
            read_schedule("@daily", spec.timeZone or "?")
        except BadSchedule as error:
            yield FieldError("Invalid", "spec.timeZone", str(error))
    for field in ("startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"):
        yield from invalid(f"spec.{field}", not_negative(getattr(spec, field) or 0))
    yield from one_of("spec.concurrencyPolicy", spec.concurrencyPolicy, ("Allow", "Forbid", "Replace"))
    yield from validate_job_spec(default_job_spec(spec.jobTemplate.spec), "spec.jobTemplate.spec")


LONGEST_CRON_NAME = 52
"""The names of its Jobs are eleven letters longer."""

COUNTS = (
    "parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
    "backoffLimitPerIndex", "maxFailedIndexes",
)  # fmt: skip
"""Numbers of a Job's spec that may not be negative."""

CHECKS: Mapping[str, Callable[[Any], Errors]] = {
    "ReplicaSet": _replica_set,
    "CronJob": _cron_job,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "Job": _job,
    "ReplicationController": _replication_controller,
    "StatefulSet": _stateful_set,
}
