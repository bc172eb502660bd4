"""Config: ConfigMap and Secret, which containers read and volumes wait for (semantics B.28)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta


@frozen(kw_only=True)
class ConfigMap:
    apiVersion: str = "v1"
    kind: str = "ConfigMap"
    metadata: ObjectMeta = ObjectMeta()
    immutable: bool | None = None
    data: Mapping[str, str] = field(factory=dict)
    binaryData: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Secret:
    """`data` is base64; `stringData` is what the writer of a manifest may give instead, and is never shown again."""

    apiVersion: str = "v1"
    kind: str = "Secret"
    metadata: ObjectMeta = ObjectMeta()
    immutable: bool | None = None
    data: Mapping[str, str] = field(factory=dict)
    stringData: Mapping[str, str] = field(factory=dict)
    type: str = ""
