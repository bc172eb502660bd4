"""Priority class: what the API server holds against a PriorityClass (pkg/apis/scheduling/validation ValidatePriorityClass)."""

from __future__ import annotations

from ...objects.priority_class import SYSTEM_CLASSES, PriorityClass
from .field_error import Errors, FieldError, one_of
from .metadata import validate_metadata

SYSTEM_PREFIX = "system-"
HIGHEST_OF_USERS = 1_000_000_000


def validate_priority_class(each: PriorityClass) -> Errors:
    """The errors of a class: `system-` names are the system's, and what is above a billion too."""
    yield from validate_metadata(each.metadata)
    if each.metadata.namespace:
        yield FieldError("Forbidden", "metadata.namespace", "not allowed on this type")
    if each.metadata.name.startswith(SYSTEM_PREFIX):
        problem = _no_system_class(each)
        if problem:
            words = (
                f"priority class names with '{SYSTEM_PREFIX}' prefix are reserved for system use only. error: {problem}"
            )
            yield FieldError("Forbidden", "metadata.name", words)
    elif each.value > HIGHEST_OF_USERS:
        words = f"maximum allowed value of a user defined priority is {HIGHEST_OF_USERS}"
        yield FieldError("Forbidden", "value", words)
    if each.preemptionPolicy is not None:
        yield from one_of("preemptionPolicy", each.preemptionPolicy, ("PreemptLowerPriority", "Never"))


def _no_system_class(each: PriorityClass) -> str:
    name = each.metadata.name
    known = next((system for system in SYSTEM_CLASSES if system.metadata.name == name), None)
    if known is None:
        return f"{name} is not a known system priority class"
    if each.value != known.value:
        return f"value of {name} PriorityClass must be {known.value}"
    return f"globalDefault of {name} PriorityClass must be false" if each.globalDefault else ""
