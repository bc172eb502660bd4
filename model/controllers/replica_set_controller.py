"""ReplicaSetController: keeps as many active Pods as each ReplicaSet wants; ReplicationControllers alike (B.22)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.pod import Pod
from ..objects.selectors import Selector, label_selector
from ..objects.time import to_api
from .context import ControllerContext
from .machinery.expectations import Expectations
from .machinery.informer import Informer
from .machinery.ownership import claim, controller_of
from .machinery.pod_control import PodControl, pod_from
from .machinery.work_queue import Key, WorkQueue
from .replica_set import (
    REPLICA_SET,
    AskForPods,
    ReplicaSetState,
    ReplicaSetView,
    SeeDeletion,
    SeeEnd,
    SeePods,
    StopWaiting,
)
from .rules.replica_count import batches, is_terminating, next_available, next_round, status_of
from .rules.replicaset import deletion_order, is_active, ranked

SOURCES = {"ReplicaSet": "replicaset-controller", "ReplicationController": "replication-controller"}


def selector_of_set(replica_set: Any) -> Selector:
    """The Pods that it means; a ReplicationController's selector is a plain mapping."""
    chosen = replica_set.spec.selector
    return label_selector({"matchLabels": chosen} if replica_set.kind == "ReplicationController" else chosen)


