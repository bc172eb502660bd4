"""CronJob: Jobs made on a schedule (batch/v1); names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .job import JobSpec
from .meta import ObjectMeta
from .shapes import Json
from .time import Time


@frozen(kw_only=True)
class JobTemplateSpec:
    metadata: ObjectMeta = ObjectMeta()
    spec: JobSpec = JobSpec()


@frozen(kw_only=True)
class CronJobSpec:
    """`schedule` in five fields, as `*/5 * * * *`; `concurrencyPolicy` is Allow, Forbid or Replace."""

    schedule: str = ""
    timeZone: str | None = None
    startingDeadlineSeconds: int | None = None
    concurrencyPolicy: str = ""
    suspend: bool | None = None
    jobTemplate: JobTemplateSpec = JobTemplateSpec()
    successfulJobsHistoryLimit: int | None = None
    failedJobsHistoryLimit: int | None = None


@frozen(kw_only=True)
class CronJobStatus:
    active: tuple[Json, ...] = ()
    lastScheduleTime: Time | None = None
    lastSuccessfulTime: Time | None = None


@frozen(kw_only=True)
class CronJob:
    apiVersion: str = "batch/v1"
    kind: str = "CronJob"
    metadata: ObjectMeta = ObjectMeta()
    spec: CronJobSpec = CronJobSpec()
    status: CronJobStatus = CronJobStatus()
