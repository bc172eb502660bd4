"""Drain: `kubectl drain --ignore-daemonsets --force`: a cordon, then an eviction of each Pod of the node, tried until it is granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.pod import Pod, is_mirror, is_terminal
from ..objects.time import Millis
from .operations import cordon_node

if TYPE_CHECKING:
    from .cluster import Cluster

RETRY: Final = 5_000
"""Milliseconds from one refused try to the next."""


class Drain:
    """One drain; a try whose answer cannot have changed since the last one is not made."""

    def __init__(self, cluster: Cluster, node: str, grace: int | None = None) -> None:
        self._cluster, self._grace = cluster, grace
        self._refused: dict[str, tuple[Pod, Millis]] = {}
        """By uid: a Pod that its budget still protects, and when it was first tried."""
        self._due: dict[str, None] = {}
        cordon_node(cluster, node)
        for pod in [each for each in cluster.store.list("Pod") if each.spec.nodeName == node and goes(each)]:
            self._try(pod, cluster.simulation.now)
        if self._refused:
            cluster.store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        uid = event.object.metadata.uid
        if event.kind == "Pod" and event.type == "DELETED":
            self._refused.pop(uid, None)
        elif event.kind == "PodDisruptionBudget":
            for each in self._refused:
                self._try_later(each)
        elif event.kind == "Pod" and uid in self._refused:
            self._try_later(uid)

    def _try_later(self, uid: str) -> None:
        if uid in self._due:
            return
        self._due[uid] = None
        simulation, (_, first) = self._cluster.simulation, self._refused[uid]
        passed = (simulation.now - first) // RETRY + 1
        simulation.at(first + passed * RETRY, lambda: self._try_again(uid))

    def _try_again(self, uid: str) -> None:
        self._due.pop(uid, None)
        known = self._refused.pop(uid, None)
        if known is not None:
            self._try(*known)

    def _try(self, pod: Pod, first: Millis) -> None:
        meta = pod.metadata
        options = DeleteOptions(gracePeriodSeconds=self._grace, preconditions=Preconditions(uid=meta.uid))
        try:
            self._cluster.evictions.evict(meta.namespace, meta.name, options)
        except Rejected as error:
            if error.reason == "TooManyRequests":
                self._refused[meta.uid] = pod, first


def goes(pod: Pod) -> bool:
    """A drain evicts this Pod: it is no mirror, no DaemonSet's unless it has ended, and does not go already."""
    if is_mirror(pod) or pod.metadata.deletionTimestamp is not None:
        return False
    is_daemon = any(each.controller and each.kind == "DaemonSet" for each in pod.metadata.ownerReferences)
    return not is_daemon or is_terminal(pod.status.phase)
