"""ClusterChange: what happened in the cluster, as far as it may let a waiting Pod fit (framework ClusterEvent)."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from ..apiserver.store import WatchEvent
from ..objects.pod import Pod, is_terminal
from .rules.counted import shrinks
from .rules.queueing_hints import arrival_helps, departure_helps, has_less_needs, node_helps, storage_helps
from .storage_cache import KINDS as STORAGE_KINDS


@frozen
class ClusterChange:
    """`helps(pod, plugin)`: whether the filter that rejected the Pod may let it pass now."""

    helps: Callable[[Pod, str], bool]


def change_in(event: WatchEvent) -> ClusterChange | None:
    """What this event of the store means for Pods that wait; None: nothing."""
    if event.kind == "Node":
        after = None if event.type == "DELETED" else event.object
        return ClusterChange(lambda pod, plugin: node_helps(pod, plugin, event.before, after))
    if event.kind in STORAGE_KINDS:
        return ClusterChange(lambda pod, plugin: storage_helps(plugin))
    return _change_of_pod(event) if event.kind == "Pod" else None


def _change_of_pod(event: WatchEvent) -> ClusterChange | None:
    now: Pod = event.object
    before: Pod | None = event.before
    if not now.spec.nodeName:
        return _change_of_waiting(event.type, before, now)
    is_gone = event.type == "DELETED" or is_terminal(now.status.phase)
    was_there = before is not None and bool(before.spec.nodeName) and not is_terminal(before.status.phase)
    if is_gone:
        return ClusterChange(lambda pod, plugin: departure_helps(pod, plugin, now)) if was_there else None
    if before is None or not was_there or before.metadata.labels != now.metadata.labels:
        return ClusterChange(lambda pod, plugin: arrival_helps(pod, plugin, now))
    if shrinks(before, now):
        return ClusterChange(lambda pod, plugin: departure_helps(pod, plugin, now))
    return None


def _change_of_waiting(type_: str, before: Pod | None, now: Pod) -> ClusterChange | None:
    """A Pod without a node: its own needs may have become less, or it was nominated to a node and is gone."""
    if type_ == "DELETED":
        is_nominated = bool(now.status.nominatedNodeName)
        return ClusterChange(lambda pod, plugin: departure_helps(pod, plugin, now)) if is_nominated else None
    if before is None or (before.spec is now.spec and before.metadata.labels == now.metadata.labels):
        return None
    if not has_less_needs(before, now):
        return None
    return ClusterChange(lambda pod, plugin: pod.metadata.uid == now.metadata.uid)
