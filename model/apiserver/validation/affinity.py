"""Affinity: which nodes and neighbours a Pod may ask for (VAL validateAffinity)."""

from __future__ import annotations

from typing import Any

from .field_error import Errors, FieldError, invalid, required
from .metadata import validate_labels
from .names import qualified_name

ALWAYS = "requiredDuringSchedulingIgnoredDuringExecution"
RATHER = "preferredDuringSchedulingIgnoredDuringExecution"
COUNTS = {"In": "some", "NotIn": "some", "Exists": "none", "DoesNotExist": "none", "Gt": "one", "Lt": "one"}
"""How many values an operator wants."""


def validate_affinity(affinity: Any) -> Errors:
    if affinity is None:
        return
    if "nodeAffinity" in affinity:
        yield from _validate_node_affinity(affinity["nodeAffinity"], "spec.affinity.nodeAffinity")
    for kind in ("podAffinity", "podAntiAffinity"):
        terms = affinity.get(kind, {})
        for index, term in enumerate(terms.get(ALWAYS, ())):
            yield from _validate_pod_term(term, f"spec.affinity.{kind}.{ALWAYS}[{index}]")
        for index, weighted in enumerate(terms.get(RATHER, ())):
            path = f"spec.affinity.{kind}.{RATHER}[{index}]"
            yield from _validate_weight(weighted, path)
            yield from _validate_pod_term(weighted.get("podAffinityTerm", {}), f"{path}.podAffinityTerm")


def _validate_node_affinity(affinity: Any, path: str) -> Errors:
    if ALWAYS in affinity:
        terms = affinity[ALWAYS].get("nodeSelectorTerms", ())
        field = f"{path}.{ALWAYS}.nodeSelectorTerms"
        if not terms:
            yield required(field, "must have at least one node selector term")
        for index, term in enumerate(terms):
            yield from _validate_node_term(term, f"{field}[{index}]")
    for index, preferred in enumerate(affinity.get(RATHER, ())):
        place = f"{path}.{RATHER}[{index}]"
        yield from _validate_weight(preferred, place)
        yield from _validate_node_term(preferred.get("preference", {}), f"{place}.preference")


def _validate_weight(weighted: Any, path: str) -> Errors:
    if not 1 <= weighted.get("weight", 0) <= 100:
        yield FieldError("Invalid", f"{path}.weight", "must be in the range 1-100")


def _validate_node_term(term: Any, path: str) -> Errors:
    for index, requirement in enumerate(term.get("matchExpressions", ())):
        place = f"{path}.matchExpressions[{index}]"
        yield from _validate_requirement(requirement, place, COUNTS)
        yield from invalid(f"{place}.key", qualified_name(requirement.get("key", "")))
    for index, requirement in enumerate(term.get("matchFields", ())):
        place = f"{path}.matchFields[{index}]"
        operator, values = requirement.get("operator", ""), requirement.get("values", ())
        if operator not in ("In", "NotIn"):
            yield FieldError("Invalid", f"{place}.operator", "not a valid selector operator")
        elif len(values) != 1:
            detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
            yield required(f"{place}.values", detail)
        if requirement.get("key") != "metadata.name":
            yield FieldError("Invalid", f"{place}.key", "not a valid field selector key")


def _validate_requirement(requirement: Any, path: str, counts: dict[str, str]) -> Errors:
    values, wanted = requirement.get("values", ()), counts.get(requirement.get("operator", ""))
    if wanted is None:
        yield FieldError("Invalid", f"{path}.operator", "not a valid selector operator")
    elif wanted == "some" and not values:
        yield required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'")
    elif wanted == "none" and values:
        detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
        yield FieldError("Forbidden", f"{path}.values", detail)
    elif wanted == "one" and len(values) != 1:
        yield required(f"{path}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'")


def _validate_pod_term(term: Any, path: str) -> Errors:
    for name in ("labelSelector", "namespaceSelector"):
        yield from validate_label_selector(term.get(name), f"{path}.{name}")
    yield from validate_topology_key(term.get("topologyKey", ""), f"{path}.topologyKey")


def validate_label_selector(selector: Any, path: str) -> Errors:
    if selector is None:
        return
    yield from validate_labels(f"{path}.matchLabels", selector.get("matchLabels", {}))
    counts = {operator: wanted for operator, wanted in COUNTS.items() if wanted != "one"}
    for index, requirement in enumerate(selector.get("matchExpressions", ())):
        place = f"{path}.matchExpressions[{index}]"
        yield from _validate_requirement(requirement, place, counts)
        yield from invalid(f"{place}.key", qualified_name(requirement.get("key", "")))


def validate_topology_key(key: str, field: str) -> Errors:
    if not key:
        yield required(field, "can not be empty")
    yield from invalid(field, qualified_name(key))