class ReplicaSetController:
    """One controller for all objects of `kind`: ReplicaSet or ReplicationController."""

    def __init__(self, context: ControllerContext, kind: str) -> None:
        self._context, self._kind = context, kind
        self._control = PodControl(context.pods, context.recorder, SOURCES[kind])
        self._expectations = Expectations()
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCES[kind])
        self._informer = Informer(context.simulation, context.store, (kind, "Pod"), random, self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == self._kind:
            if event.type == "DELETED":
                self._context.lives.fire(REPLICA_SET, event.object.metadata.uid, SeeEnd())
            self._queue.add(_key(event.object))
        else:
            self._hear_of_pod(event)

    def _hear_of_pod(self, event: WatchEvent) -> None:
        pod, before = event.object, event.before
        reference = controller_of(pod)
        was = controller_of(before) if before is not None else None
        if was is not None and was != reference:
            self._wake(was.kind, (pod.metadata.namespace, was.name))
        if reference is None:
            if event.type == "ADDED" or (before is not None and before.metadata.labels != pod.metadata.labels) or was:
                self._wake_matching(pod)
            return
        if reference.kind != self._kind:
            return
        key = (pod.metadata.namespace, reference.name)
        if event.type == "DELETED" or pod.metadata.deletionTimestamp is not None:
            self._expectations.deleted(key, pod.metadata.uid)
        elif event.type == "ADDED":
            self._expectations.created(key)
        self._queue.add(key)

    def _wake(self, kind: str, key: Key) -> None:
        if kind == self._kind:
            self._queue.add(key)

    def _wake_matching(self, pod: Pod) -> None:
        for each in self._informer.all_of(self._kind, pod.metadata.namespace):
            if selector_of_set(each).matches(pod.metadata.labels):
                self._queue.add(_key(each))

    # what it does

    def _sync(self, key: Key) -> None:
        replica_set = self._informer.get(self._kind, *key)
        if replica_set is None:
            self._expectations.forget(key)
            self._queue.forget(key)
            return
        try:
            self._look_at(key, replica_set)
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _look_at(self, key: Key, replica_set: Any) -> None:
        """RSC syncReplicaSet; raises Rejected where it has to be done again."""
        now = self._context.simulation.now
        may_act = self._moved_on(key, replica_set)
        selector = selector_of_set(replica_set)
        namespace = replica_set.metadata.namespace
        related = self._informer.owned_by(replica_set.metadata.uid, "Pod")
        orphans = [pod for pod in self._informer.owned_by("", "Pod") if pod.metadata.namespace == namespace]
        claimed = claim(replica_set, selector, [pod for pod in (*related, *orphans) if is_active(pod)])
        active = self._control.settle(replica_set, claimed)
        terminating = sum(is_terminating(pod) and selector.matches(pod.metadata.labels) for pod in related)
        failure = None
        refused: Rejected | None = None
        if may_act and replica_set.metadata.deletionTimestamp is None:
            try:
                self._manage(key, replica_set, active)
            except Rejected as error:
                refused = error
                failure = ("FailedCreate" if len(active) < replica_set.spec.replicas else "FailedDelete", error.message)
        spec = replica_set.spec
        status = status_of(
            replica_set.status, active, terminating, template_labels=spec.template.metadata.labels,
            min_ready_seconds=spec.minReadySeconds, now=now, failure=failure,
        )  # fmt: skip
        self._write_status(replica_set, status)
        if refused is not None:
            raise refused
        if spec.minReadySeconds and status.readyReplicas == spec.replicas != status.availableReplicas:
            moment = next_available(active, spec.minReadySeconds, now)
            if moment is not None:
                self._queue.add_after(key, moment - now + 1)

    def _moved_on(self, key: Key, replica_set: Any) -> bool:
        """Whether nothing of the last round is waited for any more; the ReplicaSet's life is told what was seen."""
        lives, uid = self._context.lives, replica_set.metadata.uid
        state = lives.of(REPLICA_SET, uid).state
        if replica_set.metadata.deletionTimestamp is not None and state is not ReplicaSetState.LEAVING:
            lives.fire(REPLICA_SET, uid, SeeDeletion())
        elif state is ReplicaSetState.WAITING and self._expectations.is_overdue(key, self._context.simulation.now):
            return lives.fire(REPLICA_SET, uid, StopWaiting()).state is ReplicaSetState.SETTLED
        view = ReplicaSetView(all_seen=self._expectations.are_met(key))
        return lives.fire(REPLICA_SET, uid, SeePods(), view).state is ReplicaSetState.SETTLED

    def _manage(self, key: Key, replica_set: Any, active: Sequence[Pod]) -> None:
        """One round (RSC manageReplicas); raises the first Rejected of it."""
        due = next_round(len(active), replica_set.spec.replicas)
        if due.create:
            self._ask(key, replica_set, creations=due.create)
            self._create(key, replica_set, due.create)
        elif due.delete:
            victims = self._victims(replica_set, active, due.delete)
            self._ask(key, replica_set, deletions=tuple(pod.metadata.uid for pod in victims))
            self._delete(key, replica_set, victims)

    def _ask(self, key: Key, replica_set: Any, creations: int = 0, deletions: Sequence[str] = ()) -> None:
        now = self._context.simulation.now
        self._expectations.expect(key, now, creations=creations, deletions=deletions)
        self._context.lives.fire(REPLICA_SET, replica_set.metadata.uid, AskForPods())

    def _create(self, key: Key, replica_set: Any, count: int) -> None:
        done = 0
        for size in batches(count):
            refused: Rejected | None = None
            for _ in range(size):
                try:
                    self._control.create(replica_set, pod_from(replica_set.spec.template, replica_set))
                except Rejected as error:
                    self._expectations.created(key)
                    refused = refused or error
            done += size
            if refused is not None:
                self._expectations.created(key, count - done)
                raise refused

    def _victims(self, replica_set: Any, active: Sequence[Pod], count: int) -> Sequence[Pod]:
        """Ranked only where there is a choice (getPodsToDelete)."""
        if count >= len(active):
            return active
        related = [pod for each in self._siblings(replica_set) for pod in self._informer.owned_by(each, "Pod")]
        return deletion_order(ranked(active, related), to_api(self._context.simulation.now))[:count]

    def _siblings(self, replica_set: Any) -> list[str]:
        """The uids of the sets of one owner, itself included (getReplicaSetsWithSameController)."""
        owner = controller_of(replica_set)
        if owner is None:
            return [replica_set.metadata.uid]
        return [each.metadata.uid for each in self._informer.owned_by(owner.uid, self._kind)]

    def _delete(self, key: Key, replica_set: Any, victims: Sequence[Pod]) -> None:
        refused: Rejected | None = None
        for pod in victims:
            try:
                self._control.delete(replica_set, pod)
            except Rejected as error:
                self._expectations.deleted(key, pod.metadata.uid)
                if error.reason != "NotFound":
                    refused = refused or error
        if refused is not None:
            raise refused

    def _write_status(self, replica_set: Any, status: Any) -> None:
        """Written only where it differs or is of an older generation (updateReplicaSetStatus)."""
        generation = replica_set.metadata.generation
        if status == replica_set.status and status.observedGeneration == generation:
            return
        self._context.workloads.write_status(replica_set, evolve(status, observedGeneration=generation))


def _key(obj: Any) -> Key:
    return obj.metadata.namespace, obj.metadata.name
