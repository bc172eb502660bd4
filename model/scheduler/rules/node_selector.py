"""Node selector: which nodes a Pod wants by their labels and name (component-helpers nodeaffinity)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...objects.node import Node
from ...objects.pod import PodSpec
from ...objects.requirement import BadSelector, new_requirement

Term = Mapping[str, Any]
"""A NodeSelectorTerm: `matchExpressions` on labels, `matchFields` on metadata.name."""

OPERATORS: Final = {
    "In": "In",
    "NotIn": "NotIn",
    "Exists": "Exists",
    "DoesNotExist": "DoesNotExist",
    "Gt": "GreaterThan",
    "Lt": "LessThan",
}


def required_terms(spec: PodSpec) -> tuple[Term, ...] | None:
    """The terms of the required node affinity, one of which must match; None where nothing is required."""
    affinity = (spec.affinity or {}).get("nodeAffinity") or {}
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
    return None if required is None else tuple(required.get("nodeSelectorTerms") or ())


def preferred_terms(spec: PodSpec) -> tuple[tuple[int, Term], ...]:
    """The preferred terms, each with its weight."""
    affinity = (spec.affinity or {}).get("nodeAffinity") or {}
    preferred = affinity.get("preferredDuringSchedulingIgnoredDuringExecution") or ()
    return tuple((each.get("weight", 0), each.get("preference") or {}) for each in preferred)


def matches_node(spec: PodSpec, node: Node) -> bool:
    """nodeSelector and the required node affinity (GetRequiredNodeAffinity.Match)."""
    labels = node.metadata.labels
    if any(labels.get(key) != value for key, value in spec.nodeSelector.items()):
        return False
    terms = required_terms(spec)
    return terms is None or any(term_matches(term, node) for term in terms)


def term_matches(term: Term, node: Node) -> bool:
    """All of its requirements hold; an empty term, or one that cannot be read, matches no node."""
    expressions, fields = term.get("matchExpressions") or (), term.get("matchFields") or ()
    if not expressions and not fields:
        return False
    return _all_match(expressions, node.metadata.labels) and _all_match(fields, {"metadata.name": node.metadata.name})


def _all_match(requirements: Iterable[Mapping[str, Any]], labels: Mapping[str, str]) -> bool:
    try:
        read = [
            new_requirement(each.get("key", ""), OPERATORS[each.get("operator", "")], each.get("values") or ())
            for each in requirements
        ]
    except (BadSelector, KeyError):
        return False
    return all(each.matches(labels) for each in read)


def named_nodes(terms: Iterable[Term]) -> frozenset[str] | None:
    """The only nodes that the terms can match by name; None: they leave it open (NodeAffinity.PreFilter)."""
    names: frozenset[str] = frozenset()
    for term in terms:
        sets = [
            frozenset(each.get("values") or ())
            for each in term.get("matchFields") or ()
            if each.get("key") == "metadata.name" and each.get("operator") == "In"
        ]
        if not sets:
            return None
        names |= frozenset.intersection(*sets)
    return names
