"""StorageClass: how volumes of this class come about, and when they are bound (storage.k8s.io/v1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import Json, Shape

IS_DEFAULT = "storageclass.kubernetes.io/is-default-class"
WAITS = "WaitForFirstConsumer"
NO_PROVISIONER = "kubernetes.io/no-provisioner"


@frozen(kw_only=True)
class StorageClass:
    """`volumeBindingMode`: Immediate, or WaitForFirstConsumer: a Pod's node is chosen first."""

    apiVersion: str = "storage.k8s.io/v1"
    kind: str = "StorageClass"
    metadata: ObjectMeta = ObjectMeta()
    provisioner: str
    parameters: Mapping[str, str] = field(factory=dict)
    reclaimPolicy: str | None = None
    mountOptions: tuple[str, ...] = ()
    allowVolumeExpansion: bool | None = None
    volumeBindingMode: str | None = None
    allowedTopologies: tuple[Annotated[Json, Shape("Topology")], ...] = ()


def default_class(classes: Iterable[StorageClass]) -> StorageClass | None:
    """The class of a claim that names none: the youngest that is marked as default, of equals the first by name."""
    marked = [each for each in classes if each.metadata.annotations.get(IS_DEFAULT) == "true"]
    return min(marked, key=lambda c: (-(c.metadata.creationTimestamp or 0), c.metadata.name), default=None)
