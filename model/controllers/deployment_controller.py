"""DeploymentController: one ReplicaSet for each template of a Deployment, scaled as its strategy says (B.23)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.delete_options import DeleteOptions
from ..objects.deployment import Deployment, DeploymentStatus
from ..objects.pod import is_terminal
from ..objects.replica_set import ReplicaSet
from ..objects.selectors import label_selector
from .context import ControllerContext
from .deployment import DEPLOYMENT, Complete, DeploymentState, DeploymentView, Pause, Roll, Stall, Unpause
from .machinery.informer import Informer
from .machinery.ownership import claim, controller_of, with_owner, without_owner
from .machinery.work_queue import Key, WorkQueue
from .new_replica_set import SOURCE, annotated, new_replica_set, scaled
from .rules import deployment as rules
from .rules.deployment import DESIRED, Scale, replicas_of, same_template
from .rules.rollout_status import paused_status, rollout_status

STATES = {
    "NewReplicaSetAvailable": DeploymentState.COMPLETE,
    "ProgressDeadlineExceeded": DeploymentState.STUCK,
    "DeploymentPaused": DeploymentState.PAUSED,
}
"""By the reason of the condition Progressing; all other reasons mean that the rollout goes on."""


class DeploymentController:
    """One for all Deployments; it sees Pods only for Recreate, which waits for the old ones to end."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        kinds = ("Deployment", "ReplicaSet", "Pod")
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        obj = event.object
        if event.kind == "Deployment":
            self._queue.add((obj.metadata.namespace, obj.metadata.name))
        elif event.kind == "ReplicaSet":
            for each in (event.before, obj):
                owner = controller_of(each) if each is not None else None
                if owner is not None and owner.kind == "Deployment":
                    self._queue.add((obj.metadata.namespace, owner.name))
            if controller_of(obj) is None:
                self._wake_matching(obj)
        elif event.type == "DELETED":
            self._hear_of_end(obj)

    def _wake_matching(self, replica_set: ReplicaSet) -> None:
        for each in self._informer.all_of("Deployment", replica_set.metadata.namespace):
            if label_selector(each.spec.selector).matches(replica_set.metadata.labels):
                self._queue.add((each.metadata.namespace, each.metadata.name))

    def _hear_of_end(self, pod: Any) -> None:
        """The last Pod of a Recreate Deployment may be gone now."""
        owner = controller_of(pod)
        found = self._informer.get("ReplicaSet", pod.metadata.namespace, owner.name) if owner is not None else None
        above = controller_of(found) if found is not None else None
        if above is not None and above.kind == "Deployment":
            self._queue.add((pod.metadata.namespace, above.name))

    # what it does

    def _sync(self, key: Key) -> None:
        deployment = self._informer.get("Deployment", *key)
        if deployment is None:
            self._queue.forget(key)
            return
        try:
            self._look_at(key, deployment)
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _look_at(self, key: Key, deployment: Deployment) -> None:
        """One sync (syncDeployment); raises Rejected where it has to be done again."""
        owned = self._replica_sets_of(deployment)
        if deployment.metadata.deletionTimestamp is not None:
            new, old = self._sorted(deployment, owned)
            self._write_status(deployment, rules.status_of(deployment, new, old, self._now))
            return
        self._tell_of_pause(deployment)
        if deployment.spec.paused or self._is_scaling(deployment, owned):
            self._only_scale(deployment, owned)
        elif deployment.spec.strategy.type == "Recreate":
            self._recreate(key, deployment, owned)
        else:
            self._roll(key, deployment, owned)

    @property
    def _now(self) -> Any:
        return self._context.simulation.now

    def _replica_sets_of(self, deployment: Deployment) -> list[ReplicaSet]:
        namespace = deployment.metadata.namespace
        related = self._informer.owned_by(deployment.metadata.uid, "ReplicaSet")
        orphans = [each for each in self._informer.owned_by("", "ReplicaSet") if each.metadata.namespace == namespace]
        claimed = claim(deployment, label_selector(deployment.spec.selector), [*related, *orphans])
        for each in claimed.release:
            self._context.workloads.set_owners(each, without_owner(each, deployment.metadata.uid))
        adopted = [self._context.workloads.set_owners(each, with_owner(each, deployment)) for each in claimed.adopt]
        return [*claimed.mine, *adopted]

    def _sorted(
        self, deployment: Deployment, owned: Iterable[ReplicaSet]
    ) -> tuple[ReplicaSet | None, list[ReplicaSet]]:
        """The one of the present template, and the others, the oldest first."""
        aged = rules.by_age(owned)
        new = next((each for each in aged if same_template(each.spec.template, deployment.spec.template)), None)
        return new, [each for each in aged if each is not new]

    def _is_scaling(self, deployment: Deployment, owned: Iterable[ReplicaSet]) -> bool:
        """An active ReplicaSet was scaled for another number of replicas (isScalingEvent)."""
        wanted = str(replicas_of(deployment))
        return any(each.metadata.annotations.get(DESIRED, wanted) != wanted for each in owned if replicas_of(each) > 0)

    def _only_scale(self, deployment: Deployment, owned: Sequence[ReplicaSet]) -> None:
        """The size is shared out, nothing is rolled (sync)."""
        new, old = self._sorted(deployment, owned)
        new = self._brought_up_to_date(deployment, new, old)
        changed = {
            scale.replica_set.metadata.name: self._scale(deployment, scale)
            for scale in rules.proportional(deployment, new, old)
        }
        new, old = _replaced(new, changed), [changed.get(each.metadata.name, each) for each in old]
        if deployment.spec.paused:
            self._clean_up(deployment, old)
        self._write_status(deployment, rules.status_of(deployment, new, old, self._now))

    def _roll(self, key: Key, deployment: Deployment, owned: Sequence[ReplicaSet]) -> None:
        """rolloutRolling: one step, up before down."""
        found, old = self._sorted(deployment, owned)
        new = self._brought_up_to_date(deployment, found, old) or self._make(deployment, old)
        size, wanted = replicas_of(new), replicas_of(deployment)
        target = wanted if size > wanted else rules.size_of_new(deployment, old, size)
        if size != target:
            new = self._scale(deployment, Scale(new, target))
            self._write_rollout(key, deployment, new, old)
            return
        steps = rules.shrink_old(deployment, new, [each for each in old if replicas_of(each) > 0])
        if steps:
            changed = {each.replica_set.metadata.name: self._scale(deployment, each) for each in steps}
            old = [changed.get(each.metadata.name, each) for each in old]
        elif rules.is_complete(deployment, deployment.status):
            self._clean_up(deployment, old)
        self._write_rollout(key, deployment, new, old)

    def _recreate(self, key: Key, deployment: Deployment, owned: Sequence[ReplicaSet]) -> None:
        """rolloutRecreate: all old Pods end before the first new one (B23.5)."""
        found, old = self._sorted(deployment, owned)
        new = self._brought_up_to_date(deployment, found, old)
        active = [each for each in old if replicas_of(each) > 0]
        if active:
            changed = {each.metadata.name: self._scale(deployment, Scale(each, 0)) for each in active}
            old = [changed.get(each.metadata.name, each) for each in old]
            self._write_rollout(key, deployment, new, old)
            return
        if any(each.status.replicas for each in old) or self._old_pods_run(new, owned):
            self._write_rollout(key, deployment, new, old)
            return
        new = new or self._make(deployment, old)
        if replicas_of(new) != replicas_of(deployment):
            new = self._scale(deployment, Scale(new, replicas_of(deployment)))
        if rules.is_complete(deployment, deployment.status):
            self._clean_up(deployment, old)
        self._write_rollout(key, deployment, new, old)

    def _old_pods_run(self, new: ReplicaSet | None, owned: Iterable[ReplicaSet]) -> bool:
        others = [each for each in owned if new is None or each.metadata.uid != new.metadata.uid]
        pods = (pod for each in others for pod in self._informer.owned_by(each.metadata.uid, "Pod"))
        return any(not is_terminal(pod.status.phase) for pod in pods)

    # its requests

    def _brought_up_to_date(
        self, deployment: Deployment, new: ReplicaSet | None, old: Sequence[ReplicaSet]
    ) -> ReplicaSet | None:
        """The new ReplicaSet with the annotations and the revision that it is to have (getNewReplicaSet)."""
        if new is None:
            return None
        revision = max(map(rules.revision_of, old), default=0) + 1
        wanted = annotated(deployment, new, revision)
        spec = evolve(new.spec, minReadySeconds=deployment.spec.minReadySeconds)
        if wanted != new.metadata.annotations or spec != new.spec:
            changed = evolve(new, metadata=evolve(new.metadata, annotations=wanted), spec=spec)
            return self._update(changed)
        status = deployment.status
        if rules.has_deadline(deployment) and rules.condition_of(status, "Progressing") is None:
            words = ("True", "FoundNewReplicaSet", f'Found new replica set "{new.metadata.name}"')
            status = rules.with_condition(status, "Progressing", *words, now=self._now)
        self._tell_revision(deployment, status, rules.revision_of(new))
        return new

    def _make(self, deployment: Deployment, old: Sequence[ReplicaSet]) -> ReplicaSet:
        revision = max(map(rules.revision_of, old), default=0) + 1
        size = rules.size_of_new(deployment, old, 0)
        made: ReplicaSet = self._context.workloads.create(new_replica_set(deployment, size, revision))
        name = made.metadata.name
        if size > 0:
            self._tell(deployment, f"Scaled up replica set {name} from 0 to {size}")
        status = deployment.status
        if rules.has_deadline(deployment):
            words = ("True", "NewReplicaSetCreated", f'Created new replica set "{name}"')
            status = rules.with_condition(status, "Progressing", *words, now=self._now)
        self._tell_revision(deployment, status, revision)
        self._follow(deployment, deployment.status, status)
        return made

    def _tell_revision(self, deployment: Deployment, status: DeploymentStatus, revision: int) -> None:
        """The Deployment bears the revision of its new ReplicaSet (SetDeploymentRevision)."""
        annotations = {**deployment.metadata.annotations, rules.REVISION: str(revision)}
        if annotations != deployment.metadata.annotations or status != deployment.status:
            version = deployment.metadata.resourceVersion
            self._context.workloads.write_status(deployment, status, annotations=annotations, at_version=version)

    def _scale(self, deployment: Deployment, scale: Scale) -> ReplicaSet:
        """scaleReplicaSet: its size and what its annotations say of the Deployment's."""
        before, after = replicas_of(scale.replica_set), scale.replicas
        changed = scaled(deployment, scale.replica_set, after)
        if changed == scale.replica_set:
            return changed
        written = self._update(changed)
        if before != after:
            way = "up" if after > before else "down"
            name = scale.replica_set.metadata.name
            self._tell(deployment, f"Scaled {way} replica set {name} from {before} to {after}")
        return written

    def _update(self, replica_set: ReplicaSet) -> ReplicaSet:
        version = replica_set.metadata.resourceVersion
        written: ReplicaSet = self._context.workloads.update(replica_set, at_version=version)
        return written

    def _clean_up(self, deployment: Deployment, old: Sequence[ReplicaSet]) -> None:
        """Old ReplicaSets beyond revisionHistoryLimit go, the lowest revision first (cleanupDeployment)."""
        limit = deployment.spec.revisionHistoryLimit
        staying = [each for each in old if each.metadata.deletionTimestamp is None]
        if limit is None or limit == rules.NO_DEADLINE or len(staying) <= limit:
            return
        for each in sorted(staying, key=rules.revision_of)[: len(staying) - limit]:
            idle = not each.status.replicas and not replicas_of(each)
            if idle and each.metadata.generation <= each.status.observedGeneration:
                meta = each.metadata
                self._context.workloads.delete("ReplicaSet", meta.namespace, meta.name, DeleteOptions())

    def _tell(self, deployment: Deployment, message: str) -> None:
        self._context.recorder.write_about(deployment, "Normal", "ScalingReplicaSet", message, SOURCE)

    # its status

    def _tell_of_pause(self, deployment: Deployment) -> None:
        self._write_status(deployment, paused_status(deployment, self._now))

    def _write_rollout(
        self, key: Key, deployment: Deployment, new: ReplicaSet | None, old: Sequence[ReplicaSet]
    ) -> None:
        """syncRolloutStatus."""
        status = rollout_status(deployment, new, old, self._now)
        if status == deployment.status:
            self._look_again(key, deployment, status)
            return
        self._write_status(deployment, status)

    def _look_again(self, key: Key, deployment: Deployment, status: DeploymentStatus) -> None:
        """Nobody else would notice that the deadline is over (requeueStuckDeployment)."""
        due = rules.overdue_at(deployment, status)
        if due is not None and rules.has_deadline(deployment) and not rules.is_complete(deployment, status):
            self._queue.add_after(key, max(due - self._now, 0) + 1_000)

    def _write_status(self, deployment: Deployment, status: DeploymentStatus) -> None:
        if status == deployment.status:
            return
        version = deployment.metadata.resourceVersion
        self._context.workloads.write_status(deployment, status, at_version=version)
        self._follow(deployment, deployment.status, status)

    def _follow(self, deployment: Deployment, before: DeploymentStatus, status: DeploymentStatus) -> None:
        """The Deployment's life takes what the written condition Progressing tells."""
        known, old = rules.condition_of(status, "Progressing"), rules.condition_of(before, "Progressing")
        if known is None or known == old:
            return
        lives, uid = self._context.lives, deployment.metadata.uid
        state, target = lives.of(DEPLOYMENT, uid).state, STATES.get(known.reason, DeploymentState.PROGRESSING)
        if state is DeploymentState.PAUSED and target is not DeploymentState.PAUSED:
            state = lives.fire(DEPLOYMENT, uid, Unpause()).state
        if target is DeploymentState.PAUSED:
            lives.fire(DEPLOYMENT, uid, Pause())
        elif target is DeploymentState.COMPLETE:
            if state is DeploymentState.COMPLETE:
                lives.fire(DEPLOYMENT, uid, Roll())
            lives.fire(DEPLOYMENT, uid, Complete(), DeploymentView(all_new_and_available=True))
        elif target is DeploymentState.STUCK:
            lives.fire(DEPLOYMENT, uid, Stall(), DeploymentView(deadline_is_over=True))
        else:
            lives.fire(DEPLOYMENT, uid, Roll())


def _replaced(new: ReplicaSet | None, changed: dict[str, ReplicaSet]) -> ReplicaSet | None:
    return None if new is None else changed.get(new.metadata.name, new)
