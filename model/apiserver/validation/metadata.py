"""Metadata: which names, labels and owners an object may have (apimachinery ValidateObjectMeta)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from ...objects.meta import ObjectMeta, OwnerReference
from .field_error import Errors, FieldError, invalid, required
from .names import dns_label, dns_subdomain, label_value, not_negative, qualified_name

FINALIZERS = ("kubernetes", "orphan", "foregroundDeletion")
"""The finalizers that need no prefix."""

MOST_ANNOTATIONS = 256 * 1024
"""Bytes of all annotations together."""


def validate_metadata(meta: ObjectMeta) -> Errors:
    """The errors of a namespaced object's metadata; an empty namespace is the client's default and none."""
    if meta.generateName:
        yield from invalid("metadata.generateName", dns_subdomain(meta.generateName.removesuffix("-") or "-"))
    if not meta.name and not meta.generateName:
        yield required("metadata.name", "name or generateName is required")
    elif meta.name:
        yield from invalid("metadata.name", dns_subdomain(meta.name))
    if meta.namespace:
        yield from invalid("metadata.namespace", dns_label(meta.namespace))
    yield from invalid("metadata.generation", not_negative(meta.generation))
    yield from validate_labels("metadata.labels", meta.labels)
    yield from _validate_annotations(meta.annotations)
    yield from _validate_owners(meta.ownerReferences)
    for index, name in enumerate(meta.finalizers):
        yield from invalid("metadata.finalizers", qualified_name(name))
        if "/" not in name and name not in FINALIZERS:
            detail = "name is neither a standard finalizer name nor is it fully qualified"
            yield FieldError("Invalid", f"metadata.finalizers[{index}]", detail)


def validate_labels(field: str, labels: Mapping[str, str]) -> Errors:
    for key, value in labels.items():
        yield from invalid(field, qualified_name(key))
        yield from invalid(field, label_value(value))


def _validate_annotations(annotations: Mapping[str, str]) -> Errors:
    for key in annotations:
        yield from invalid("metadata.annotations", qualified_name(key.lower()))
    if sum(len(key.encode()) + len(value.encode()) for key, value in annotations.items()) > MOST_ANNOTATIONS:
        yield FieldError("TooLong", "metadata.annotations", f"may not be more than {MOST_ANNOTATIONS} bytes")


def _validate_owners(owners: tuple[OwnerReference, ...]) -> Errors:
    field = "metadata.ownerReferences"
    for owner in owners:
        group, _, version = owner.apiVersion.rpartition("/")
        if not version:
            yield FieldError("Invalid", f"{field}.apiVersion", "version must not be empty")
        for name in ("kind", "name", "uid"):
            if not getattr(owner, name):
                yield FieldError("Invalid", f"{field}.{name}", f"{name} must not be empty")
        if (group, version, owner.kind) == ("", "v1", "Event"):
            yield FieldError("Invalid", field, "/v1, Kind=Event is disallowed from being an owner")
    controllers = [f"{owner.kind}/{owner.name}" for owner in owners if owner.controller]
    for first, second in pairwise(controllers):
        yield FieldError(
            "Invalid",
            field,
            f'Only one reference can have Controller set to true. Found "true" in references for {first} and {second}',
        )
