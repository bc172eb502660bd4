"""JobPods: the Pods of a Job: which are made and deleted in one round, and how many there are then (manageJob; B.25)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..objects.pod import Pod
from ..objects.time import to_api
from .context import ControllerContext
from .machinery.expectations import Expectations
from .machinery.pod_control import PodControl, pod_from
from .machinery.work_queue import Key, WorkQueue
from .rules.job_back_off import BackOff, finished_at, remaining
from .rules.job_failure import only_replaces_failed
from .rules.job_indexes import FAILURES, IGNORED, INDEX, failures_after, index_of, is_indexed, next_indexes
from .rules.job_sync import TRACKING, Sight, is_tracked, wanted
from .rules.replica_count import BURST, batches, is_ready
from .rules.replicaset import deletion_order, is_active, ranked


class JobPods:
    """`active`, `ready` and `terminating` are as seen at first, and follow what is done."""

    def __init__(
        self, context: ControllerContext, control: PodControl, expectations: Expectations, queue: WorkQueue, key: Key,
        sight: Sight,
    ) -> None:  # fmt: skip
        self._context, self._control, self._expectations, self._queue = context, control, expectations, queue
        self._key, self._sight, self._job = key, sight, sight.job
        self._now = context.simulation.now
        self.active, self.ready, self.terminating = len(sight.active), sight.ready, sight.terminating

    def delete_active(self) -> None:
        """Each of them; their finalizers stay until they are counted (deleteActivePods)."""
        for pod in self._sight.active:
            self._control.delete(self._job, pod)
            self.ready -= is_ready(pod)
            self.active -= 1
            self.terminating += 1

    def manage(self) -> None:
        """As many as are missing or too many (manageJob); raises the first Rejected."""
        if self._job.spec.suspend:
            self._remove(self._sight.active)
            return
        count = wanted(self._sight)
        victims = self._too_many(count)
        if victims:
            self._remove(victims)
            return
        missing = count - self.active - (self.terminating if only_replaces_failed(self._job) else 0)
        if missing > 0:
            self._add(min(missing, BURST))

    def _too_many(self, count: int) -> Sequence[Pod]:
        """Whom to delete: those that stand worst first (activePodsForRemoval); of two Pods of one index the second too."""
        order = deletion_order(ranked(self._sight.active, ()), to_api(self._now))
        extra = max(0, self.active - count)
        if not is_indexed(self._job):
            return order[:extra]
        completions = self._job.spec.completions or 0
        seen: set[int] = set()
        doubled = []
        for pod in reversed(order):
            index = index_of(pod, completions)
            if index is None or index in seen:
                doubled.append(pod)
            else:
                seen.add(index)
        others = [pod for pod in order if pod not in doubled]
        return [*doubled, *others[: max(0, extra - len(doubled))]]

    def _remove(self, victims: Sequence[Pod]) -> None:
        """Their finalizer goes first: nobody will count them (deleteJobPods)."""
        if not victims:
            return
        self._expectations.expect(self._key, self._now, deletions=[pod.metadata.uid for pod in victims])
        for pod in victims:
            try:
                self.drop_finalizer(pod)
                self._control.delete(self._job, pod)
            except Rejected:
                self._expectations.deleted(self._key, pod.metadata.uid)
                continue
            self.active -= 1
            self.ready -= is_ready(pod)
            self.terminating += 1

    def _add(self, count: int) -> None:
        """New Pods, as soon as the back-off allows; raises the first Rejected."""
        job = self._job
        indexes: list[int | None] = [None] * count
        per_index = job.spec.backoffLimitPerIndex is not None
        if not per_index:
            wait = remaining(self._sight.back_off, self._now)
            if wait:
                self._queue.add_after(self._key, wait)
                return
        if is_indexed(job):
            indexes = list(self._next_indexes(count))
            if not indexes:
                return
        self._expectations.expect(self._key, self._now, creations=len(indexes))
        done = 0
        for size in batches(len(indexes)):
            refused: Rejected | None = None
            for index in indexes[done : done + size]:
                try:
                    self._control.create(job, self._pod(index))
                    self.active += 1
                except Rejected as error:
                    self._expectations.created(self._key)
                    refused = refused or error
            done += size
            if refused is not None:
                self._expectations.created(self._key, len(indexes) - done)
                raise refused

    def _next_indexes(self, count: int) -> list[int]:
        """The indexes that may be tried now; another look is planned where none may."""
        job, sight = self._job, self._sight
        completions = job.spec.completions or 0
        busy = {index_of(pod, completions) for pod in sight.active}
        taken = sight.succeeded_indexes | (sight.failed_indexes or frozenset()) | {i for i in busy if i is not None}
        if only_replaces_failed(job):
            leaving = {index_of(p, completions) for p in sight.pods if not is_active(p) and p.status.phase == "Running"}
            taken |= {index for index in leaving if index is not None}
        chosen = next_indexes(completions, taken, count)
        if job.spec.backoffLimitPerIndex is None:
            return chosen
        waits = {index: self._wait_of(index) for index in chosen}
        ready = [index for index in chosen if waits[index] == 0]
        if not ready and waits:
            self._queue.add_after(self._key, min(waits.values()))
        return ready

    def _wait_of(self, index: int) -> int:
        """Milliseconds until this index may be tried again."""
        before = self._sight.delayed.get(index)
        if before is None:
            return 0
        return remaining(BackOff(sum(failures_after(self._job, before)), finished_at(before)), self._now)

    def _pod(self, index: int | None) -> Pod:
        job = self._job
        pod = pod_from(job.spec.template, job)
        metadata = evolve(pod.metadata, finalizers=(*pod.metadata.finalizers, TRACKING))
        if index is None:
            return evolve(pod, metadata=metadata)
        annotations = {**metadata.annotations, INDEX: str(index)}
        if job.spec.backoffLimitPerIndex is not None:
            counted, ignored = failures_after(job, self._sight.delayed.get(index))
            annotations[FAILURES] = str(counted)
            if ignored:
                annotations[IGNORED] = str(ignored)
        metadata = evolve(
            metadata,
            generateName=f"{job.metadata.name}-{index}-",
            annotations=annotations,
            labels={**metadata.labels, INDEX: str(index)},
        )
        spec = evolve(
            pod.spec,
            hostname=f"{job.metadata.name}-{index}",
            containers=tuple(_with_index(each) for each in pod.spec.containers),
            initContainers=tuple(_with_index(each) for each in pod.spec.initContainers),
        )
        return evolve(pod, metadata=metadata, spec=spec)

    def drop_finalizer(self, pod: Pod) -> None:
        """Nobody has to count it any more."""
        meta = pod.metadata
        stored = self._context.pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is not None and is_tracked(stored):
            others = tuple(each for each in stored.metadata.finalizers if each != TRACKING)
            self._context.pods.set_finalizers(meta.namespace, meta.name, others)


def _with_index(container: Any) -> Any:
    """The container knows its Pod's index by JOB_COMPLETION_INDEX (addCompletionIndexEnvVariable)."""
    if any(each["name"] == "JOB_COMPLETION_INDEX" for each in container.env):
        return container
    source = {"fieldRef": {"apiVersion": "v1", "fieldPath": f"metadata.labels['{INDEX}']"}}
    variable = {"name": "JOB_COMPLETION_INDEX", "valueFrom": source}
    return evolve(container, env=(*container.env, variable))
