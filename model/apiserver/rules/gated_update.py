"""Gated update: a Pod behind gates may narrow its choice of nodes (VAL ValidatePodUpdate; semantics B31.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from ...objects.pod import PodSpec
from ..validation.field_error import Errors, FieldError
from .same_spec import same

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def validate_gated_update(old: PodSpec, new: PodSpec) -> Errors:
    """Labels may be added to the nodeSelector, requirements to the terms of the required node affinity."""
    if any(new.nodeSelector.get(key) != value for key, value in old.nodeSelector.items()):
        detail = "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
        yield FieldError("Invalid", "spec.nodeSelector", detail)
    before, after = node_affinity(old), node_affinity(new)
    if before is not None and not same(before, after):
        yield from _validate_terms(_terms(before), _terms(after or {}))


def _validate_terms(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Errors:
    path = f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms"
    if old and len(old) != len(new):
        yield FieldError("Invalid", path, "no additions/deletions to non-empty NodeSelectorTerms list are allowed")
        return
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        if not _has_only_additions(before, after):
            yield FieldError("Invalid", f"{path}[{index}]", "only additions are allowed (no mutations or deletions)")


def _has_only_additions(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """An empty term matches nothing, and has to stay so."""
    lists = [(old.get(name) or [], new.get(name) or []) for name in ("matchExpressions", "matchFields")]
    if not any(before for before, _ in lists):
        return not any(after for _, after in lists)
    return all(same(after[: len(before)], before) for before, after in lists)


def with_node_choice_of(old: PodSpec, new: PodSpec) -> PodSpec:
    """The new spec with the nodeSelector and node affinity of the old one, to see what else differs."""
    before = node_affinity(old)
    affinity = {name: terms for name, terms in (new.affinity or {}).items() if name != "nodeAffinity"}
    if before is not None:
        affinity["nodeAffinity"] = before
    was_there = old.affinity is not None
    return evolve(new, nodeSelector=old.nodeSelector, affinity=affinity if affinity or was_there else None)


def node_affinity(spec: PodSpec) -> Any:
    """spec.affinity.nodeAffinity, or None."""
    return (spec.affinity or {}).get("nodeAffinity")


def _terms(affinity: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    return (affinity.get(REQUIRED) or {}).get("nodeSelectorTerms") or ()
