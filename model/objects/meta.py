"""ObjectMeta: what every object carries (semantics A.1); attribute names are the API's own."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .shapes import Json
from .time import Time

CLUSTER_SCOPED = ("Namespace", "Node", "PersistentVolume", "PriorityClass", "StorageClass")
"""Kinds whose objects are in no namespace."""


@frozen(kw_only=True)
class OwnerReference:
    apiVersion: str
    kind: str
    name: str
    uid: str
    controller: bool | None = None
    blockOwnerDeletion: bool | None = None


@frozen(kw_only=True)
class ObjectMeta:
    name: str = ""
    generateName: str = ""
    namespace: str = ""
    uid: str = ""
    resourceVersion: str = ""
    generation: int = 0
    creationTimestamp: Time | None = None
    deletionTimestamp: Time | None = None
    deletionGracePeriodSeconds: int | None = None
    labels: Mapping[str, str] = field(factory=dict)
    annotations: Mapping[str, str] = field(factory=dict)
    ownerReferences: tuple[OwnerReference, ...] = ()
    finalizers: tuple[str, ...] = ()
    managedFields: tuple[Json, ...] = ()
    selfLink: str = ""
