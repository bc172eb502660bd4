"""PodGarbageCollector: deletes Pods that nobody else will: of gone or dead nodes, too many ended ones (semantics B.20)."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..cluster import timing
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.meta import ObjectMeta
from ..objects.node import Node
from ..objects.pod import Pod, is_terminal
from ..objects.status import PodCondition
from ..objects.time import Millis
from .context import ControllerContext
from .rules.pod_gc import Collection, collections, is_out_of_service

SOURCE = "pod-garbage-collector"
PERIOD: Final = 20_000
"""Milliseconds between two rounds (gcCheckPeriod)."""
QUARANTINE: Final = 40_000
"""For so long after a round first missed it a node may still come (quarantineTime)."""
THRESHOLD: Final = 12_500
"""So many ended Pods may stay (terminatedPodThreshold)."""
MARK = PodCondition(
    type="DisruptionTarget", status="True", reason="DeletionByPodGC", message="PodGC: node no longer exists"
)


class PodGarbageCollector:
    """One for the whole cluster, a round every twenty seconds; only rounds that may find something are held."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._base = Millis(context.simulation.now - context.simulation.stream(SOURCE).randrange(PERIOD))
        self._missing: dict[str, Millis] = {}
        """By name of a node that is not there: from when its Pods are orphans."""
        self._ended: dict[str, None] = {}
        """The uids of the Pods that have ended."""
        self._is_due = False
        context.store.watch(self._hear)

    def begin_at(self, moment: int) -> None:
        """One of its rounds is at this moment, the others before and after it; to be said before anything happens."""
        self._base = Millis(moment)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Node":
            concerns = event.type == "DELETED" or is_out_of_service(event.object)
        else:
            concerns = event.kind == "Pod" and self._concerns(event)
        if concerns:
            self._wake()

    def _concerns(self, event: WatchEvent) -> bool:
        """A round may have something to do with this Pod."""
        pod, uid = event.object, event.object.metadata.uid
        if event.type == "DELETED":
            self._ended.pop(uid, None)
            return False
        if is_terminal(pod.status.phase):
            self._ended[uid] = None
        node = self._context.store.get("Node", "", pod.spec.nodeName) if pod.spec.nodeName else None
        if pod.spec.nodeName and node is None:
            return True
        is_deleted = pod.metadata.deletionTimestamp is not None
        is_stuck = is_deleted and (node is None or is_out_of_service(node))
        return is_stuck or len(self._ended) > THRESHOLD

    def _wake(self, least: int = timing.WATCH_LAG) -> None:
        """The first round that sees what has happened now, or that comes after so many milliseconds."""
        if not self._is_due:
            self._is_due = True
            elapsed = self._context.simulation.now + least - self._base
            self._context.simulation.at(self._base + -(-elapsed // PERIOD) * PERIOD, self._round)

    def _round(self) -> None:
        """PGC gc; what it does itself is no reason for another one."""
        now, store = self._context.simulation.now, self._context.store
        pods = list(store.list("Pod"))
        there = {node.metadata.name: node for node in store.list("Node")}
        gone = [each for each in _nodes_of(pods) if each not in there]
        self._missing = {each: self._missing.get(each, Millis(now + QUARANTINE)) for each in gone}
        waited_for = {each: _absent(each) for each, over in self._missing.items() if now < over}
        found = collections(pods, {**there, **waited_for}, THRESHOLD)
        for each in found:
            self._collect(each)
        self._is_due = False
        if waited_for:
            self._wake(max(1, min(self._missing[each] for each in waited_for) - now))

    def _collect(self, found: Collection) -> None:
        """PGC markFailedAndDeletePodWithCondition: Failed first, and then gone."""
        context, pod = self._context, found.pod
        meta = pod.metadata
        try:
            if found.marks_failed:
                mark = evolve(MARK, observedGeneration=meta.generation) if found.sets_disruption_target else None
                context.pods.give_up(meta.namespace, meta.name, mark)
            options = DeleteOptions(gracePeriodSeconds=0, preconditions=Preconditions(uid=meta.uid))
            context.pods.delete(meta.namespace, meta.name, options)
        except Rejected:
            return  # it went in the meantime


def _nodes_of(pods: list[Pod]) -> list[str]:
    return list(dict.fromkeys(pod.spec.nodeName for pod in pods if pod.spec.nodeName))


def _absent(name: str) -> Node:
    """Stands for a node that may still come."""
    return Node(metadata=ObjectMeta(name=name))
