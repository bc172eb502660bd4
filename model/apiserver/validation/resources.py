"""Resources: which amounts a container may request and be limited to (VAL validateContainerResourceRequirements)."""

from __future__ import annotations

from collections.abc import Mapping

from ...objects.container import ResourceRequirements
from ...objects.quantity import NANOS, parse_quantity
from .field_error import Errors, FieldError, required
from .names import qualified_name

STANDARD = ("cpu", "memory", "ephemeral-storage")
"""What a container may have beside huge pages and resources with a prefix of their own."""

NATIVE = ("pods", "storage", "services", "secrets", "configmaps", "persistentvolumeclaims", "resourcequotas")


def validate_resources(resources: ResourceRequirements, path: str) -> Errors:
    for kind, amounts in (("limits", resources.limits), ("requests", resources.requests)):
        yield from validate_amounts(amounts, f"{path}.{kind}")
    for name, text in resources.requests.items():
        limit = resources.limits.get(name)
        if limit is None:
            if _is_extended(name) or name.startswith("hugepages-"):
                yield required(f"{path}.limits", "Limit must be set for non overcommitable resources")
            continue
        request, most = parse_quantity(text), parse_quantity(limit)
        if (_is_extended(name) or name.startswith("hugepages-")) and request != most:
            yield FieldError("Invalid", f"{path}.requests", f"must be equal to {name} limit of {limit}")
        elif request > most:
            yield FieldError("Invalid", f"{path}.requests", f"must be less than or equal to {name} limit of {limit}")
    names = {*resources.limits, *resources.requests}
    if any(name.startswith("hugepages-") for name in names) and not names & {"cpu", "memory"}:
        yield FieldError("Forbidden", path, "HugePages require cpu or memory")


def validate_amounts(amounts: Mapping[str, str], path: str) -> Errors:
    for name, text in amounts.items():
        field = f"{path}[{name}]"
        yield from (FieldError("Invalid", field, why) for why in qualified_name(name))
        if "/" not in name and not _is_for_containers(name):
            if name not in NATIVE:
                yield FieldError("Invalid", field, "must be a standard resource type or fully qualified")
            yield FieldError("Invalid", field, "must be a standard resource for containers")
        amount = parse_quantity(text)
        if amount.nanos < 0:
            yield FieldError("Invalid", field, "must be greater than or equal to 0")
        if _is_extended(name) and amount.nanos % NANOS:
            yield FieldError("Invalid", field, "must be an integer")


def _is_for_containers(name: str) -> bool:
    return name in STANDARD or name.startswith("hugepages-")


def _is_extended(name: str) -> bool:
    """A resource with a prefix that is not Kubernetes' own, such as example.com/gpu."""
    return "/" in name and "kubernetes.io/" not in name
