"""JobRound: one look at a Job carried out: Pods created or deleted, ended ones counted, the status written (B.25)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..core.event import Event
from ..objects.job import JobCondition, JobStatus, UncountedTerminatedPods
from ..objects.pod import Pod
from ..objects.time import to_api
from .context import ControllerContext
from .job import JOB, Finish, JobView, MeetFailure, MeetSuccess, Resume, Suspend
from .job_pods import JobPods
from .machinery.expectations import Expectations
from .machinery.pod_control import PodControl
from .machinery.work_queue import Key, WorkQueue
from .rules.job_failure import is_failed, matched
from .rules.job_indexes import (
    index_of,
    is_indexed,
    parse,
    spell,
)
from .rules.job_sync import REACHED, Sight, Target, deadline, is_complete, is_tracked, target


class JobRound:
    """What a sync does. `is_recorded`: its counts are in the API, so the back-off may go on from them."""

    def __init__(
        self, context: ControllerContext, control: PodControl, expectations: Expectations, queue: WorkQueue, key: Key,
        sight: Sight, *, may_act: bool,
    ) -> None:  # fmt: skip
        self._context, self._control, self._queue = context, control, queue
        self._key, self._sight, self._may_act = key, sight, may_act
        self._job = sight.job
        self._uid = sight.job.metadata.uid
        self._now = context.simulation.now
        self._status: JobStatus = sight.job.status
        self._version = sight.job.metadata.resourceVersion
        self._pods = JobPods(context, control, expectations, queue, key, sight)
        self._due: list[tuple[Event, JobView]] = []
        """What the Job's life takes once the status that tells of it is written."""
        self.is_recorded = False

    def carry_out(self, removed: set[str]) -> None:
        """All of it; `removed` gains the uids of the Pods whose finalizer is taken away. Raises Rejected."""
        if self._status.uncountedTerminatedPods is None:
            self._status = evolve(self._status, uncountedTerminatedPods=UncountedTerminatedPods())
        if self._status.startTime is None and not self._job.spec.suspend:
            self._status = evolve(self._status, startTime=to_api(self._now))
            self._job = evolve(self._job, status=self._status)
        end = target(evolve(self._sight, job=self._job), self._now)
        due = deadline(self._job)
        if end is None and due is not None:
            self._queue.add_after(self._key, due - self._now)
        refused: Rejected | None = None
        moved = False
        try:
            if end is not None:
                end = self._end(end)
            else:
                end, moved = self._go_on()
        except Rejected as error:
            refused, end = error, None
        counts = evolve(
            self._status, active=self._pods.active, ready=self._pods.ready, terminating=self._pods.terminating
        )
        changed = moved or counts != self._status or self._status.startTime != self._sight.job.status.startTime
        self._status = counts
        self._track(end, removed, needs_flush=changed)
        if refused is not None:
            raise refused

    # Pods

    def _end(self, end: Target) -> Target | None:
        """The active Pods are deleted; the end waits while some are not seen yet."""
        self._pods.delete_active()
        return end if self._may_act else None

    def _go_on(self) -> tuple[Target | None, bool]:
        """Create or delete as many as are missing or too many; then whether that was all, and whether the suspension moved."""
        manages = self._may_act and self._job.metadata.deletionTimestamp is None
        if manages:
            self._pods.manage()
        if is_complete(self._sight, self._pods.active):
            reason, message = REACHED
            return Target(type="SuccessCriteriaMet", reason=reason, message=message), False
        return None, manages and self._suspension()

    # the status

    def _suspension(self) -> bool:
        """The condition Suspended follows the spec; a resumed Job's time begins anew."""
        known = next((each for each in self._status.conditions if each.type == "Suspended"), None)
        if self._job.spec.suspend:
            if known is not None and known.status == "True":
                return False
            self._due.append((Suspend(), JobView()))
            self._set("Suspended", "True", "JobSuspended", "Job suspended")
            self._status = evolve(self._status, startTime=None)
            self._control.tell(self._job, "Normal", "Suspended", "Job suspended")
            return True
        if known is None or known.status == "False":
            return False
        self._due.append((Resume(), JobView()))
        self._set("Suspended", "False", "JobResumed", "Job resumed")
        self._status = evolve(self._status, startTime=to_api(self._now))
        self._control.tell(self._job, "Normal", "Resumed", "Job resumed")
        if self._job.spec.activeDeadlineSeconds is not None:
            self._queue.add_after(self._key, self._job.spec.activeDeadlineSeconds * 1000)
        return True

    def _set(self, kind: str, status: str, reason: str, message: str) -> None:
        time = to_api(self._now)
        new = JobCondition(
            type=kind, status=status, lastProbeTime=time, lastTransitionTime=time, reason=reason, message=message
        )
        if any(each.type == kind for each in self._status.conditions):
            conditions = tuple(new if each.type == kind else each for each in self._status.conditions)
        else:
            conditions = (*self._status.conditions, new)
        self._status = evolve(self._status, conditions=conditions)

    def _track(self, end: Target | None, removed: set[str], *, needs_flush: bool) -> None:
        """Ended Pods go into the lists, then the status is written, then their finalizers go, then the counts
        (trackJobStatusAndRemoveFinalizers)."""
        before = self._status
        tracked = {pod.metadata.uid for pod in self._sight.pods if is_tracked(pod)} - set(self._sight.removed)
        self._count_untracked(tracked)
        freed = self._list_ended(end)
        if is_indexed(self._job):
            self._write_indexes(freed)
        if end is not None and not end.known:
            event = MeetFailure() if end.type == "FailureTarget" else MeetSuccess()
            self._due.append((event, JobView()))
            self._set(end.type, "True", end.reason, end.message)
        if needs_flush or self._status != before:
            self._write()
        self.is_recorded = True
        written = self._status
        for pod in freed:
            removed.add(pod.metadata.uid)
            self._pods.drop_finalizer(pod)
            tracked.discard(pod.metadata.uid)
        self._count_untracked(tracked)
        finishes = end is not None and self._finish(end)
        if finishes or self._status != written:
            self._write()
        if end is not None and finishes:
            kind, reason, message = ("Normal", "Completed", "Job completed") if end.type == "SuccessCriteriaMet" else (
                "Warning", end.reason, end.message
            )  # fmt: skip
            self._control.tell(self._job, kind, reason, message)

    def _count_untracked(self, tracked: set[str]) -> None:
        """What has lost its finalizer moves from the lists into the counts (cleanUncountedPodsWithoutFinalizers)."""
        lists = self._status.uncountedTerminatedPods or UncountedTerminatedPods()
        succeeded = tuple(uid for uid in lists.succeeded if uid in tracked)
        failed = tuple(uid for uid in lists.failed if uid in tracked)
        self._status = evolve(
            self._status,
            succeeded=self._status.succeeded + len(lists.succeeded) - len(succeeded),
            failed=self._status.failed + len(lists.failed) - len(failed),
            uncountedTerminatedPods=UncountedTerminatedPods(succeeded=succeeded, failed=failed),
        )

    def _list_ended(self, end: Target | None) -> list[Pod]:
        """The Pods whose finalizer may go; the uids of those that are not counted yet are noted in the status."""
        lists = self._status.uncountedTerminatedPods or UncountedTerminatedPods()
        succeeded, failed = list(lists.succeeded), list(lists.failed)
        freed: list[Pod] = []
        kept = {pod.metadata.uid for pod in self._sight.delayed.values()}
        for pod in self._sight.pods:
            uid = pod.metadata.uid
            if not is_tracked(pod) or uid in self._sight.removed:
                continue
            has_failed = is_failed(pod, self._job)
            is_over = end is not None or self._job.metadata.deletionTimestamp is not None
            if not (is_over or pod.status.phase == "Succeeded" or (has_failed and uid not in kept)):
                continue
            freed.append(pod)
            if pod.status.phase == "Succeeded" and uid not in lists.failed:
                if not is_indexed(self._job) and uid not in lists.succeeded:
                    succeeded.append(uid)
            elif has_failed or (end is not None and end.type == "FailureTarget"):
                has_index = not is_indexed(self._job) or index_of(pod, self._job.spec.completions or 0) is not None
                if uid not in lists.failed and has_index and matched(self._job, pod).counts:
                    failed.append(uid)
        lists = UncountedTerminatedPods(succeeded=tuple(succeeded), failed=tuple(failed))
        self._status = evolve(self._status, uncountedTerminatedPods=lists)
        return freed

    def _write_indexes(self, freed: Sequence[Pod]) -> None:
        """An Indexed Job counts its indexes instead of uids."""
        done = parse(self._status.completedIndexes)
        ended = [index_of(pod, self._job.spec.completions or 0) for pod in freed if pod.status.phase == "Succeeded"]
        done |= {index for index in ended if index is not None}
        failed = self._sight.failed_indexes
        self._status = evolve(
            self._status,
            succeeded=len(done),
            completedIndexes=spell(done),
            failedIndexes=None if failed is None else spell(failed),
        )

    def _finish(self, end: Target) -> bool:
        """The last condition, once all are counted and none is terminating (enactJobFinished)."""
        lists = self._status.uncountedTerminatedPods or UncountedTerminatedPods()
        view = JobView(uncounted=bool(lists.succeeded or lists.failed), terminating=self._pods.terminating > 0)
        if view.uncounted or view.terminating:
            return False
        self._due.append((Finish(), view))
        succeeded = end.type == "SuccessCriteriaMet"
        self._set("Complete" if succeeded else "Failed", "True", end.reason, end.message)
        if succeeded:
            self._status = evolve(self._status, completionTime=to_api(self._now))
        return True

    def _write(self) -> None:
        written = self._context.workloads.write_status(self._sight.job, self._status, at_version=self._version)
        self._version = written.metadata.resourceVersion
        for event, view in self._due:
            self._context.lives.fire(JOB, self._uid, event, view)
        self._due = []
