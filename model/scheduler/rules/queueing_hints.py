"""QueueingHints: which change in the cluster may let a Pod fit that some filters kept off its nodes (SQ isWorthRequeuing;
semantics B21.13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ...objects.node import Node
from ...objects.pod import Pod
from . import (
    inter_pod_affinity,
    node_affinity,
    node_name,
    node_ports,
    node_resources_fit,
    node_unschedulable,
    pod_topology_spread,
    taint_toleration,
    volume_binding,
    volume_restrictions,
)
from .affinity_terms import affinity_terms
from .node_info import NodeInfo, host_ports, requests_of
from .rejection import Rejection

BY_ITSELF: Final[Mapping[str, Callable[[Pod, NodeInfo], Rejection | None]]] = {
    node_unschedulable.NAME: node_unschedulable.filter_node,
    node_name.NAME: node_name.filter_node,
    taint_toleration.NAME: taint_toleration.filter_node,
    node_affinity.NAME: node_affinity.filter_node,
    node_ports.NAME: node_ports.filter_node,
    node_resources_fit.NAME: node_resources_fit.filter_node,
}
"""The filters that look at one node only: a change helps if the node, were it empty, begins to pass."""


def node_helps(pod: Pod, plugin: str, before: Node | None, after: Node | None) -> bool:
    """A node came (no `before`), changed, or went (no `after`)."""
    if plugin == pod_topology_spread.NAME:
        return _labels(before) != _labels(after) or _taints(before) != _taints(after)
    if after is None:
        return False
    if plugin in (inter_pod_affinity.NAME, volume_binding.NAME):
        return _labels(before) != _labels(after)
    passes = BY_ITSELF.get(plugin)
    if passes is None or passes(pod, NodeInfo(after)) is not None:
        return False
    if before is None:
        return True
    if plugin == node_resources_fit.NAME:
        return _has_more(pod, NodeInfo(before), NodeInfo(after))
    return passes(pod, NodeInfo(before)) is not None


def _labels(node: Node | None) -> Mapping[str, str] | None:
    return None if node is None else node.metadata.labels


def _taints(node: Node | None) -> object:
    return None if node is None else node.spec.taints


def _has_more(pod: Pod, before: NodeInfo, after: NodeInfo) -> bool:
    """Something that the Pod requests has increased, or the number of Pods (haveAnyRequestedResourcesIncreased)."""
    wanted = ("pods", *(name for name, amount in requests_of(pod.spec).items() if amount))
    return any(after.allocatable.get(name, 0) > before.allocatable.get(name, 0) for name in wanted)


def departure_helps(pod: Pod, plugin: str, gone: Pod) -> bool:
    """Another Pod, which had a node or was nominated to one, has ended or gone."""
    if plugin in (node_resources_fit.NAME, volume_restrictions.NAME):
        return True
    if plugin == node_ports.NAME:
        held = host_ports(gone.spec)
        return any(node_ports.conflicts(wanted, used) for wanted in host_ports(pod.spec) for used in held)
    return _concerns(pod, plugin, gone)


def arrival_helps(pod: Pod, plugin: str, come: Pod) -> bool:
    """Another Pod has got a node, or has other labels there."""
    return _concerns(pod, plugin, come)


def _concerns(pod: Pod, plugin: str, other: Pod) -> bool:
    """Affinity or spreading of one of the two speaks of the other."""
    if plugin == pod_topology_spread.NAME:
        wanted = pod_topology_spread.constraints(pod, "DoNotSchedule")
        is_near = other.metadata.namespace == pod.metadata.namespace
        return is_near and any(each.selector.matches(other.metadata.labels) for each in wanted)
    if plugin == inter_pod_affinity.NAME:
        mine = (*affinity_terms(pod, "podAffinity").required, *affinity_terms(pod, "podAntiAffinity").required)
        theirs = affinity_terms(other, "podAntiAffinity").required
        return any(term.matches(other) for term in mine) or any(term.matches(pod) for term in theirs)
    return False


def storage_helps(plugin: str) -> bool:
    """A claim, a volume or a class has come or changed."""
    return plugin in (volume_binding.NAME, volume_restrictions.NAME)


def has_less_needs(before: Pod, after: Pod) -> bool:
    """The waiting Pod itself has changed in a way that may help: it tolerates more, requests less, has other labels."""
    old, new = requests_of(before.spec), requests_of(after.spec)
    return (
        before.spec.tolerations != after.spec.tolerations
        or before.metadata.labels != after.metadata.labels
        or any(new.get(name, 0) < amount for name, amount in old.items())
    )
