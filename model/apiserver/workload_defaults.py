"""Workload defaults: what the API server fills in where a manifest of a controller's object says nothing (apps, batch)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from ..objects.cron_job import CronJob
from ..objects.daemon_set import DaemonSet, DaemonSetUpdateStrategy, RollingUpdateDaemonSet
from ..objects.deployment import Deployment, DeploymentStrategy, RollingUpdateDeployment
from ..objects.job import Job, JobSpec, PodFailurePolicy
from ..objects.persistent_volume_claim import PersistentVolumeClaimStatus
from ..objects.pod_template import PodTemplateSpec
from ..objects.replica_set import ReplicaSet, ReplicationController
from ..objects.stateful_set import (
    ClaimRetentionPolicy,
    RollingUpdateStatefulSet,
    StatefulSet,
    StatefulSetUpdateStrategy,
)
from .defaults import default_spec


def default_workload(obj: Any) -> Any:
    """The object with every default of its API; another kind as it is."""
    default = DEFAULTS.get(obj.kind)
    return obj if default is None else default(obj)


def default_template(template: PodTemplateSpec) -> PodTemplateSpec:
    """The template with the defaults of a Pod; admission adds nothing to it."""
    return evolve(template, spec=default_spec(template.spec))


def _replica_set(obj: ReplicaSet) -> ReplicaSet:
    return evolve(
        obj, spec=evolve(obj.spec, replicas=_or_one(obj.spec.replicas), template=default_template(obj.spec.template))
    )


def _replication_controller(obj: ReplicationController) -> ReplicationController:
    """Selector and labels come from the template's labels where they are not given."""
    labels = obj.spec.template.metadata.labels
    spec = evolve(
        obj.spec,
        replicas=_or_one(obj.spec.replicas),
        selector=obj.spec.selector or dict(labels),
        template=default_template(obj.spec.template),
    )
    return evolve(obj, spec=spec, metadata=evolve(obj.metadata, labels=obj.metadata.labels or dict(labels)))


def _or_one(replicas: int | None) -> int:
    return 1 if replicas is None else replicas


def _deployment(obj: Deployment) -> Deployment:
    """A quarter more and a quarter less while it rolls (apps/v1 SetDefaults_Deployment)."""
    spec = obj.spec
    kind = spec.strategy.type or "RollingUpdate"
    rolling = spec.strategy.rollingUpdate
    if kind == "RollingUpdate":
        given = rolling or RollingUpdateDeployment()
        rolling = RollingUpdateDeployment(
            maxUnavailable="25%" if given.maxUnavailable is None else given.maxUnavailable,
            maxSurge="25%" if given.maxSurge is None else given.maxSurge,
        )
    spec = evolve(
        spec,
        replicas=_or_one(spec.replicas),
        strategy=DeploymentStrategy(type=kind, rollingUpdate=rolling),
        revisionHistoryLimit=10 if spec.revisionHistoryLimit is None else spec.revisionHistoryLimit,
        progressDeadlineSeconds=600 if spec.progressDeadlineSeconds is None else spec.progressDeadlineSeconds,
        template=default_template(spec.template),
    )
    return evolve(obj, spec=spec)


def _stateful_set(obj: StatefulSet) -> StatefulSet:
    """apps/v1 SetDefaults_StatefulSet."""
    spec = obj.spec
    kind = spec.updateStrategy.type or "RollingUpdate"
    rolling = spec.updateStrategy.rollingUpdate
    if kind == "RollingUpdate":
        given = rolling or RollingUpdateStatefulSet()
        rolling = evolve(given, partition=given.partition or 0)
    spec = evolve(
        spec,
        replicas=_or_one(spec.replicas),
        podManagementPolicy=spec.podManagementPolicy or "OrderedReady",
        updateStrategy=StatefulSetUpdateStrategy(type=kind, rollingUpdate=rolling),
        revisionHistoryLimit=10 if spec.revisionHistoryLimit is None else spec.revisionHistoryLimit,
        persistentVolumeClaimRetentionPolicy=spec.persistentVolumeClaimRetentionPolicy or ClaimRetentionPolicy(),
        template=default_template(spec.template),
        volumeClaimTemplates=tuple(
            evolve(
                each,
                spec=evolve(each.spec, volumeMode=each.spec.volumeMode or "Filesystem"),
                status=PersistentVolumeClaimStatus(phase="Pending"),
            )
            for each in spec.volumeClaimTemplates
        ),
    )
    return evolve(obj, spec=spec)


TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"


