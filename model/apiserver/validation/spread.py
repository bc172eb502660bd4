"""Spread: how evenly a Pod's kind may be wanted over the nodes (VAL validateTopologySpreadConstraints)."""

from __future__ import annotations

from typing import Any

from .affinity import validate_label_selector
from .field_error import Errors, FieldError, one_of, required
from .names import not_negative

UNSATISFIABLE = ("DoNotSchedule", "ScheduleAnyway")


def validate_spread(constraints: tuple[Any, ...]) -> Errors:
    pairs = [(each.get("topologyKey", ""), each.get("whenUnsatisfiable", "")) for each in constraints]
    for index, constraint in enumerate(constraints):
        path = f"spec.topologySpreadConstraints[{index}]"
        when, key = constraint.get("whenUnsatisfiable", ""), constraint.get("topologyKey", "")
        if constraint.get("maxSkew", 0) <= 0:
            yield FieldError("Invalid", f"{path}.maxSkew", "must be greater than zero")
        if not key:
            yield required(f"{path}.topologyKey", "can not be empty")
        yield from one_of(f"{path}.whenUnsatisfiable", when, UNSATISFIABLE)
        if (key, when) in pairs[index + 1 :]:
            yield FieldError("Duplicate", f"{path}.{{topologyKey, whenUnsatisfiable}}")
        yield from _validate_domains(constraint.get("minDomains"), when, f"{path}.minDomains")
        yield from validate_label_selector(constraint.get("labelSelector"), f"{path}.labelSelector")


def _validate_domains(least: int | None, when: str, field: str) -> Errors:
    if least is None:
        return
    if least <= 0:
        yield from (FieldError("Invalid", field, why) for why in not_negative(least - 1))
    if when != "DoNotSchedule":
        detail = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {when}"
        yield FieldError("Invalid", field, detail)
