"""PodTopologySpread: Pods of one kind are spread evenly over zones, hosts and the like (plugins/podtopologyspread)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from ...objects.pod import Pod
from ...objects.selectors import Selector, label_selector
from ...objects.tolerations import untolerated_taint
from .node_info import NodeInfo
from .node_selector import matches_node
from .rejection import Code, Rejection
from .taint_toleration import HINDERING

NAME: Final = "PodTopologySpread"
REASON: Final = "node(s) didn't match pod topology spread constraints"
HOSTNAME: Final = "kubernetes.io/hostname"


@frozen
class Constraint:
    """One entry of topologySpreadConstraints. A node counts only if the Pod's affinity matches it and, where
    `honors_taints` says so, the Pod tolerates its taints."""

    topology_key: str
    max_skew: int
    selector: Selector
    min_domains: int
    honors_affinity: bool
    honors_taints: bool

    def includes(self, pod: Pod, info: NodeInfo) -> bool:
        """Whether Pods on this node count (matchNodeInclusionPolicies)."""
        if self.honors_affinity and not matches_node(pod.spec, info.node):
            return False
        taints = info.node.spec.taints
        return not self.honors_taints or untolerated_taint(taints, pod.spec.tolerations, HINDERING) is None

    def count_on(self, pod: Pod, info: NodeInfo) -> int:
        """The Pods there that the selector means, in the same namespace, not being deleted (countPodsMatchSelector)."""
        if self.selector.is_empty:
            return 0
        return sum(
            other.metadata.namespace == pod.metadata.namespace
            and other.metadata.deletionTimestamp is None
            and self.selector.matches(other.metadata.labels)
            for other in info.pods
        )


def constraints(pod: Pod, when_unsatisfiable: str) -> tuple[Constraint, ...]:
    """The Pod's constraints of this kind: DoNotSchedule or ScheduleAnyway."""
    return tuple(
        Constraint(
            each["topologyKey"],
            each["maxSkew"],
            label_selector(each.get("labelSelector")),
            each.get("minDomains") or 1,
            each.get("nodeAffinityPolicy", "Honor") == "Honor",
            each.get("nodeTaintsPolicy", "Ignore") == "Honor",
        )
        for each in pod.spec.topologySpreadConstraints
        if each["whenUnsatisfiable"] == when_unsatisfiable
    )


def has_all_keys(wanted: Sequence[Constraint], info: NodeInfo) -> bool:
    """The node has a value of every topology key; else it belongs to no domain."""
    return all(each.topology_key in info.node.metadata.labels for each in wanted)


def domains(pod: Pod, wanted: Sequence[Constraint], nodes: Sequence[NodeInfo]) -> tuple[dict[str, int], ...]:
    """For each constraint the matching Pods by value of its key (calPreFilterState)."""
    found: tuple[dict[str, int], ...] = tuple({} for _ in wanted)
    for info in nodes:
        if has_all_keys(wanted, info):
            for each, by_value in zip(wanted, found, strict=True):
                if each.includes(pod, info):
                    value = info.node.metadata.labels[each.topology_key]
                    by_value[value] = by_value.get(value, 0) + each.count_on(pod, info)
    return found


@frozen
class PodTopologySpread:
    """The filter for one Pod: its DoNotSchedule constraints and what is there already."""

    pod: Pod
    wanted: tuple[Constraint, ...]
    counts: tuple[dict[str, int], ...]

    def filter_node(self, info: NodeInfo) -> Rejection | None:
        """With this Pod no domain may be ahead of the emptiest one by more than maxSkew."""
        for each, by_value in zip(self.wanted, self.counts, strict=True):
            value = info.node.metadata.labels.get(each.topology_key)
            if value is None:
                return Rejection(NAME, Code.UNRESOLVABLE, (f"{REASON} (missing required label)",))
            least = min(by_value.values(), default=2**31 - 1) if len(by_value) >= each.min_domains else 0
            itself = each.selector.matches(self.pod.metadata.labels)
            if by_value.get(value, 0) + itself - least > each.max_skew:
                return Rejection(NAME, Code.UNSCHEDULABLE, (REASON,))
        return None


def pod_topology_spread(pod: Pod, nodes: Sequence[NodeInfo]) -> PodTopologySpread:
    """The filter for this Pod among all nodes (PreFilter)."""
    wanted = constraints(pod, "DoNotSchedule")
    return PodTopologySpread(pod, wanted, domains(pod, wanted, nodes))


def scores(pod: Pod, nodes: Sequence[NodeInfo], feasible: Sequence[NodeInfo]) -> Mapping[str, int] | None:
    """0 to 100 by node, more where fewer matching Pods are; None without ScheduleAnyway constraints. A node without
    all the keys gets 0 (PreScore, Score, NormalizeScore)."""
    wanted = constraints(pod, "ScheduleAnyway")
    if not wanted:
        return None
    known = [info for info in feasible if has_all_keys(wanted, info)]
    counts = domains(pod, wanted, nodes)
    raw = {info.name: _raw_score(pod, wanted, counts, info, known) for info in known}
    most, least = max(raw.values(), default=0), min(raw.values(), default=0)
    stretched = {name: 100 * (most + least - value) // most if most else 100 for name, value in raw.items()}
    return {info.name: stretched.get(info.name, 0) for info in feasible}


def _raw_score(
    pod: Pod,
    wanted: Sequence[Constraint],
    counts: Sequence[Mapping[str, int]],
    info: NodeInfo,
    known: Sequence[NodeInfo],
) -> int:
    """Matching Pods, weighted by the number of domains; hosts are counted one by one."""
    score = 0.0
    for each, by_value in zip(wanted, counts, strict=True):
        value = info.node.metadata.labels[each.topology_key]
        on_host = each.topology_key == HOSTNAME
        count = each.count_on(pod, info) if on_host else by_value.get(value, 0)
        size = len(known) if on_host else len({other.node.metadata.labels[each.topology_key] for other in known})
        score += count * math.log(size + 2) + (each.max_skew - 1)
    return math.floor(score + 0.5)
