"""StatefulSet: what its controller does with its Pods in one step (SSC updateStatefulSet; semantics B.24)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen


@frozen(kw_only=True)
class StatefulSet:
    """The spec as far as a step depends on it. `partition` None: updateStrategy has no rollingUpdate; the two revisions
    are equal while no update is under way."""

    replicas: int
    start: int = 0
    is_parallel: bool = False
    on_delete: bool = False
    partition: int | None = None
    min_ready_seconds: int = 0
    is_deleted: bool = False
    current_revision: str = ""
    update_revision: str = ""


@frozen(kw_only=True)
class Replica:
    """One Pod of the set; an empty phase: not created yet. `ready_seconds`: since when it is Ready, None: it is not."""

    ordinal: int
    revision: str
    phase: str = ""
    is_deleted: bool = False
    ready_seconds: int | None = None

    @property
    def exists(self) -> bool:
        return self.phase != ""

    @property
    def is_ready(self) -> bool:
        """Running and Ready; being deleted does not change that."""
        return self.phase == "Running" and self.ready_seconds is not None

    def is_available(self, min_ready_seconds: int) -> bool:
        return self.is_ready and (self.ready_seconds or 0) >= min_ready_seconds


@frozen(kw_only=True)
class Counts:
    """The numbers of the set's status."""

    replicas: int
    ready: int
    available: int
    current: int
    updated: int


@frozen(kw_only=True)
class Step:
    """What is created and deleted, in this order; each is followed by a new step once it can be seen."""

    create: tuple[Replica, ...] = ()
    delete: tuple[Replica, ...] = ()
    status: Counts


def step(stateful_set: StatefulSet, pods: Iterable[Replica]) -> Step:
    """First the replicas by ordinal, then those beyond the wanted number, then the rolling update (B24.4 to B24.8)."""
    known = tuple(pods)
    replicas, condemned = partitioned(stateful_set, known)
    status = count(stateful_set, known)
    if stateful_set.is_deleted:
        return Step(status=status)
    created, deleted, is_blocked = process_replicas(stateful_set, replicas)
    if not is_blocked:
        extra, is_blocked = process_condemned(stateful_set, replicas, condemned)
        deleted += extra
    if not is_blocked and not stateful_set.on_delete:
        outdated = next_to_update(stateful_set, replicas)
        if outdated is not None:
            # counted as gone already, though it is not marked yet
            status = count(stateful_set, known, less_current=1)
            deleted += (outdated,)
    return Step(create=created, delete=deleted, status=status)


def partitioned(stateful_set: StatefulSet, pods: Sequence[Replica]) -> tuple[tuple[Replica, ...], tuple[Replica, ...]]:
    """One replica for each wanted ordinal, the missing ones new; and the others, the highest ordinal first."""
    wanted = range(stateful_set.start, stateful_set.start + stateful_set.replicas)
    by_ordinal = {pod.ordinal: pod for pod in pods}
    replicas = tuple(
        by_ordinal.get(ordinal) or Replica(ordinal=ordinal, revision=revision_of_new(stateful_set, ordinal))
        for ordinal in wanted
    )
    condemned = sorted((pod for pod in pods if pod.ordinal not in wanted), key=lambda pod: -pod.ordinal)
    return replicas, tuple(condemned)


def revision_of_new(stateful_set: StatefulSet, ordinal: int) -> str:
    """Below the partition a Pod is made anew from the current revision (newVersionedStatefulSetPod)."""
    is_below = stateful_set.partition is not None and ordinal < stateful_set.start + stateful_set.partition
    return stateful_set.current_revision if is_below else stateful_set.update_revision


def process_replicas(
    stateful_set: StatefulSet, replicas: Iterable[Replica]
) -> tuple[tuple[Replica, ...], tuple[Replica, ...], bool]:
    """What is created and deleted, and whether the step ends here: OrderedReady waits for each replica in turn,
    Parallel for none (processReplica)."""
    created: list[Replica] = []
    deleted: list[Replica] = []
    for replica in replicas:
        if replica.phase in ("Failed", "Succeeded"):
            if not replica.is_deleted:
                deleted.append(replica)
        elif not replica.exists:
            created.append(replica)
        elif not replica.is_deleted and replica.is_available(stateful_set.min_ready_seconds):
            continue
        if not stateful_set.is_parallel:
            return tuple(created), tuple(deleted), True
    return tuple(created), tuple(deleted), False


def process_condemned(
    stateful_set: StatefulSet, replicas: Sequence[Replica], condemned: Sequence[Replica]
) -> tuple[tuple[Replica, ...], bool]:
    """What is deleted, and whether the step ends here. OrderedReady takes one at a time, the highest ordinal first, and
    only when nothing below it is unhealthy (processCondemned)."""
    if stateful_set.is_parallel:
        return tuple(pod for pod in condemned if not pod.is_deleted), False
    if not condemned:
        return (), False
    target = condemned[0]
    least = stateful_set.min_ready_seconds
    ill = [pod for pod in (*replicas, *reversed(condemned)) if pod.is_deleted or not pod.is_available(least)]
    is_first_ill = bool(ill) and ill[0] is target
    if target.is_deleted or not (target.is_available(least) or is_first_ill):
        return (), True
    return (target,), True


def next_to_update(stateful_set: StatefulSet, replicas: Sequence[Replica]) -> Replica | None:
    """The Pod with the highest ordinal, down to the partition, that is of another revision, as long as all above it are
    available (B24.7)."""
    for replica in reversed(replicas[stateful_set.partition or 0 :]):
        if replica.revision != stateful_set.update_revision and not replica.is_deleted:
            return replica
        if replica.is_deleted or not replica.is_available(stateful_set.min_ready_seconds):
            return None
    return None


def count(stateful_set: StatefulSet, pods: Sequence[Replica], *, less_current: int = 0) -> Counts:
    """The counts over all Pods of the set; a deleted one is of no revision any more (computeReplicaStatus)."""
    staying = [pod for pod in pods if not pod.is_deleted]
    return Counts(
        replicas=len(pods),
        ready=sum(pod.is_ready for pod in pods),
        available=sum(pod.is_available(stateful_set.min_ready_seconds) for pod in pods),
        current=sum(pod.revision == stateful_set.current_revision for pod in staying) - less_current,
        updated=sum(pod.revision == stateful_set.update_revision for pod in staying),
    )
