"""Namespace: a room for names; its deletion takes all that is in it (semantics B.26)."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .shapes import Json


@frozen(kw_only=True)
class NamespaceSpec:
    finalizers: tuple[str, ...] = ()


@frozen(kw_only=True)
class NamespaceStatus:
    phase: str = ""
    conditions: tuple[Json, ...] = ()


@frozen(kw_only=True)
class Namespace:
    apiVersion: str = "v1"
    kind: str = "Namespace"
    metadata: ObjectMeta = ObjectMeta()
    spec: NamespaceSpec = NamespaceSpec()
    status: NamespaceStatus = NamespaceStatus()
