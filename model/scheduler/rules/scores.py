"""Scores: which of the feasible nodes is best for a Pod (SCH prioritizeNodes; semantics B21.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ...objects.pod import Pod
from . import (
    balanced_allocation,
    inter_pod_affinity,
    node_affinity,
    node_resources_fit,
    pod_topology_spread,
    taint_toleration,
)
from .node_info import NodeInfo
from .node_selector import preferred_terms

WEIGHTS: Final = {
    taint_toleration.NAME: 3,
    node_affinity.NAME: 2,
    pod_topology_spread.NAME: 2,
    inter_pod_affinity.NAME: 2,
    node_resources_fit.NAME: 1,
    balanced_allocation.NAME: 1,
}
ALWAYS_ZERO: Final = ("DynamicResources", "ImageLocality")
"""Plugins of the default profile for devices and images of nodes, which podlaw does not model."""

Scores = Mapping[str, int]
"""Node -> 0 to 100."""


def node_scores(pod: Pod, nodes: Sequence[NodeInfo], feasible: Sequence[NodeInfo]) -> Mapping[str, Mapping[str, int]]:
    """Node -> plugin -> weighted score; a plugin that has nothing to say about this Pod is left out."""
    by_plugin = {
        taint_toleration.NAME: _taints(pod, feasible),
        node_affinity.NAME: _affinity(pod, feasible),
        pod_topology_spread.NAME: pod_topology_spread.scores(pod, nodes, feasible),
        inter_pod_affinity.NAME: inter_pod_affinity.scores(pod, nodes, feasible),
        node_resources_fit.NAME: {info.name: node_resources_fit.score(pod, info) for info in feasible},
        balanced_allocation.NAME: _balance(pod, feasible),
    }
    return {
        info.name: {
            **dict.fromkeys(ALWAYS_ZERO, 0),
            **{plugin: WEIGHTS[plugin] * found[info.name] for plugin, found in by_plugin.items() if found is not None},
        }
        for info in feasible
    }


def best_nodes(scores: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """The names with the highest total; the scheduler takes any of them."""
    totals = {name: sum(each.values()) for name, each in scores.items()}
    most = max(totals.values(), default=0)
    return tuple(sorted(name for name, total in totals.items() if total == most))


def _taints(pod: Pod, feasible: Sequence[NodeInfo]) -> Scores:
    """100 for the fewest taints that the Pod would rather not have, 0 for the most."""
    raw = {info.name: taint_toleration.score(pod, info) for info in feasible}
    most = max(raw.values(), default=0)
    return {name: 100 - 100 * value // most if most else 100 for name, value in raw.items()}


def _affinity(pod: Pod, feasible: Sequence[NodeInfo]) -> Scores | None:
    """100 for the node that the Pod prefers most."""
    if not preferred_terms(pod.spec):
        return None
    raw = {info.name: node_affinity.score(pod, info) for info in feasible}
    most = max(raw.values(), default=0)
    return {name: 100 * value // most if most else 0 for name, value in raw.items()}


def _balance(pod: Pod, feasible: Sequence[NodeInfo]) -> Scores | None:
    found = {info.name: balanced_allocation.score(pod, info) for info in feasible}
    return {name: value for name, value in found.items() if value is not None} or None
