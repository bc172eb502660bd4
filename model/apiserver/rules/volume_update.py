"""volume_update: what of a claim, a volume or a class may not be changed later (VAL ValidatePersistentVolumeClaimUpdate)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...objects.persistent_volume import SOURCES, PersistentVolume
from ...objects.persistent_volume_claim import PersistentVolumeClaim
from ...objects.storage_class import StorageClass


def why_immutable(old: Any, new: Any) -> str:
    """`spec: Forbidden: …`, or nothing where the change is allowed."""
    match old, new:
        case PersistentVolumeClaim(), PersistentVolumeClaim():
            allowed = evolve(
                new.spec,
                resources=old.spec.resources if old.status.phase == "Bound" else new.spec.resources,
                volumeAttributesClassName=old.spec.volumeAttributesClassName,
                volumeName=new.spec.volumeName if old.spec.volumeName else "",
                storageClassName=old.spec.storageClassName
                if old.spec.storageClassName is None
                else new.spec.storageClassName,
            )
            if allowed != old.spec:
                return (
                    "spec: Forbidden: spec is immutable after creation except resources.requests and "
                    "volumeAttributesClassName for bound claims"
                )
        case PersistentVolume(), PersistentVolume():
            if any(getattr(old.spec, name) != getattr(new.spec, name) for name in SOURCES):
                return "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation"
            if old.spec.volumeMode != new.spec.volumeMode:
                return "spec.volumeMode: Invalid value: field is immutable"
        case StorageClass(), StorageClass():
            for field in ("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"):
                if getattr(old, field) != getattr(new, field):
                    return f"{field}: Forbidden: updates to {field} are forbidden."
    return ""
