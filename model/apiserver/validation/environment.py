"""Environment: the variables of a container and where their values come from (VAL ValidateEnv, ValidateEnvFrom)."""

from __future__ import annotations

from typing import Any

from .field_error import Errors, FieldError, invalid, one_of, required
from .names import config_key, dns_subdomain, environment_name

REFERENCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
FIELDS = (
    *("metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"),
    *("status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"),
)
AMOUNTS = tuple(f"{kind}.{name}" for kind in ("limits", "requests") for name in ("cpu", "ephemeral-storage", "memory"))


_SIZES = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")
DIVISORS = {"cpu": ("1m", "1"), "memory": _SIZES, "ephemeral-storage": _SIZES}


def validate_env(entry: Any, path: str) -> Errors:
    if not entry.get("name"):
        yield required(f"{path}.name")
    else:
        yield from invalid(f"{path}.name", environment_name(entry["name"]))
    source = entry.get("valueFrom")
    if source is None:
        return
    given = [name for name in REFERENCES if name in source]
    if not given:
        detail = (
            "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
        )
        yield FieldError("Invalid", f"{path}.valueFrom", detail)
    elif entry.get("value"):
        yield FieldError("Invalid", f"{path}.valueFrom", "may not be specified when `value` is not empty")
    elif len(given) > 1:
        yield FieldError("Invalid", f"{path}.valueFrom", "may not have more than one field specified at a time")
    for name in given:
        yield from _validate_reference(name, source[name], f"{path}.valueFrom.{name}")


def _validate_reference(name: str, reference: Any, path: str) -> Errors:
    if name == "fieldRef":
        field = reference.get("fieldPath", "")
        if not field:
            yield required(f"{path}.fieldPath")
        elif not field.startswith(("metadata.labels['", "metadata.annotations['")):
            yield from one_of(f"{path}.fieldPath", field, FIELDS)
    elif name == "resourceFieldRef":
        resource = reference.get("resource", "")
        if not resource:
            yield required(f"{path}.resource")
        elif not resource.startswith(("limits.hugepages-", "requests.hugepages-")):
            yield from one_of(f"{path}.resource", resource, AMOUNTS)
        yield from _validate_divisor(resource.partition(".")[2], reference.get("divisor", "0"), f"{path}.divisor")
    elif name in ("configMapKeyRef", "secretKeyRef"):
        yield from invalid(f"{path}.name", dns_subdomain(reference.get("name", "")))
        if not reference.get("key"):
            yield required(f"{path}.key")
        else:
            yield from invalid(f"{path}.key", config_key(reference["key"]))


def _validate_divisor(name: str, divisor: str, field: str) -> Errors:
    allowed = DIVISORS.get(name)
    if divisor != "0" and allowed and divisor not in allowed:
        detail = f"only divisor's values {', '.join(allowed)} are supported with the {name} resource"
        yield FieldError("Invalid", field, detail)


def validate_env_from(entry: Any, path: str, index: int) -> Errors:
    place = f"{path}[{index}]"
    if entry.get("prefix"):
        yield from invalid(f"{place}.prefix", environment_name(entry["prefix"]))
    given = [name for name in ("configMapRef", "secretRef") if name in entry]
    if not given:
        yield FieldError("Invalid", path, "must specify one of: `configMapRef` or `secretRef`")
    if len(given) > 1:
        yield FieldError("Invalid", path, "may not have more than one field specified at a time")
    for name in given:
        reference = entry[name].get("name", "")
        if not reference:
            yield required(f"{place}.{name}.name")
        else:
            yield from invalid(f"{place}.{name}.name", dns_subdomain(reference))
