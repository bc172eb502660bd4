"""StatefulSetController: takes each StatefulSet one step further whenever what it sees of its Pods has changed (B.24)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.controller_revision import ControllerRevision
from ..objects.pod import Pod, is_terminal
from ..objects.selectors import label_selector
from ..objects.stateful_set import StatefulSet, StatefulSetStatus
from .context import ControllerContext
from .machinery.informer import Informer
from .machinery.ownership import claim, controller_of
from .machinery.pod_control import PodControl, pod_from
from .machinery.work_queue import Key, WorkQueue
from .ordinal import ORDINAL, CreatePod, OrdinalState, OrdinalView, PodEnds, PodGone, PodMarked, PodReady, PodUnready
from .revisions import HASH, forget_old, revisions_of, up_to_date
from .rules import statefulset as rules
from .rules.replica_count import available_at, is_ready
from .rules.set_claims import with_claims
from .rules.statefulset import Replica
from .set_claims import SetClaims

SOURCE = "statefulset-controller"
NAME_LABEL, INDEX_LABEL = "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"


class StatefulSetController:
    """One for all StatefulSets; it expects nothing: the names of its Pods keep it from making one twice."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._control = PodControl(context.pods, context.recorder, SOURCE)
        self._claims = SetClaims(context, self._control)
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        kinds = ("StatefulSet", "Pod", "ControllerRevision")
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        obj = event.object
        if event.kind == "StatefulSet":
            self._queue.add((obj.metadata.namespace, obj.metadata.name))
        elif event.kind == "Pod":
            self._hear_of_pod(event)

    def _hear_of_pod(self, event: WatchEvent) -> None:
        pod = event.object
        owner = controller_of(pod)
        was = controller_of(event.before) if event.before is not None else None
        for each in dict.fromkeys((owner, was)):
            if each is not None and each.kind == "StatefulSet":
                self._queue.add((pod.metadata.namespace, each.name))
                self._follow(event, each.uid)
        if owner is None:
            for each in self._informer.all_of("StatefulSet", pod.metadata.namespace):
                if label_selector(each.spec.selector).matches(pod.metadata.labels):
                    self._queue.add((each.metadata.namespace, each.metadata.name))

    def _follow(self, event: WatchEvent, uid: str) -> None:
        """The ordinal's life takes what is seen of its Pod."""
        pod = event.object
        lives, key = self._context.lives, (uid, pod.metadata.name)
        state = lives.of(ORDINAL, key).state
        if event.type == "DELETED":
            if state is not OrdinalState.EMPTY:
                lives.fire(ORDINAL, key, PodGone())
            return
        if state is OrdinalState.EMPTY:
            state = lives.fire(ORDINAL, key, CreatePod()).state  # adopted, or made by the last controller
        if pod.metadata.deletionTimestamp is not None:
            if state is not OrdinalState.TERMINATING:
                lives.fire(ORDINAL, key, PodMarked())
        elif is_terminal(pod.status.phase):
            if state in (OrdinalState.STARTING, OrdinalState.READY):
                lives.fire(ORDINAL, key, PodEnds())
        elif is_ready(pod) and state is OrdinalState.STARTING:
            lives.fire(ORDINAL, key, PodReady())
        elif not is_ready(pod) and state is OrdinalState.READY:
            lives.fire(ORDINAL, key, PodUnready())

    # what it does

    def _sync(self, key: Key) -> None:
        stateful_set = self._informer.get("StatefulSet", *key)
        if stateful_set is None:
            self._queue.forget(key)
            return
        try:
            self._look_at(key, stateful_set)
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _look_at(self, key: Key, stateful_set: StatefulSet) -> None:
        """One step (UpdateStatefulSet); raises Rejected where it has to be done again."""
        pods = {ordinal_of(stateful_set, pod): pod for pod in self._pods_of(stateful_set)}
        known = revisions_of(self._informer, stateful_set)
        update = up_to_date(self._context, stateful_set, known)
        name = stateful_set.status.currentRevision
        current = next((each for each in known if each.metadata.name == name), update)
        facts = self._facts(stateful_set, current, update)
        now = self._context.simulation.now
        replicas = [_replica(stateful_set, ordinal, pod, now) for ordinal, pod in pods.items()]
        step = rules.step(facts, replicas)
        refused: Rejected | None = None
        try:
            self._carry_out(stateful_set, step, pods, {current.metadata.name: current, update.metadata.name: update})
        except Rejected as error:
            refused = error
        self._write_status(stateful_set, facts, step.status)
        if refused is not None:
            raise refused
        in_use = {current.metadata.name, update.metadata.name}
        in_use.update(pod.metadata.labels.get(HASH, "") for pod in pods.values())
        forget_old(self._context, known, in_use, _or(stateful_set.spec.revisionHistoryLimit, 10))
        self._look_again(key, stateful_set, list(pods.values()))

    def _pods_of(self, stateful_set: StatefulSet) -> list[Pod]:
        """Its Pods, those that bear a name of its own only."""
        namespace = stateful_set.metadata.namespace
        related = self._informer.owned_by(stateful_set.metadata.uid, "Pod")
        orphans = [
            pod
            for pod in self._informer.owned_by("", "Pod")
            if pod.metadata.namespace == namespace and ordinal_of(stateful_set, pod) >= 0
        ]
        mine = self._control.settle(
            stateful_set, claim(stateful_set, label_selector(stateful_set.spec.selector), [*related, *orphans])
        )
        return [pod for pod in mine if ordinal_of(stateful_set, pod) >= 0]

    def _facts(
        self, stateful_set: StatefulSet, current: ControllerRevision, update: ControllerRevision
    ) -> rules.StatefulSet:
        spec = stateful_set.spec
        rolling = spec.updateStrategy.rollingUpdate
        return rules.StatefulSet(
            replicas=_or(spec.replicas, 1),
            start=spec.ordinals.start if spec.ordinals is not None else 0,
            is_parallel=spec.podManagementPolicy == "Parallel",
            on_delete=spec.updateStrategy.type == "OnDelete",
            partition=None if rolling is None else rolling.partition,
            min_ready_seconds=spec.minReadySeconds,
            is_deleted=stateful_set.metadata.deletionTimestamp is not None,
            current_revision=current.metadata.name,
            update_revision=update.metadata.name,
        )

    def _carry_out(
        self,
        stateful_set: StatefulSet,
        step: rules.Step,
        pods: Mapping[int, Pod],
        revisions: Mapping[str, ControllerRevision],
    ) -> None:
        self._follow_claims(stateful_set, pods)
        for replica in step.create:
            self._create(stateful_set, replica, revisions[replica.revision])
        for replica in step.delete:
            pod = pods[replica.ordinal]
            try:
                self._delete(stateful_set, pod)
            except Rejected as error:
                if error.reason != "NotFound":
                    raise

    def _follow_claims(self, stateful_set: StatefulSet, pods: Mapping[int, Pod]) -> None:
        """The claims of the Pods that are there: of a Pending one those that are missing are made, of all the owners set."""
        if not stateful_set.spec.volumeClaimTemplates:
            return
        for ordinal, pod in sorted(pods.items()):
            if pod.status.phase == "Pending" and pod.metadata.deletionTimestamp is None:
                self._claims.make(stateful_set, ordinal)
            self._claims.settle(stateful_set, ordinal, pod, ordinals_of(stateful_set))

    def _create(self, stateful_set: StatefulSet, replica: Replica, revision: ControllerRevision) -> None:
        pod = pod_for(stateful_set, replica.ordinal, revision)
        name = pod.metadata.name
        try:
            self._claims.make(stateful_set, replica.ordinal)
            made = self._context.pods.create(pod)
        except Rejected as error:
            text = f"Create Pod {name} in StatefulSet {stateful_set.metadata.name} failed error: {error.message}"
            self._control.tell(stateful_set, "Warning", "FailedCreate", text)
            raise
        self._claims.settle(stateful_set, replica.ordinal, made, ordinals_of(stateful_set))
        lives, key = self._context.lives, (stateful_set.metadata.uid, name)
        if lives.of(ORDINAL, key).state is OrdinalState.EMPTY:
            lives.fire(ORDINAL, key, CreatePod(), self._view(stateful_set, replica.ordinal))
        text = f"Create Pod {name} in StatefulSet {stateful_set.metadata.name} successful"
        self._control.tell(stateful_set, "Normal", "SuccessfulCreate", text)

    def _view(self, stateful_set: StatefulSet, ordinal: int) -> OrdinalView:
        """Whether all ordinals below this one are available, as far as is seen."""
        start = stateful_set.spec.ordinals.start if stateful_set.spec.ordinals is not None else 0
        now = self._context.simulation.now
        namespace, least = stateful_set.metadata.namespace, stateful_set.spec.minReadySeconds
        for lower in range(start, ordinal):
            pod = self._informer.get("Pod", namespace, f"{stateful_set.metadata.name}-{lower}")
            replica = None if pod is None else _replica(stateful_set, lower, pod, now)
            if replica is None or replica.is_deleted or not replica.is_available(least):
                return OrdinalView(parallel=stateful_set.spec.podManagementPolicy == "Parallel", lower_available=False)
        return OrdinalView(parallel=stateful_set.spec.podManagementPolicy == "Parallel", lower_available=True)

    def _delete(self, stateful_set: StatefulSet, pod: Pod) -> None:
        self._control.delete_quietly(pod)
        text = f"Delete Pod {pod.metadata.name} in StatefulSet {stateful_set.metadata.name} successful"
        self._control.tell(stateful_set, "Normal", "SuccessfulDelete", text)

    # its status

    def _write_status(self, stateful_set: StatefulSet, facts: rules.StatefulSet, counts: rules.Counts) -> None:
        old = stateful_set.status
        status = StatefulSetStatus(
            observedGeneration=stateful_set.metadata.generation,
            replicas=counts.replicas,
            readyReplicas=counts.ready,
            availableReplicas=counts.available,
            currentReplicas=counts.current,
            updatedReplicas=counts.updated,
            currentRevision=facts.current_revision,
            updateRevision=facts.update_revision,
            collisionCount=old.collisionCount or 0,
            conditions=old.conditions,
        )
        is_rolling = stateful_set.spec.updateStrategy.type == "RollingUpdate"
        wanted = _or(stateful_set.spec.replicas, 1)
        if is_rolling and (status.updatedReplicas, status.readyReplicas, status.replicas) == (wanted,) * 3:
            # completeRollingUpdate: what was new is current now
            status = evolve(status, currentReplicas=status.updatedReplicas, currentRevision=status.updateRevision)
        if status != old:
            self._context.workloads.write_status(stateful_set, status)

    def _look_again(self, key: Key, stateful_set: StatefulSet, pods: Sequence[Pod]) -> None:
        """minReadySeconds pass without any event."""
        least, now = stateful_set.spec.minReadySeconds, self._context.simulation.now
        if least == 0:
            return
        moments = [moment for pod in pods if (moment := available_at(pod, least)) is not None and moment >= now]
        if moments:
            self._queue.add_after(key, min(moments) - now + 1)


