"""Scheduler: binds each Pod without a node to one that has room for it, and says why where none has."""

from __future__ import annotations

from ..apiserver.pods import Pods
from ..apiserver.store import Store, WatchEvent
from ..apiserver.volumes import Volumes
from ..cluster import timing
from ..core.decision import NOBODY_ASKS, DecisionLog
from ..core.simulation import Simulation
from ..kubelet.agent.events import Recorder
from ..objects.pod import Pod, is_terminal
from ..objects.status import PodCondition
from .cache import Cache
from .claim_wait import ClaimWait
from .feasibility import decide, reason_of
from .rules import inter_pod_affinity, pod_topology_spread, volume_binding, volume_restrictions
from .rules.counted import shrinks
from .storage_cache import KINDS as STORAGE_KINDS
from .storage_cache import StorageCache

NAME = "default-scheduler"
NEIGHBOURLY = (inter_pod_affinity.NAME, pod_topology_spread.NAME)
"""The plugins that a Pod's arrival on a node may satisfy."""
OF_STORAGE = (volume_binding.NAME, volume_restrictions.NAME)
"""The plugins that a change of claims, volumes or classes may satisfy."""


class Scheduler:
    """One scheduler for the whole cluster; a Pod that fits nowhere is tried again when Pods or nodes change."""

    def __init__(
        self,
        simulation: Simulation,
        store: Store,
        pods: Pods,
        recorder: Recorder,
        decisions: DecisionLog = NOBODY_ASKS,
        volumes: Volumes | None = None,
    ) -> None:
        self._simulation, self._store, self._pods, self._recorder = simulation, store, pods, recorder
        self._decisions = decisions
        self._waiting: dict[tuple[str, str], frozenset[str]] = {}  # and the plugins that keep it waiting
        self._cache = Cache()
        self._storage = StorageCache()
        self._claims = None if volumes is None else ClaimWait(simulation, volumes, self._storage)
        self._retries = False
        store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        self._cache.hear(event)
        self._storage.hear(event)
        if self._claims is not None:
            self._claims.hear(event)
        if event.kind == "Pod" and _comes_up(event):
            meta = event.object.metadata
            self._simulation.after(timing.WATCH_LAG, lambda: self._consider(meta.namespace, meta.name))
        elif not self._retries and self._waiting and self._may_help_some(event):
            self._retries = True
            self._simulation.after(timing.WATCH_LAG, self._retry)

    def _may_help_some(self, event: WatchEvent) -> bool:
        if _gives_room(event):
            return True
        return any(_may_help(event, plugins) for plugins in self._waiting.values())

    def _retry(self) -> None:
        self._retries = False
        for namespace, name in list(self._waiting):
            self._consider(namespace, name)

    def _consider(self, namespace: str, name: str) -> None:
        """One scheduling cycle: a binding, or PodScheduled=False with the reasons."""
        pod = self._store.get("Pod", namespace, name)
        self._waiting.pop((namespace, name), None)
        if not isinstance(pod, Pod) or pod.spec.nodeName or pod.metadata.deletionTimestamp or pod.spec.schedulingGates:
            return
        if pod.spec.schedulerName != NAME or self._cache.counts(pod.metadata.uid):
            return
        decision = decide(pod, self._cache.nodes, self._storage.view)
        if self._decisions.is_open:
            self._decisions.write(NAME, pod.metadata, reason_of(decision, len(self._cache.nodes)))
        target = decision.node
        if target is not None:
            self._cache.assume(pod, target)
            self._simulation.after(timing.SCHEDULING, lambda: self._pre_bind(pod, target))
            return
        self._waiting[namespace, name] = decision.plugins
        self._give_up(pod, decision.message)

    def _pre_bind(self, pod: Pod, node: str) -> None:
        """Claims that waited for the node to be chosen are bound first (VolumeBinding PreBind)."""
        meta = pod.metadata
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        wanted = self._bindings(pod, node)
        if stored is None or stored.metadata.deletionTimestamp or self._claims is None or wanted == ():
            self._bind(pod, node)
        elif wanted is None:  # another Pod was faster
            self._cache.forget(meta.uid)
            self._consider(meta.namespace, meta.name)
        else:
            self._pods.nominate(meta.namespace, meta.name, node)
            self._claims.bind(pod, node, wanted, lambda problem: self._claims_are_bound(pod, node, problem))

    def _bindings(self, pod: Pod, node: str) -> tuple[volume_binding.Binding, ...] | None:
        """What the Pod's claims need on this node; None where they cannot have it."""
        if not any(self._storage.view.claims_of(pod)):
            return ()
        info = next((each for each in self._cache.nodes if each.name == node), None)
        return () if info is None else volume_binding.bindings(pod, info.node, self._storage.view)

    def _claims_are_bound(self, pod: Pod, node: str, problem: str) -> None:
        if not problem:
            self._bind(pod, node)
            return
        meta = pod.metadata
        self._cache.forget(meta.uid)
        if self._pods.by_uid(meta.uid, meta.namespace, meta.name) is not None:
            self._waiting[meta.namespace, meta.name] = frozenset({volume_binding.NAME})
            self._give_up(pod, f'running PreBind plugin "{volume_binding.NAME}": {problem}', "SchedulerError")

    def _bind(self, pod: Pod, node: str) -> None:
        meta = pod.metadata
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None or stored.spec.nodeName:
            return
        if stored.metadata.deletionTimestamp:
            self._cache.forget(meta.uid)
            return
        self._pods.bind(meta.namespace, meta.name, node)
        text = f"Successfully assigned {meta.namespace}/{meta.name} to {node}"
        self._recorder.write(pod, "Normal", "Scheduled", text, source=NAME)

    def _give_up(self, pod: Pod, message: str, reason: str = "Unschedulable") -> None:
        condition = PodCondition(type="PodScheduled", status="False", reason=reason, message=message)
        self._pods.write_condition(pod.metadata.namespace, pod.metadata.name, condition)
        self._recorder.write(pod, "Warning", "FailedScheduling", message, source=NAME)


def _comes_up(event: WatchEvent) -> bool:
    """A Pod without a node has come, its last scheduling gate has gone, or it asks for less than before."""
    spec = event.object.spec
    if event.type == "DELETED" or spec.nodeName or spec.schedulingGates:
        return False
    return event.before is None or bool(event.before.spec.schedulingGates) or shrinks(event.before, event.object)


def _gives_room(event: WatchEvent) -> bool:
    """A Pod that has a node was resized to less."""
    if event.kind != "Pod" or event.before is None or not event.object.spec.nodeName:
        return False
    return shrinks(event.before, event.object)


def _may_help(event: WatchEvent, plugins: frozenset[str]) -> bool:
    """A node came or changed, a Pod that had a node ended or went, or a Pod got a node where others look at its
    neighbours (B21.13)."""
    if event.kind in STORAGE_KINDS:
        return not plugins.isdisjoint(OF_STORAGE)
    if event.kind != "Pod" or not event.object.spec.nodeName:
        return event.kind == "Node"
    if event.type == "DELETED" or is_terminal(event.object.status.phase):
        return True
    is_new_there = event.before is None or not event.before.spec.nodeName
    return is_new_there and not plugins.isdisjoint(NEIGHBOURLY)
