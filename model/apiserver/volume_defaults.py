"""Volume defaults: what the API server fills in in volumes, claims and storage classes (DEF; admission DefaultStorageClass)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from ..objects.persistent_volume import PersistentVolume, PersistentVolumeStatus
from ..objects.persistent_volume_claim import PersistentVolumeClaim, PersistentVolumeClaimStatus
from ..objects.storage_class import StorageClass, default_class
from ..objects.time import Time

PROTECTIONS = {
    "PersistentVolume": "kubernetes.io/pv-protection",
    "PersistentVolumeClaim": "kubernetes.io/pvc-protection",
}
"""The finalizer that every object of the kind gets (admission StorageObjectInUseProtection)."""


def default_volume_object(obj: Any, classes: Iterable[StorageClass], now: Time | None = None) -> Any:
    """A volume, claim or class as it is stored: defaults, protection, phase Pending."""
    match obj:
        case PersistentVolume():
            spec = evolve(
                obj.spec,
                persistentVolumeReclaimPolicy=obj.spec.persistentVolumeReclaimPolicy or "Retain",
                volumeMode=obj.spec.volumeMode or "Filesystem",
                hostPath={"type": "", **obj.spec.hostPath} if obj.spec.hostPath else None,
            )
            status = PersistentVolumeStatus(phase="Pending", lastPhaseTransitionTime=now)
            return _protected(evolve(obj, spec=spec, status=status))
        case PersistentVolumeClaim():
            claim_spec = evolve(obj.spec, volumeMode=obj.spec.volumeMode or "Filesystem")
            usual = default_class(classes)
            if claim_spec.storageClassName is None and usual is not None:
                claim_spec = evolve(claim_spec, storageClassName=usual.metadata.name)
            return _protected(evolve(obj, spec=claim_spec, status=PersistentVolumeClaimStatus(phase="Pending")))
        case StorageClass():
            return evolve(
                obj,
                reclaimPolicy=obj.reclaimPolicy or "Delete",
                volumeBindingMode=obj.volumeBindingMode or "Immediate",
            )
    raise TypeError(f"{type(obj).__name__} is no object of storage")


def _protected(obj: Any) -> Any:
    finalizer = PROTECTIONS[obj.kind]
    if finalizer in obj.metadata.finalizers:
        return obj
    return evolve(obj, metadata=evolve(obj.metadata, finalizers=(*obj.metadata.finalizers, finalizer)))
