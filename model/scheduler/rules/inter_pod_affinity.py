"""InterPodAffinity: a Pod goes near Pods that it wants and away from others (plugins/interpodaffinity)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import frozen

from ...objects.pod import Pod
from .affinity_terms import AffinityTerm, AffinityTerms, affinity_terms
from .node_info import NodeInfo
from .rejection import Code, Rejection

NAME: Final = "InterPodAffinity"
AFFINITY: Final = "node(s) didn't match pod affinity rules"
ANTI_AFFINITY: Final = "node(s) didn't match pod anti-affinity rules"
EXISTING: Final = "node(s) didn't satisfy existing pods anti-affinity rules"
HARD_WEIGHT: Final = 1
"""What a required affinity of a Pod that is there counts in the score (hardPodAffinityWeight)."""

Pair = tuple[str, str]
"""A topology key and a node's value of it."""


@frozen
class InterPodAffinity:
    """The filter for one Pod: where Pods are that it wants near, wants away, or that want it away."""

    pod: Pod
    affinity: AffinityTerms
    anti: AffinityTerms
    wanted: frozenset[Pair]
    unwanted: frozenset[Pair]
    repelling: frozenset[Pair]

    def filter_node(self, info: NodeInfo) -> Rejection | None:
        labels = info.node.metadata.labels
        here = frozenset(labels.items())
        if not self._finds_company(labels):
            return Rejection(NAME, Code.UNRESOLVABLE, (AFFINITY,))
        if here & self.unwanted:
            return Rejection(NAME, Code.UNSCHEDULABLE, (ANTI_AFFINITY,))
        if here & self.repelling:
            return Rejection(NAME, Code.UNSCHEDULABLE, (EXISTING,))
        return None

    def _finds_company(self, labels: Mapping[str, str]) -> bool:
        """Every term is met here; the first of a group of Pods that want each other may go anywhere with the labels."""
        terms = self.affinity.required
        if any(term.topology_key not in labels for term in terms):
            return False
        if all((term.topology_key, labels[term.topology_key]) in self.wanted for term in terms):
            return True
        return not self.wanted and all(term.matches(self.pod) for term in terms)


def inter_pod_affinity(pod: Pod, nodes: Sequence[NodeInfo]) -> InterPodAffinity:
    """The filter for this Pod among all nodes (PreFilter)."""
    affinity, anti = affinity_terms(pod, "podAffinity"), affinity_terms(pod, "podAntiAffinity")
    wanted: set[Pair] = set()
    unwanted: set[Pair] = set()
    repelling: set[Pair] = set()
    for info in nodes:
        labels = info.node.metadata.labels
        for other in info.pods if affinity.required or anti.required else ():
            if affinity.required and all(term.matches(other) for term in affinity.required):
                wanted |= _places(affinity.required, labels)
            unwanted |= _places((term for term in anti.required if term.matches(other)), labels)
        for other in info.pods_with_affinity:
            theirs = affinity_terms(other, "podAntiAffinity").required
            repelling |= _places((term for term in theirs if term.matches(pod)), labels)
    return InterPodAffinity(pod, affinity, anti, frozenset(wanted), frozenset(unwanted), frozenset(repelling))


def _places(terms: Iterable[AffinityTerm], labels: Mapping[str, str]) -> set[Pair]:
    return {(term.topology_key, labels[term.topology_key]) for term in terms if term.topology_key in labels}


def weights(pod: Pod, nodes: Sequence[NodeInfo]) -> Mapping[Pair, int]:
    """How much each place attracts the Pod, by its own preferences and those of the Pods there (PreScore)."""
    mine = affinity_terms(pod, "podAffinity").preferred, affinity_terms(pod, "podAntiAffinity").preferred
    found: dict[Pair, int] = {}
    for info in nodes:
        labels = info.node.metadata.labels
        for other in info.pods if mine[0] or mine[1] else info.pods_with_affinity:
            terms = [(term, term.weight) for term in mine[0] if term.matches(other)]
            terms += [(term, -term.weight) for term in mine[1] if term.matches(other)]
            if other.spec.affinity:
                theirs, theirs_anti = affinity_terms(other, "podAffinity"), affinity_terms(other, "podAntiAffinity")
                terms += [(term, HARD_WEIGHT) for term in theirs.required if term.matches(pod)]
                terms += [(term, term.weight) for term in theirs.preferred if term.matches(pod)]
                terms += [(term, -term.weight) for term in theirs_anti.preferred if term.matches(pod)]
            for term, weight in terms:
                for pair in _places((term,), labels):
                    found[pair] = found.get(pair, 0) + weight
    return found


def scores(pod: Pod, nodes: Sequence[NodeInfo], feasible: Sequence[NodeInfo]) -> Mapping[str, int] | None:
    """0 to 100 by node, stretched between the least and the most attractive; None: nothing attracts or repels."""
    attraction = weights(pod, nodes)
    if not attraction or not feasible:
        return None
    raw = {info.name: sum(attraction.get(pair, 0) for pair in info.node.metadata.labels.items()) for info in feasible}
    least, span = min(raw.values()), max(raw.values()) - min(raw.values())
    return {name: int(100 * ((value - least) / span)) if span else 0 for name, value in raw.items()}
