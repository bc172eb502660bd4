"""CronJobController: makes the Jobs of each CronJob when their time has come, and removes old ones (batch/v1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.cron_job import CronJob, CronJobStatus
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.job import Job, condition_of, is_finished
from ..objects.meta import ObjectMeta
from ..objects.time import Time, rfc3339, to_api
from .context import ControllerContext
from .cron_job import CRON_JOB, Concurrency, CronJobState, CronJobView, JobEnds, ReplaceJobs, SkipStart, StartJob
from .machinery.informer import Informer
from .machinery.ownership import controller_of, reference_to
from .machinery.work_queue import Key, WorkQueue
from .rules.cron_schedule import BadSchedule, Schedule, due, read_schedule

SOURCE = "cronjob-controller"
SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp"
LATER = 100
"""Milliseconds after its time at which a start is looked at (nextScheduleDelta)."""


class CronJobController:
    """One for all CronJobs; its own informer shows it their Jobs."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        self._informer = Informer(context.simulation, context.store, ("CronJob", "Job"), random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        obj = event.object
        if event.kind == "CronJob":
            self._queue.add((obj.metadata.namespace, obj.metadata.name))
            return
        owner = controller_of(obj)
        if owner is not None and owner.kind == "CronJob":
            self._queue.add((obj.metadata.namespace, owner.name))

    def _sync(self, key: Key) -> None:
        cron_job = self._informer.get("CronJob", *key)
        if cron_job is None:
            self._queue.forget(key)
            return
        jobs = sorted(self._informer.owned_by(cron_job.metadata.uid, "Job"), key=lambda job: job.metadata.name)
        try:
            self._look_at(key, cron_job, jobs)
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _look_at(self, key: Key, cron_job: CronJob, jobs: Sequence[Job]) -> None:
        """One sync; raises Rejected where it has to be done again."""
        status = self._without_ended(cron_job, jobs)
        if cron_job.metadata.deletionTimestamp is None and not cron_job.spec.suspend:
            status = self._start(key, cron_job, status)
        status = self._clean_up(cron_job, jobs, status)
        if status != cron_job.status:
            version = cron_job.metadata.resourceVersion
            self._context.workloads.write_status(cron_job, status, at_version=version)

    # the Jobs that run

    def _without_ended(self, cron_job: CronJob, jobs: Sequence[Job]) -> CronJobStatus:
        """Jobs that have finished or are gone run no more; the last success is remembered."""
        status = cron_job.status
        there = {job.metadata.uid for job in jobs}
        for job in jobs:
            if any(each["uid"] == job.metadata.uid for each in status.active) and is_finished(job):
                kind = "Complete" if condition_of(job, "Complete") is not None else "Failed"
                self._tell(
                    cron_job, "Normal", "SawCompletedJob", f"Saw completed job: {job.metadata.name}, condition: {kind}"
                )
                status = self._ended(cron_job, status, job.metadata.uid)
            end = job.status.completionTime
            if condition_of(job, "Complete") is not None and end is not None and end > (status.lastSuccessfulTime or 0):
                status = evolve(status, lastSuccessfulTime=end)
        for each in status.active:
            stored = self._context.store.get("Job", cron_job.metadata.namespace, each["name"])
            if each["uid"] not in there and (stored is None or stored.metadata.uid != each["uid"]):
                self._tell(cron_job, "Normal", "MissingJob", f"Active job went missing: {each['name']}")
                status = self._ended(cron_job, status, each["uid"])
        return status

    def _ended(self, cron_job: CronJob, status: CronJobStatus, uid: str) -> CronJobStatus:
        left = tuple(each for each in status.active if each["uid"] != uid)
        lives, own = self._context.lives, cron_job.metadata.uid
        if lives.of(CRON_JOB, own).state is CronJobState.ACTIVE:
            lives.fire(CRON_JOB, own, JobEnds(), self._view(cron_job, others_run=bool(left)))
        return evolve(status, active=left)

    def _view(self, cron_job: CronJob, *, others_run: bool = False) -> CronJobView:
        policy = Concurrency(cron_job.spec.concurrencyPolicy or "Allow")
        return CronJobView(policy, suspended=bool(cron_job.spec.suspend), others_run=others_run)

    # the next start

    def _start(self, key: Key, cron_job: CronJob, status: CronJobStatus) -> CronJobStatus:
        """A start that is due is carried out, skipped or too late; then the next one is waited for."""
        spec, now = cron_job.spec, to_api(self._context.simulation.now)
        try:
            schedule = read_schedule(spec.schedule, spec.timeZone)
        except BadSchedule as error:
            self._tell(cron_job, "Warning", "UnparseableSchedule", f"unparseable schedule: {spec.schedule} : {error}")
            return status
        time = due(schedule, self._earliest(cron_job, now), now)
        if time is not None and status.lastScheduleTime != time:
            limit = spec.startingDeadlineSeconds
            if limit is not None and time + limit < now:
                text = f"Missed scheduled time to start a job: {rfc3339(time)}"
                self._tell(cron_job, "Warning", "MissSchedule", text)
            elif not any(each["name"] == self._name(cron_job, time) for each in status.active):
                status = self._carry_out(cron_job, status, time)
        self._wait(key, cron_job, schedule, now)
        return status

    def _earliest(self, cron_job: CronJob, now: Time) -> Time:
        """Starts before this time are forgotten."""
        earliest = cron_job.status.lastScheduleTime or cron_job.metadata.creationTimestamp or Time(0)
        limit = cron_job.spec.startingDeadlineSeconds
        return earliest if limit is None else Time(max(earliest, now - limit))

    def _wait(self, key: Key, cron_job: CronJob, schedule: Schedule, now: Time) -> None:
        following = schedule.after(now)
        if following is not None:
            self._queue.add_after(key, following * 1000 + LATER - self._context.simulation.now)

    def _carry_out(self, cron_job: CronJob, status: CronJobStatus, time: Time) -> CronJobStatus:
        lives, own, view = self._context.lives, cron_job.metadata.uid, self._view(cron_job)
        if view.concurrency is Concurrency.FORBID and status.active:
            text = "Not starting job because prior execution is running and concurrency policy is Forbid"
            self._tell(cron_job, "Normal", "JobAlreadyActive", text)
            lives.fire(CRON_JOB, own, SkipStart(), view)
            return status
        if view.concurrency is Concurrency.REPLACE and status.active:
            for each in status.active:
                self._delete(cron_job, each["name"], each["uid"])
            lives.fire(CRON_JOB, own, ReplaceJobs(), view)
            status = evolve(status, active=())
        try:
            made = self._context.workloads.create(self._job(cron_job, time))
        except Rejected as error:
            if error.reason != "AlreadyExists":
                self._tell(cron_job, "Warning", "FailedCreate", f"Error creating job: {error.message}")
                raise
            made = self._context.workloads.get("Job", cron_job.metadata.namespace, self._name(cron_job, time))
        else:
            self._tell(cron_job, "Normal", "SuccessfulCreate", f"Created job {made.metadata.name}")
            lives.fire(CRON_JOB, own, StartJob(), view)
        return evolve(status, active=(*status.active, _reference(made)), lastScheduleTime=time)

    def _name(self, cron_job: CronJob, time: Time) -> str:
        """The minute of its time makes the name, so no start is carried out twice."""
        return f"{cron_job.metadata.name}-{time // 60}"

    def _job(self, cron_job: CronJob, time: Time) -> Job:
        template = cron_job.spec.jobTemplate
        metadata = ObjectMeta(
            name=self._name(cron_job, time),
            namespace=cron_job.metadata.namespace,
            labels=dict(template.metadata.labels),
            annotations={**template.metadata.annotations, SCHEDULED: rfc3339(time)},
            ownerReferences=(reference_to(cron_job),),
        )
        return Job(metadata=metadata, spec=template.spec)

    # old Jobs

    def _clean_up(self, cron_job: CronJob, jobs: Sequence[Job], status: CronJobStatus) -> CronJobStatus:
        """Finished Jobs beyond the limits go, the oldest first (cleanupFinishedJobs)."""
        for kind, limit in (
            ("Failed", cron_job.spec.failedJobsHistoryLimit),
            ("Complete", cron_job.spec.successfulJobsHistoryLimit),
        ):
            ended = [job for job in jobs if condition_of(job, kind) is not None and not job.metadata.deletionTimestamp]
            ended.sort(key=lambda job: (job.status.startTime or 0, job.metadata.name))
            for job in ended[: max(0, len(ended) - limit)] if limit is not None else ():
                self._delete(cron_job, job.metadata.name, job.metadata.uid)
        return status

    def _delete(self, cron_job: CronJob, name: str, uid: str) -> None:
        options = DeleteOptions(propagationPolicy="Background", preconditions=Preconditions(uid=uid))
        try:
            self._context.workloads.delete("Job", cron_job.metadata.namespace, name, options)
        except Rejected as error:
            if error.reason != "NotFound":
                raise
            return
        self._tell(cron_job, "Normal", "SuccessfulDelete", f"Deleted job {name}")

    def _tell(self, cron_job: CronJob, kind: str, reason: str, message: str) -> None:
        self._context.recorder.write_about(cron_job, kind, reason, message, SOURCE)


def _reference(job: Job) -> Mapping[str, Any]:
    """What the status says of a Job that runs."""
    meta = job.metadata
    return {
        "kind": job.kind, "namespace": meta.namespace, "name": meta.name, "uid": meta.uid,
        "apiVersion": job.apiVersion, "resourceVersion": meta.resourceVersion,
    }  # fmt: skip
