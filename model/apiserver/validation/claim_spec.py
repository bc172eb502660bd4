"""Claim spec: what the API server holds against what a claim or a template of one asks for (VAL ValidatePersistentVolumeClaimSpec)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...objects.located import locate
from ...objects.persistent_volume_claim import PersistentVolumeClaimSpec
from ...objects.quantity import parse_quantity
from ...objects.selectors import BadSelector, label_selector
from ...objects.structure import structure
from .field_error import Errors, FieldError, invalid, one_of, required
from .names import dns_subdomain

ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
VOLUME_MODES = ("Block", "Filesystem")
ALONE = "may not use ReadWriteOncePod with other access modes"


def validate_ephemeral(source: Mapping[str, Any], path: str) -> Errors:
    """An ephemeral volume has a template for its claim."""
    template = source.get("volumeClaimTemplate")
    if template is None:
        yield required(f"{path}.volumeClaimTemplate")
        return
    spec, _ = structure(PersistentVolumeClaimSpec, locate(template.get("spec") or {}), strict=False)
    assert spec is not None
    yield from validate_claim_spec(spec, f"{path}.volumeClaimTemplate.spec")


def validate_claim_spec(spec: PersistentVolumeClaimSpec, path: str) -> Errors:
    """What a claim, or a template for claims at this path, asks for."""
    yield from access_modes(spec.accessModes, path)
    if spec.selector is not None:
        try:
            label_selector(spec.selector)
        except BadSelector as error:
            yield FieldError("Invalid", f"{path}.selector", str(error))
    if "storage" not in spec.resources.requests:
        yield required(f"{path}.resources[storage]")
    else:
        yield from size(spec.resources.requests["storage"], f"{path}.resources.requests.storage")
    yield from class_name(spec.storageClassName or "", path)
    yield from one_of(f"{path}.volumeMode", spec.volumeMode or "Filesystem", VOLUME_MODES)


def access_modes(modes: Sequence[str], path: str) -> Errors:
    """At least one, all known, ReadWriteOncePod alone."""
    if not modes:
        yield required(f"{path}.accessModes", "at least 1 access mode is required")
    for mode in modes:
        yield from one_of(f"{path}.accessModes", mode, ACCESS_MODES)
    if "ReadWriteOncePod" in modes and len(set(modes)) > 1:
        yield FieldError("Forbidden", f"{path}.accessModes", ALONE)


def size(text: str | None, field: str) -> Errors:
    """An amount of storage is more than nothing."""
    if text is not None and parse_quantity(text).nanos <= 0:
        yield FieldError("Invalid", field, "must be greater than zero")


def class_name(name: str, path: str) -> Errors:
    """The name of a storage class, where one is given."""
    if name:
        yield from invalid(f"{path}.storageClassName", dns_subdomain(name))
