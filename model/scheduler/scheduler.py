"""Scheduler: binds each Pod without a node to one that has room for it, and says why where none has."""

from __future__ import annotations

from collections import Counter

from ..apiserver.pods import Pods
from ..apiserver.store import Store, WatchEvent
from ..cluster import timing
from ..core.simulation import Simulation
from ..kubelet.agent.events import Recorder
from ..objects.node import Node
from ..objects.pod import Pod, is_terminal
from ..objects.status import PodCondition
from .feasibility import hindrances

NAME = "default-scheduler"


class Scheduler:
    """One scheduler for the whole cluster; a Pod that fits nowhere is tried again when Pods or nodes change."""

    def __init__(self, simulation: Simulation, store: Store, pods: Pods, recorder: Recorder) -> None:
        self._simulation, self._store, self._pods, self._recorder = simulation, store, pods, recorder
        self._waiting: dict[tuple[str, str], None] = {}
        self._retries = False
        store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Pod" and event.type == "ADDED" and not event.object.spec.nodeName:
            meta = event.object.metadata
            self._simulation.after(timing.WATCH_LAG, lambda: self._consider(meta.namespace, meta.name))
        elif self._waiting and _frees_room(event) and not self._retries:
            self._retries = True
            self._simulation.after(timing.WATCH_LAG, self._retry)

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
        if pod.spec.schedulerName != NAME:
            return
        reasons: Counter[str] = Counter()
        feasible: list[tuple[int, str]] = []
        nodes: list[Node] = list(self._store.list("Node"))
        for node in nodes:
            others = self._on(node.metadata.name)
            why = hindrances(pod, node, others)
            reasons.update(why)
            if not why:
                feasible.append((len(others), node.metadata.name))
        if feasible:
            target = min(feasible)[1]
            self._simulation.after(timing.SCHEDULING, lambda: self._bind(pod, target))
            return
        self._waiting[namespace, name] = None
        self._give_up(pod, len(nodes), reasons)

    def _on(self, node: str) -> list[Pod]:
        """The Pods that take room there: bound, and not ended."""
        return [p for p in self._store.list("Pod") if p.spec.nodeName == node and not is_terminal(p.status.phase)]

    def _bind(self, pod: Pod, node: str) -> None:
        meta = pod.metadata
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None or stored.metadata.deletionTimestamp or stored.spec.nodeName:
            return
        self._pods.bind(meta.namespace, meta.name, node)
        text = f"Successfully assigned {meta.namespace}/{meta.name} to {node}"
        self._recorder.write(pod, "Normal", "Scheduled", text, source=NAME)

    def _give_up(self, pod: Pod, nodes: int, reasons: Counter[str]) -> None:
        listed = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        message = f"0/{nodes} nodes are available: {listed}." if nodes else "no nodes available to schedule pods"
        condition = PodCondition(type="PodScheduled", status="False", reason="Unschedulable", message=message)
        self._pods.write_condition(pod.metadata.namespace, pod.metadata.name, condition)
        self._recorder.write(pod, "Warning", "FailedScheduling", message, source=NAME)


def _frees_room(event: WatchEvent) -> bool:
    """A node came or changed, or a Pod that had a node ended or went."""
    if event.kind == "Node":
        return True
    ended = event.type == "DELETED" or is_terminal(event.object.status.phase)
    return event.kind == "Pod" and bool(event.object.spec.nodeName) and ended
