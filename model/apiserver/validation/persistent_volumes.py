"""Persistent volumes: what the API server holds against a volume, a claim or a storage class (VAL ValidatePersistentVolume and its kin)."""

from __future__ import annotations

from typing import Any

from ...objects.persistent_volume import SOURCES, PersistentVolume
from ...objects.persistent_volume_claim import PersistentVolumeClaim
from ...objects.storage_class import StorageClass
from .claim_spec import VOLUME_MODES, access_modes, class_name, size, validate_claim_spec
from .field_error import Errors, FieldError, one_of, required
from .metadata import validate_metadata
from .volumes import no_backsteps

RECLAIM_POLICIES = ("Delete", "Recycle", "Retain")


def validate_volume_object(obj: Any) -> Errors:
    """The errors of a volume, claim or class that has its defaults."""
    yield from validate_metadata(obj.metadata)
    match obj:
        case PersistentVolume():
            yield from _no_namespace(obj)
            yield from _volume(obj)
        case PersistentVolumeClaim():
            yield from validate_claim_spec(obj.spec, "spec")
        case StorageClass():
            yield from _no_namespace(obj)
            yield from _class(obj)


def _no_namespace(obj: Any) -> Errors:
    if obj.metadata.namespace:
        yield FieldError("Forbidden", "metadata.namespace", "not allowed on this type")


def _volume(volume: PersistentVolume) -> Errors:
    spec = volume.spec
    yield from access_modes(spec.accessModes, "spec")
    if set(spec.capacity) != {"storage"}:
        yield FieldError("NotSupported", "spec.capacity", 'supported values: "storage"')
    yield from size(spec.capacity.get("storage"), "spec.capacity.storage")
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
    yield from class_name(spec.storageClassName, "spec")
    yield from one_of("spec.volumeMode", spec.volumeMode or "Filesystem", VOLUME_MODES)


def _class(of: StorageClass) -> Errors:
    if not of.provisioner:
        yield required("provisioner")
    yield from one_of("reclaimPolicy", of.reclaimPolicy or "Delete", ("Delete", "Retain"))
    modes = ("Immediate", "WaitForFirstConsumer")
    yield from one_of("volumeBindingMode", of.volumeBindingMode or "Immediate", modes)
