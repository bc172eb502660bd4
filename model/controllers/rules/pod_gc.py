"""Pod GC: which Pods the garbage collector deletes in one round (PGC gc; semantics B.20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Final

from attrs import frozen

from ...objects.node import Node
from ...objects.pod import Pod, is_terminal

OUT_OF_SERVICE: Final = "node.kubernetes.io/out-of-service"


class Cause(Enum):
    """Why a Pod is collected."""

    TERMINATED = "B20.1"
    OUT_OF_SERVICE = "B20.3"
    ORPHANED = "B20.2"
    UNSCHEDULED = "B20.4"


@frozen
class Collection:
    """A Pod to be deleted with grace 0; before that its phase becomes Failed if it is not final."""

    pod: Pod
    cause: Cause

    @property
    def marks_failed(self) -> bool:
        return not is_terminal(self.pod.status.phase)

    @property
    def sets_disruption_target(self) -> bool:
        """The condition DisruptionTarget comes with the phase, and only where the node is gone."""
        return self.marks_failed and self.cause is Cause.ORPHANED


def collections(pods: Iterable[Pod], nodes: Mapping[str, Node], threshold: int) -> tuple[Collection, ...]:
    """The Pods to collect, each once. `nodes` are those that exist or have been missing for less than the quarantine of
    40 s; `threshold` is how many ended Pods may stay, 0: all (B20.1 to B20.4)."""
    known = tuple(pods)
    found: dict[tuple[str, str], Collection] = {}
    for pod, cause in _causes(known, nodes, threshold):
        found.setdefault((pod.metadata.namespace, pod.metadata.name), Collection(pod, cause))
    return tuple(found.values())


def _causes(pods: tuple[Pod, ...], nodes: Mapping[str, Node], threshold: int) -> Iterator[tuple[Pod, Cause]]:
    if threshold > 0:
        ended = sorted((pod for pod in pods if is_terminal(pod.status.phase)), key=_eviction_then_age)
        yield from ((pod, Cause.TERMINATED) for pod in ended[: max(0, len(ended) - threshold)])
    for pod in pods:
        node = nodes.get(pod.spec.nodeName)
        is_deleted = pod.metadata.deletionTimestamp is not None
        if is_deleted and node is not None and is_out_of_service(node):
            yield pod, Cause.OUT_OF_SERVICE
        if pod.spec.nodeName and node is None:
            yield pod, Cause.ORPHANED
        if is_deleted and not pod.spec.nodeName:
            yield pod, Cause.UNSCHEDULED


def is_out_of_service(node: Node) -> bool:
    """Not ready, and somebody has set the taint that says that it will not come back (gcTerminating)."""
    is_ready = any(each.type == "Ready" and each.status == "True" for each in node.status.conditions)
    return not is_ready and any(taint.key == OUT_OF_SERVICE for taint in node.spec.taints)


def _eviction_then_age(pod: Pod) -> tuple[bool, int, str]:
    """Evicted ones go first, then the oldest (byEvictionAndCreationTimestamp)."""
    is_evicted = pod.status.phase == "Failed" and pod.status.reason == "Evicted"
    return not is_evicted, pod.metadata.creationTimestamp or 0, pod.metadata.name
