"""DisruptionBudget: what the API server holds against a PodDisruptionBudget (pkg/apis/policy/validation)."""

from __future__ import annotations

from ...objects.disruption_budget import PodDisruptionBudget
from ...objects.selectors import BadSelector, label_selector
from .field_error import Errors, FieldError, one_of
from .metadata import validate_metadata
from .workloads import share

POLICIES = ("IfHealthyBudget", "AlwaysAllow")


def validate_disruption_budget(budget: PodDisruptionBudget) -> Errors:
    """One bound at most, each a number or at most all of them; a selector that can be read."""
    spec = budget.spec
    yield from validate_metadata(budget.metadata)
    if spec.minAvailable is not None and spec.maxUnavailable is not None:
        yield FieldError("Invalid", "spec", "minAvailable and maxUnavailable cannot be both set")
    for field in ("minAvailable", "maxUnavailable"):
        value = getattr(spec, field)
        wrong = [*share(f"spec.{field}", value)]
        yield from wrong
        if not wrong and isinstance(value, str) and int(value[:-1]) > 100:
            yield FieldError("Invalid", f"spec.{field}", "must not be greater than 100%")
    try:
        label_selector(spec.selector)
    except BadSelector as error:
        yield FieldError("Invalid", "spec.selector", str(error))
    if spec.unhealthyPodEvictionPolicy is not None:
        yield from one_of("spec.unhealthyPodEvictionPolicy", spec.unhealthyPodEvictionPolicy, POLICIES)