def ordinals_of(stateful_set: StatefulSet) -> range:
    """The ordinals that the set is to have."""
    start = stateful_set.spec.ordinals.start if stateful_set.spec.ordinals is not None else 0
    return range(start, start + _or(stateful_set.spec.replicas, 1))


def ordinal_of(stateful_set: StatefulSet, pod: Pod) -> int:
    """The number at the end of its name; -1 if the name is not of this set (getParentNameAndOrdinal)."""
    parent, _, number = pod.metadata.name.rpartition("-")
    return int(number) if parent == stateful_set.metadata.name and number.isdecimal() else -1


def pod_for(stateful_set: StatefulSet, ordinal: int, revision: ControllerRevision) -> Pod:
    """The Pod of this ordinal, to be created: its name, host name and labels (B24.1)."""
    pod = pod_from(revision.data, stateful_set)
    name = f"{stateful_set.metadata.name}-{ordinal}"
    labels = {**pod.metadata.labels, NAME_LABEL: name, INDEX_LABEL: str(ordinal), HASH: revision.metadata.name}
    metadata = evolve(pod.metadata, name=name, labels=labels)
    spec = evolve(with_claims(pod.spec, stateful_set, ordinal), hostname=name, subdomain=stateful_set.spec.serviceName)
    return evolve(pod, metadata=metadata, spec=spec)


def _replica(stateful_set: StatefulSet, ordinal: int, pod: Pod, now: int) -> Replica:
    """The Pod as the rules see it."""
    ready = available_at(pod, 0)
    return Replica(
        ordinal=ordinal,
        revision=pod.metadata.labels.get(HASH, ""),
        phase=pod.status.phase or "Pending",
        is_deleted=pod.metadata.deletionTimestamp is not None,
        ready_seconds=None if ready is None else (now - ready) // 1000,
    )


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number