def _daemon_set(obj: DaemonSet) -> DaemonSet:
    """apps/v1 SetDefaults_DaemonSet."""
    spec = obj.spec
    kind = spec.updateStrategy.type or "RollingUpdate"
    rolling = spec.updateStrategy.rollingUpdate
    if kind == "RollingUpdate":
        given = rolling or RollingUpdateDaemonSet()
        rolling = RollingUpdateDaemonSet(
            maxUnavailable=1 if given.maxUnavailable is None else given.maxUnavailable,
            maxSurge=0 if given.maxSurge is None else given.maxSurge,
        )
    spec = evolve(
        spec,
        updateStrategy=DaemonSetUpdateStrategy(type=kind, rollingUpdate=rolling),
        revisionHistoryLimit=10 if spec.revisionHistoryLimit is None else spec.revisionHistoryLimit,
        template=default_template(spec.template),
    )
    annotations = {TEMPLATE_GENERATION: "1", **obj.metadata.annotations}
    return evolve(obj, spec=spec, metadata=evolve(obj.metadata, annotations=annotations))


def with_template_generation(obj: DaemonSet, stored: DaemonSet) -> DaemonSet:
    """A changed template counts one generation further (daemonSetStrategy PrepareForUpdate)."""
    if obj.spec.template == stored.spec.template:
        return obj
    number = int(stored.metadata.annotations.get(TEMPLATE_GENERATION, "0")) + 1
    annotations = {**obj.metadata.annotations, TEMPLATE_GENERATION: str(number)}
    return evolve(obj, metadata=evolve(obj.metadata, annotations=annotations))


def _job(obj: Job) -> Job:
    """One completion where nothing is said of completions and parallelism (batch/v1 SetDefaults_Job)."""
    return evolve(obj, spec=default_job_spec(obj.spec))


def default_job_spec(spec: JobSpec) -> JobSpec:
    """The spec of a Job, or of a CronJob's Jobs."""
    says_nothing = spec.completions is None and spec.parallelism is None
    limit = 2**31 - 1 if spec.backoffLimitPerIndex is not None else 6
    replacement = "TerminatingOrFailed" if spec.podFailurePolicy is None else "Failed"
    return evolve(
        spec,
        completions=1 if says_nothing else spec.completions,
        parallelism=1 if spec.parallelism is None else spec.parallelism,
        backoffLimit=limit if spec.backoffLimit is None else spec.backoffLimit,
        completionMode=spec.completionMode or "NonIndexed",
        suspend=bool(spec.suspend),
        podReplacementPolicy=spec.podReplacementPolicy or replacement,
        podFailurePolicy=spec.podFailurePolicy and _default_policy(spec.podFailurePolicy),
        template=default_template(spec.template),
    )


def _default_policy(policy: PodFailurePolicy) -> PodFailurePolicy:
    """A condition without a status means True."""
    return evolve(
        policy,
        rules=tuple(
            evolve(
                rule, onPodConditions=tuple(evolve(each, status=each.status or "True") for each in rule.onPodConditions)
            )
            for rule in policy.rules
        ),
    )


def with_generated_selector(job: Job) -> Job:
    """A Job with its uid: the selector and the labels that tell its Pods from all others (generateSelector)."""
    uid, name = job.metadata.uid, job.metadata.name
    spec = job.spec
    if spec.manualSelector:
        return job
    labels = {
        **spec.template.metadata.labels,
        "batch.kubernetes.io/controller-uid": uid,
        "batch.kubernetes.io/job-name": name,
        "controller-uid": uid,
        "job-name": name,
    }
    template = evolve(spec.template, metadata=evolve(spec.template.metadata, labels=labels))
    selector = {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}}
    return evolve(job, spec=evolve(spec, template=template, selector=selector))


def _cron_job(obj: CronJob) -> CronJob:
    """batch/v1 SetDefaults_CronJob; the spec of its Jobs gets its defaults when they are made."""
    spec = obj.spec
    template = spec.jobTemplate.spec.template
    job = evolve(spec.jobTemplate, spec=evolve(spec.jobTemplate.spec, template=default_template(template)))
    successful, failed = spec.successfulJobsHistoryLimit, spec.failedJobsHistoryLimit
    spec = evolve(
        spec,
        concurrencyPolicy=spec.concurrencyPolicy or "Allow",
        suspend=bool(spec.suspend),
        successfulJobsHistoryLimit=3 if successful is None else successful,
        failedJobsHistoryLimit=1 if failed is None else failed,
        jobTemplate=job,
    )
    return evolve(obj, spec=spec)


DEFAULTS: Mapping[str, Callable[[Any], Any]] = {
    "ReplicaSet": _replica_set,
    "CronJob": _cron_job,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "Job": _job,
    "ReplicationController": _replication_controller,
    "StatefulSet": _stateful_set,
}
