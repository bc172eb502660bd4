"""PersistentVolumeClaim: what a Pod asks of storage, and the volume that it got (v1; semantics A5.10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from attrs import field, frozen

from .meta import ObjectMeta
from .pod import Pod
from .shapes import Json, LabelSelector, QuantityText, Shape

BIND_COMPLETED = "pv.kubernetes.io/bind-completed"
BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller"
SELECTED_NODE = "volume.kubernetes.io/selected-node"
PROVISIONERS = ("volume.beta.kubernetes.io/storage-provisioner", "volume.kubernetes.io/storage-provisioner")
"""The annotations by which the binder asks an external provisioner for a volume."""


@frozen(kw_only=True)
class VolumeResources:
    requests: Mapping[str, QuantityText] = field(factory=dict)
    limits: Mapping[str, QuantityText] = field(factory=dict)


@frozen(kw_only=True)
class PersistentVolumeClaimSpec:
    """`storageClassName`: None leaves it to the default class, empty asks for a volume of no class."""

    accessModes: tuple[str, ...] = ()
    selector: LabelSelector = None
    resources: VolumeResources = VolumeResources()
    volumeName: str = ""
    storageClassName: str | None = None
    volumeMode: str | None = None
    dataSource: Annotated[Json, Shape("any")] = None
    dataSourceRef: Annotated[Json, Shape("any")] = None
    volumeAttributesClassName: str | None = None


@frozen(kw_only=True)
class PersistentVolumeClaimStatus:
    """`phase`: Pending, Bound or Lost."""

    phase: str = ""
    accessModes: tuple[str, ...] = ()
    capacity: Mapping[str, QuantityText] = field(factory=dict)


@frozen(kw_only=True)
class PersistentVolumeClaim:
    apiVersion: str = "v1"
    kind: str = "PersistentVolumeClaim"
    metadata: ObjectMeta = ObjectMeta()
    spec: PersistentVolumeClaimSpec = PersistentVolumeClaimSpec()
    status: PersistentVolumeClaimStatus = PersistentVolumeClaimStatus()


def is_fully_bound(claim: PersistentVolumeClaim) -> bool:
    """The binder has written both sides of the binding (BINDER isPVCFullyBound)."""
    return bool(claim.spec.volumeName) and BIND_COMPLETED in claim.metadata.annotations


def claim_name(pod: Pod, volume: Mapping[str, Any]) -> str:
    """The claim behind this volume of the Pod, whose own an ephemeral one is: `POD-VOLUME`; empty for other volumes."""
    if volume.get("persistentVolumeClaim"):
        return str(volume["persistentVolumeClaim"].get("claimName", ""))
    return f"{pod.metadata.name}-{volume['name']}" if volume.get("ephemeral") else ""


def is_made_for(claim: PersistentVolumeClaim, pod: Pod) -> bool:
    """The claim of an ephemeral volume is the Pod's own (component-helpers VolumeIsForPod)."""
    return any(each.controller and each.uid == pod.metadata.uid for each in claim.metadata.ownerReferences)
