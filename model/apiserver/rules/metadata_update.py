"""Metadata update: what an update may change in an object's metadata (apimachinery ValidateObjectMetaUpdate)."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from ...objects.meta import ObjectMeta
from ..validation.field_error import Errors, FieldError
from ..validation.metadata import validate_labels

IMMUTABLE: Final = ("name", "uid", "deletionTimestamp", "deletionGracePeriodSeconds")
"""What never changes by an update; the namespace is checked against the request, the creation time is kept."""


def metadata_for_update(old: ObjectMeta, new: ObjectMeta) -> ObjectMeta:
    """The new metadata with what is the server's: creation time, generation, and a deletion that is under way (rest
    BeforeUpdate)."""
    grace = new.deletionGracePeriodSeconds
    return evolve(
        new,
        uid=new.uid or old.uid,
        generation=old.generation,
        creationTimestamp=old.creationTimestamp,
        resourceVersion=new.resourceVersion or old.resourceVersion,
        deletionTimestamp=new.deletionTimestamp if old.deletionTimestamp is None else old.deletionTimestamp,
        deletionGracePeriodSeconds=old.deletionGracePeriodSeconds if grace is None else grace,
    )


def validate_metadata_update(old: ObjectMeta, new: ObjectMeta) -> Errors:
    """The errors of a change of metadata that has gone through `metadata_for_update`."""
    if old.deletionTimestamp is not None:
        added = [each for each in new.finalizers if each not in old.finalizers]
        if added:
            detail = f"no new finalizers can be added if the object is being deleted, found new finalizers {added!r}"
            yield FieldError("Forbidden", "metadata.finalizers", detail)
    for name in IMMUTABLE:
        if getattr(new, name) != getattr(old, name):
            yield FieldError("Invalid", f"metadata.{name}", "field is immutable")
    yield from validate_labels("metadata.labels", new.labels)
