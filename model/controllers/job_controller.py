"""JobController: hears of Jobs and their Pods, and looks at each Job when there may be something to do (B.25)."""

from __future__ import annotations

from collections.abc import Sequence

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.job import Job, condition_of, is_finished
from ..objects.pod import Pod
from ..objects.selectors import label_selector
from .context import ControllerContext
from .job_round import JobRound
from .machinery.expectations import Expectations
from .machinery.informer import Informer
from .machinery.ownership import claim, controller_of
from .machinery.pod_control import PodControl
from .machinery.work_queue import Key, WorkQueue
from .rules.job_back_off import BackOff
from .rules.job_sync import TRACKING, is_tracked, look

SOURCE = "job-controller"
BATCH = 1_000
"""Milliseconds: what happens to its Pods is looked at together (syncJobBatchPeriod)."""

FIRST_RETRY, LONGEST_RETRY = 1_000, 60_000


class JobController:
    """One for all Jobs; it also deletes finished ones whose time to live is over."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._control = PodControl(context.pods, context.recorder, SOURCE)
        self._expectations = Expectations()
        self._removed: dict[Key, set[str]] = {}
        """uids of Pods whose finalizer was taken away, until the informer shows it."""
        self._back_off: dict[Key, BackOff] = {}
        self._queue = WorkQueue(context.simulation, self._sync, FIRST_RETRY, LONGEST_RETRY)
        random = context.simulation.stream(SOURCE)
        self._informer = Informer(context.simulation, context.store, ("Job", "Pod"), random, self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Pod":
            self._hear_of_pod(event)
            return
        meta = event.object.metadata
        key = (meta.namespace, meta.name)
        if event.type == "DELETED":
            for pod in self._informer.owned_by(meta.uid, "Pod"):
                self._let_go(pod)
        status_only = event.before is not None and event.before.metadata.generation == meta.generation
        self._queue.add_after(key, BATCH if status_only else 0)
        self._plan_removal(event.object)

    def _hear_of_pod(self, event: WatchEvent) -> None:
        pod = event.object
        reference = controller_of(pod)
        if reference is None or reference.kind != "Job":
            was = controller_of(event.before) if event.before is not None else None
            if was is not None and was.kind == "Job":
                self._queue.add_after((pod.metadata.namespace, was.name), BATCH)
            return
        key = (pod.metadata.namespace, reference.name)
        if event.type == "DELETED" or pod.metadata.deletionTimestamp is not None:
            self._expectations.deleted(key, pod.metadata.uid)
        elif event.type == "ADDED":
            self._expectations.created(key)
        if event.type == "DELETED" or not is_tracked(pod):
            self._removed.get(key, set()).discard(pod.metadata.uid)
        job = self._informer.get("Job", *key)
        if is_tracked(pod) and event.type != "DELETED" and (job is None or job.metadata.uid != reference.uid):
            self._let_go(pod)
        self._queue.add_after(key, BATCH)

    def _let_go(self, pod: Pod) -> None:
        """Its Job is gone, and nobody will count it (syncOrphanPod)."""
        meta = pod.metadata
        stored = self._context.pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is not None and is_tracked(stored):
            others = tuple(each for each in stored.metadata.finalizers if each != TRACKING)
            self._context.pods.set_finalizers(meta.namespace, meta.name, others)

    # what it does

    def _sync(self, key: Key) -> None:
        job = self._informer.get("Job", *key)
        if job is None:
            self._expectations.forget(key)
            self._removed.pop(key, None)
        if job is None or is_finished(job):
            self._back_off.pop(key, None)
            self._queue.forget(key)
            return
        try:
            self._look_at(key, job)
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _look_at(self, key: Key, job: Job) -> None:
        """One round; raises Rejected where it has to be done again."""
        now = self._context.simulation.now
        may_act = self._expectations.are_met(key) or self._expectations.is_overdue(key, now)
        removed = self._removed.setdefault(key, set())
        sight = look(job, self._pods_of(job), self._back_off.get(key, BackOff()), frozenset(removed))
        done = JobRound(self._context, self._control, self._expectations, self._queue, key, sight, may_act=may_act)
        try:
            done.carry_out(removed)
        finally:
            if done.is_recorded:
                self._back_off[key] = sight.back_off

    def _pods_of(self, job: Job) -> Sequence[Pod]:
        namespace = job.metadata.namespace
        related = self._informer.owned_by(job.metadata.uid, "Pod")
        orphans = [pod for pod in self._informer.owned_by("", "Pod") if pod.metadata.namespace == namespace]
        return self._control.settle(job, claim(job, label_selector(job.spec.selector), [*related, *orphans]))

    # time to live

    def _plan_removal(self, job: Job) -> None:
        """The TTL controller: ttlSecondsAfterFinished after its end a Job is deleted in the foreground."""
        seconds = job.spec.ttlSecondsAfterFinished
        end = condition_of(job, "Complete") or condition_of(job, "Failed")
        if seconds is None or end is None or end.lastTransitionTime is None or job.metadata.deletionTimestamp:
            return
        moment = (end.lastTransitionTime + seconds) * 1000
        self._context.simulation.at(moment, lambda: self._remove(job))

    def _remove(self, job: Job) -> None:
        meta = job.metadata
        stored = self._context.store.get("Job", meta.namespace, meta.name)
        if stored is None or stored.metadata.uid != meta.uid or stored.metadata.deletionTimestamp is not None:
            return
        if stored.spec.ttlSecondsAfterFinished != job.spec.ttlSecondsAfterFinished:
            return
        options = DeleteOptions(propagationPolicy="Foreground", preconditions=Preconditions(uid=meta.uid))
        self._context.workloads.delete("Job", meta.namespace, meta.name, options)
