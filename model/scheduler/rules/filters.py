"""Filters: the nodes that can take a Pod, and why the others cannot (SCH findNodesThatFitPod; semantics B21.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from ...objects.pod import Pod
from . import (
    node_affinity,
    node_name,
    node_ports,
    node_resources_fit,
    node_unschedulable,
    taint_toleration,
    volume_binding,
    volume_restrictions,
)
from .inter_pod_affinity import inter_pod_affinity
from .left_out import left_out
from .node_info import NodeInfo
from .nomination import NOBODY, Nominations, rivals, with_all
from .pod_topology_spread import pod_topology_spread
from .rejection import Rejection
from .storage import NO_STORAGE, Storage

Filter = Callable[[NodeInfo], Rejection | None]

SIMPLE: Final[tuple[Callable[[Pod, NodeInfo], Rejection | None], ...]] = (
    node_unschedulable.filter_node,
    node_name.filter_node,
    taint_toleration.filter_node,
    node_affinity.filter_node,
    node_ports.filter_node,
    node_resources_fit.filter_node,
)
"""The plugins that look at one node only, in the order of the default profile."""


@frozen
class Fit:
    """The feasible nodes and the first rejection of each of the others, by name; `message` explains it all when a
    plugin ruled out every node at once."""

    feasible: tuple[NodeInfo, ...]
    rejected: Mapping[str, Rejection]
    pre_filter_message: str = ""
    storage: Storage = NO_STORAGE


def nodes_that_fit(
    pod: Pod,
    nodes: Sequence[NodeInfo],
    storage: Storage = NO_STORAGE,
    nominated: Nominations = NOBODY,
    *,
    begin: int = 0,
    enough: int | None = None,
) -> Fit:
    """The nodes put to all filters, from the one at `begin` on until there are `enough` feasible ones; the first filter
    that rejects a node gives its reason. `nominated`: Pods that wait for room on a node count there as well."""
    named = node_affinity.pre_filter(pod)
    if not isinstance(named, Rejection):
        named = storage_pre_filter(pod, storage) or named
    run = node_filters(pod, nodes, storage, nominated)
    feasible: list[NodeInfo] = []
    rejected: dict[str, Rejection] = {}
    for info in (*nodes[begin:], *nodes[:begin]) if begin else nodes:
        if len(feasible) == enough:
            break
        rejection = left_out(named, info) or run(info)
        if rejection is None:
            feasible.append(info)
        else:
            rejected[info.name] = rejection
    return Fit(tuple(feasible), rejected, named.reasons[0] if isinstance(named, Rejection) else "", storage)


def storage_pre_filter(pod: Pod, storage: Storage) -> Rejection | None:
    """What keeps the Pod off every node because of its claims."""
    if not pod.spec.volumes:
        return None
    return volume_restrictions.pre_filter(pod, storage) or volume_binding.pre_filter(pod, storage)


def node_filters(
    pod: Pod, nodes: Sequence[NodeInfo], storage: Storage = NO_STORAGE, nominated: Nominations = NOBODY
) -> Filter:
    """The filters of the default profile one after the other, with what they know of all nodes; Pods that are nominated
    to a node are there and are not (B21.15)."""
    if not nominated:
        return _filters_among(pod, nodes, storage)

    def run(info: NodeInfo) -> Rejection | None:
        rejection = None
        others = rivals(pod, nominated.get(info.name, ()))
        if others:
            full = with_all(info, others)
            among = [full if each.name == full.name else each for each in nodes]
            rejection = _filters_among(pod, among, storage)(full)
        return rejection or without(info)

    without = _filters_among(pod, nodes, storage)
    return run


def _filters_among(pod: Pod, nodes: Sequence[NodeInfo], storage: Storage) -> Filter:
    among_nodes: list[Filter] = []

    def filters() -> Iterator[Filter]:
        if not among_nodes:  # made only if a node gets that far
            if any(storage.claims_of(pod)):
                among_nodes.append(volume_restrictions.volume_restrictions(pod, nodes, storage))
                among_nodes.append(lambda info: volume_binding.filter_node(pod, info, storage))
            among_nodes.append(pod_topology_spread(pod, nodes).filter_node)
            among_nodes.append(inter_pod_affinity(pod, nodes).filter_node)
        return iter(among_nodes)

    def run(info: NodeInfo) -> Rejection | None:
        rejection = first_rejection(pod, info)
        if rejection is not None:
            return rejection
        return next((found for each in filters() if (found := each(info)) is not None), None)

    return run


def first_rejection(pod: Pod, info: NodeInfo) -> Rejection | None:
    """What the first of the plugins that look at one node only has against it."""
    for filter_node in SIMPLE:
        rejection = filter_node(pod, info)
        if rejection is not None:
            return rejection
    return None


def failure_message(fit: Fit, count: int) -> str:
    """`0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.` (framework FitError)."""
    if count == 0:
        return "0/0 nodes are available:"
    if fit.pre_filter_message:
        return f"0/{count} nodes are available: {fit.pre_filter_message}."
    reasons = Counter(reason for rejection in fit.rejected.values() for reason in rejection.reasons)
    return f"0/{count} nodes are available: {histogram(reasons)}."


def histogram(reasons: Mapping[str, int]) -> str:
    """`1 this, 2 that`, ordered as texts."""
    return ", ".join(sorted(f"{number} {reason}" for reason, number in reasons.items()))
