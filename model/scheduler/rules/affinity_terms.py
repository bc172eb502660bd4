"""Affinity terms: which other Pods a term of inter-pod affinity means (framework AffinityTerm)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from ...objects.pod import Pod
from ...objects.selectors import Selector, label_selector

REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"


@frozen
class AffinityTerm:
    """Pods of these namespaces with these labels, on nodes that share the value of `topology_key`; `namespaces` None:
    all of them; `weight` 0: the term is required."""

    topology_key: str
    selector: Selector
    namespaces: frozenset[str] | None
    weight: int = 0

    def matches(self, pod: Pod) -> bool:
        """Whether the Pod is one of those that are meant."""
        is_inside = self.namespaces is None or pod.metadata.namespace in self.namespaces
        return is_inside and self.selector.matches(pod.metadata.labels)


@frozen
class AffinityTerms:
    """A Pod's terms of one kind, podAffinity or podAntiAffinity."""

    required: tuple[AffinityTerm, ...] = ()
    preferred: tuple[AffinityTerm, ...] = ()


def affinity_terms(pod: Pod, kind: str) -> AffinityTerms:
    """The Pod's terms under spec.affinity[kind]."""
    given: Mapping[str, Any] = (pod.spec.affinity or {}).get(kind) or {}
    preferred: Iterable[Mapping[str, Any]] = given.get(PREFERRED) or ()
    return AffinityTerms(
        required=tuple(_term(pod, each) for each in given.get(REQUIRED) or ()),
        preferred=tuple(_term(pod, each.get("podAffinityTerm") or {}, each.get("weight", 0)) for each in preferred),
    )


def _term(pod: Pod, given: Mapping[str, Any], weight: int = 0) -> AffinityTerm:
    """Without namespaces the Pod's own is meant. A namespaceSelector is taken for one that selects all namespaces,
    since the model knows no labels of namespaces."""
    names = frozenset(given.get("namespaces") or ())
    has_selector = given.get("namespaceSelector") is not None
    namespaces = None if has_selector else names or frozenset({pod.metadata.namespace})
    return AffinityTerm(given.get("topologyKey", ""), label_selector(given.get("labelSelector")), namespaces, weight)
