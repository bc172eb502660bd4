"""Persistent volumes: what the API server holds against a volume, a claim or a storage class (VAL ValidatePersistentVolume and its kin)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...objects.persistent_volume import SOURCES, PersistentVolume
from ...objects.persistent_volume_claim import PersistentVolumeClaim
from ...objects.quantity import parse_quantity
from ...objects.selectors import BadSelector, label_selector
from ...objects.storage_class import StorageClass
from .field_error import Errors, FieldError, invalid, one_of, required
from .metadata import validate_metadata
from .names import dns_subdomain
from .volumes import no_backsteps

ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
VOLUME_MODES = ("Block", "Filesystem")
RECLAIM_POLICIES = ("Delete", "Recycle", "Retain")
ALONE = "may not use ReadWriteOncePod with other access modes"


def validate_volume_object(obj: Any) -> Errors:
    """The errors of a volume, claim or class that has its defaults."""
    yield from validate_metadata(obj.metadata)
    match obj:
        case PersistentVolume():
            yield from _no_namespace(obj)
            yield from _volume(obj)
        case PersistentVolumeClaim():
            yield from validate_claim_spec(obj, "spec")
        case StorageClass():
            yield from _no_namespace(obj)
            yield from _class(obj)


def _no_namespace(obj: Any) -> Errors:
    if obj.metadata.namespace:
        yield FieldError("Forbidden", "metadata.namespace", "not allowed on this type")


def _volume(volume: PersistentVolume) -> Errors:
    spec = volume.spec
    yield from _access_modes(spec.accessModes, "spec")
    if set(spec.capacity) != {"storage"}:
        yield FieldError("NotSupported", "spec.capacity", 'supported values: "storage"')
    yield from _size(spec.capacity.get("storage"), "spec.capacity.storage")
    sources = [name for name in SOURCES if getattr(spec, name)]
    if not sources:
        yield required("spec", "must specify a volume type")
    for name in sources[1:]:
        yield FieldError("Forbidden", f"spec.{name}", "may not specify more than 1 volume type")
    path = (spec.hostPath or {}).get("path", "")
    if spec.hostPath and not path:
        yield required("spec.hostPath.path")
    yield from no_backsteps(path, "spec.hostPath.path")
    if spec.local and spec.nodeAffinity is None:
        yield required("spec.nodeAffinity", "Local volume requires node affinity")
    if path == "/" and spec.persistentVolumeReclaimPolicy == "Recycle":
        detail = "may not be 'recycle' for a hostPath mount of '/'"
        yield FieldError("Forbidden", "spec.persistentVolumeReclaimPolicy", detail)
    yield from one_of("spec.persistentVolumeReclaimPolicy", spec.persistentVolumeReclaimPolicy, RECLAIM_POLICIES)
    yield from _class_name(spec.storageClassName, "spec")
    yield from one_of("spec.volumeMode", spec.volumeMode or "Filesystem", VOLUME_MODES)


def validate_claim_spec(claim: PersistentVolumeClaim, path: str) -> Errors:
    """What a claim, or a template for claims at this path, asks for."""
    spec = claim.spec
    yield from _access_modes(spec.accessModes, path)
    if spec.selector is not None:
        try:
            label_selector(spec.selector)
        except BadSelector as error:
            yield FieldError("Invalid", f"{path}.selector", str(error))
    if "storage" not in spec.resources.requests:
        yield required(f"{path}.resources[storage]")
    else:
        yield from _size(spec.resources.requests["storage"], f"{path}.resources.requests.storage")
    yield from _class_name(spec.storageClassName or "", path)
    yield from one_of(f"{path}.volumeMode", spec.volumeMode or "Filesystem", VOLUME_MODES)


def _access_modes(modes: Sequence[str], path: str) -> Errors:
    if not modes:
        yield required(f"{path}.accessModes", "at least 1 access mode is required")
    for mode in modes:
        yield from one_of(f"{path}.accessModes", mode, ACCESS_MODES)
    if "ReadWriteOncePod" in modes and len(set(modes)) > 1:
        yield FieldError("Forbidden", f"{path}.accessModes", ALONE)


def _size(text: str | None, field: str) -> Errors:
    if text is not None and parse_quantity(text).nanos <= 0:
        yield FieldError("Invalid", field, "must be greater than zero")


def _class_name(name: str, path: str) -> Errors:
    if name:
        yield from invalid(f"{path}.storageClassName", dns_subdomain(name))


def _class(of: StorageClass) -> Errors:
    if not of.provisioner:
        yield required("provisioner")
    yield from one_of("reclaimPolicy", of.reclaimPolicy or "Delete", ("Delete", "Retain"))
    modes = ("Immediate", "WaitForFirstConsumer")
    yield from one_of("volumeBindingMode", of.volumeBindingMode or "Immediate", modes)
