"""Scheduler: binds each Pod without a node to one that has room for it, and says why where none has."""

from __future__ import annotations

from ..apiserver.pods import Pods
from ..apiserver.store import Store, WatchEvent
from ..apiserver.volumes import Volumes
from ..cluster import timing
from ..core.decision import NOBODY_ASKS, DecisionLog
from ..core.lives import Lives
from ..core.simulation import Simulation
from ..kubelet.agent.events import Recorder
from ..objects.pod import Pod
from ..objects.status import PodCondition
from .cache import Cache
from .claim_wait import ClaimWait
from .cluster_change import ClusterChange, change_in
from .equal_pods import EqualPods
from .feasibility import Decision, Surroundings, decide, reason_of
from .preemptor import NAME, budgets_in, make_room
from .queue import QueueState
from .rules import volume_binding
from .scheduling_queue import SchedulingQueue
from .storage_cache import StorageCache


class Scheduler:
    """One scheduler for the whole cluster: its queue, its cache, one Pod at a time."""

    def __init__(
        self,
        simulation: Simulation,
        store: Store,
        pods: Pods,
        recorder: Recorder,
        lives: Lives,
        decisions: DecisionLog = NOBODY_ASKS,
        volumes: Volumes | None = None,
    ) -> None:
        self._simulation, self._store, self._pods, self._recorder = simulation, store, pods, recorder
        self._decisions = decisions
        self._cache = Cache()
        self._equal_pods = EqualPods()
        self._storage = StorageCache()
        self._claims = None if volumes is None else ClaimWait(simulation, volumes, self._storage)
        self._queue = SchedulingQueue(simulation, lives, self._wake)
        self._random = simulation.stream(NAME)
        self._is_awake = False
        self._begin = 0
        store.watch(self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        self._cache.hear(event)
        self._storage.hear(event)
        if self._claims is not None:
            self._claims.hear(event)
        if event.kind == "Pod" and not event.object.spec.nodeName and event.object.spec.schedulerName == NAME:
            self._hear_waiting(event)
        elif event.kind == "Pod" and event.before is not None and not event.before.spec.nodeName:
            self._hear_bound(event.object)
        change = change_in(event) if self._queue.unschedulable else None
        if change is not None:
            self._spread(change)

    def _hear_waiting(self, event: WatchEvent) -> None:
        pod: Pod = event.object
        uid = pod.metadata.uid
        if event.type == "DELETED":
            self._queue.leave(uid)
        elif event.before is None or event.before.spec is not pod.spec:
            self._simulation.after(timing.WATCH_LAG, lambda: self._see(uid, pod.metadata.namespace, pod.metadata.name))

    def _see(self, uid: str, namespace: str, name: str) -> None:
        pod = self._pods.by_uid(uid, namespace, name)
        if pod is None or pod.spec.nodeName:
            return
        if self._queue.state(uid) is not QueueState.OUTSIDE:
            self._queue.refresh(pod)
        elif pod.metadata.deletionTimestamp is None:
            self._queue.add(pod)

    def _hear_bound(self, pod: Pod) -> None:
        """Somebody has bound the Pod: if not this scheduler, it is out of the queue."""
        if self._queue.state(pod.metadata.uid) is not QueueState.BINDING:
            self._queue.leave(pod.metadata.uid)

    def _spread(self, change: ClusterChange) -> None:
        """Those whom the change may help are tried again when the scheduler sees it (B21.13)."""
        helped = [
            each.pod.metadata.uid
            for each in self._queue.unschedulable
            if any(change.helps(each.pod, plugin) for plugin in sorted(each.plugins))
        ]
        if helped:
            self._simulation.after(timing.WATCH_LAG, lambda: self._help(helped))

    def _help(self, uids: list[str]) -> None:
        for uid in uids:
            self._queue.help(uid)

    # its cycles

    def _wake(self) -> None:
        """Pods that come at the same moment are all in the queue before the first of them is tried."""
        if not self._is_awake:
            self._is_awake = True
            self._simulation.after(0, self._work)

    def _work(self) -> None:
        while (entry := self._queue.pop()) is not None:
            meta = entry.pod.metadata
            pod = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
            if pod is None or pod.spec.nodeName or pod.metadata.deletionTimestamp is not None:
                self._queue.leave(meta.uid)
            else:
                self._schedule(pod)
        self._is_awake = False

    def _schedule(self, pod: Pod) -> None:
        """One scheduling cycle: a binding, or PodScheduled=False with the reasons."""
        nodes = self._cache.nodes
        around = Surroundings(
            nodes,
            self._storage.view,
            self._cache.nominations,
            tuple(budgets_in(self._store)),
            self._begin,
            self._random.choice,
            None if self._cache.has_neighbours else self._equal_pods,
        )
        decision = decide(pod, around)
        if self._decisions.is_open:
            self._decisions.write(NAME, pod.metadata, reason_of(decision, len(nodes)))
        target = decision.node
        if target is None:
            self._give_up(pod, decision)
            return
        self._begin = (self._begin + decision.examined) % len(nodes)
        self._cache.assume(pod, target)
        self._queue.assume(pod.metadata.uid)
        self._simulation.after(timing.SCHEDULING, lambda: self._pre_bind(pod, target))

    def _pre_bind(self, pod: Pod, node: str) -> None:
        """Claims that waited for the node to be chosen are bound first (VolumeBinding PreBind)."""
        meta = pod.metadata
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        wanted = self._bindings(pod, node)
        if stored is None or stored.metadata.deletionTimestamp or self._claims is None or wanted == ():
            self._bind(pod, node)
        elif wanted is None:  # another Pod was faster
            self._cache.forget(meta.uid)
            self._queue.fails_to_bind(meta.uid)
        else:
            self._pods.nominate(meta.namespace, meta.name, node)
            self._claims.bind(pod, node, wanted, lambda problem: self._claims_are_bound(pod, node, problem))

    def _bindings(self, pod: Pod, node: str) -> tuple[volume_binding.Binding, ...] | None:
        """What the Pod's claims need on this node; None where they cannot have it."""
        if not any(self._storage.view.claims_of(pod)):
            return ()
        info = self._cache.node(node)
        return () if info is None else volume_binding.bindings(pod, info.node, self._storage.view)

    def _claims_are_bound(self, pod: Pod, node: str, problem: str) -> None:
        if not problem:
            self._bind(pod, node)
            return
        meta = pod.metadata
        self._cache.forget(meta.uid)
        if self._pods.by_uid(meta.uid, meta.namespace, meta.name) is not None:
            self._queue.fails_to_bind(meta.uid)
            self._write_failure(pod, f'running PreBind plugin "{volume_binding.NAME}": {problem}', "SchedulerError")

    def _bind(self, pod: Pod, node: str) -> None:
        meta = pod.metadata
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None or stored.spec.nodeName or stored.metadata.deletionTimestamp is not None:
            if stored is None or not stored.spec.nodeName:
                self._cache.forget(meta.uid)
            self._queue.leave(meta.uid)
            return
        self._pods.bind(meta.namespace, meta.name, node)
        self._queue.bound(meta.uid)
        text = f"Successfully assigned {meta.namespace}/{meta.name} to {node}"
        self._recorder.write(pod, "Normal", "Scheduled", text, source=NAME)

    def _give_up(self, pod: Pod, decision: Decision) -> None:
        meta = pod.metadata
        if decision.plugins:
            self._queue.fits_nowhere(meta.uid, decision.plugins)
        else:
            self._queue.fails(meta.uid)
        self._write_failure(pod, decision.message, "Unschedulable", decision.nominated)
        if decision.nominated:
            rivals = self._cache.nominations.get(decision.nominated, ())
            make_room(self._pods, self._recorder, pod, decision.nominated, decision.victims, rivals)

    def _write_failure(self, pod: Pod, message: str, reason: str, nominated: str | None = None) -> None:
        meta = pod.metadata
        self._recorder.write(pod, "Warning", "FailedScheduling", message, source=NAME)
        condition = PodCondition(
            type="PodScheduled", status="False", reason=reason, message=message, observedGeneration=meta.generation
        )
        self._pods.write_condition(meta.namespace, meta.name, condition, nominated=nominated)
