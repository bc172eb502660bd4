"""PersistentVolume: a piece of storage that one claim may have (v1; semantics A5.10); names are the API's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import Json, QuantityText, Shape
from .time import Time


@frozen(kw_only=True)
class ObjectReference:
    """What a volume says of its claim; without a uid the claim of that name may have it, whichever it is."""

    kind: str = ""
    namespace: str = ""
    name: str = ""
    uid: str = ""
    apiVersion: str = ""
    resourceVersion: str = ""
    fieldPath: str = ""


@frozen(kw_only=True)
class VolumeNodeAffinity:
    """The nodes from which the volume can be reached."""

    required: Annotated[Json, Shape("NodeSelector")] = None


@frozen(kw_only=True)
class PersistentVolumeSpec:
    """`persistentVolumeReclaimPolicy`: Retain, Delete or Recycle; of the fields in SOURCES exactly one is there."""

    capacity: Mapping[str, QuantityText] = field(factory=dict)
    accessModes: tuple[str, ...] = ()
    claimRef: ObjectReference | None = None
    persistentVolumeReclaimPolicy: str = ""
    storageClassName: str = ""
    mountOptions: tuple[str, ...] = ()
    volumeMode: str | None = None
    nodeAffinity: VolumeNodeAffinity | None = None
    volumeAttributesClassName: str | None = None
    hostPath: Annotated[Json, Shape("HostPath")] = None
    local: Annotated[Json, Shape("LocalVolume")] = None
    nfs: Annotated[Json, Shape("NFS")] = None
    csi: Annotated[Json, Shape("PersistentCSI")] = None
    fc: Json = None
    iscsi: Json = None


@frozen(kw_only=True)
class PersistentVolumeStatus:
    """`phase`: Pending, Available, Bound, Released or Failed."""

    phase: str = ""
    message: str = ""
    reason: str = ""
    lastPhaseTransitionTime: Time | None = None


@frozen(kw_only=True)
class PersistentVolume:
    apiVersion: str = "v1"
    kind: str = "PersistentVolume"
    metadata: ObjectMeta = ObjectMeta()
    spec: PersistentVolumeSpec = PersistentVolumeSpec()
    status: PersistentVolumeStatus = PersistentVolumeStatus()


SOURCES = ("hostPath", "local", "nfs", "csi", "fc", "iscsi")
"""The fields of the spec of which exactly one says where the storage is."""
