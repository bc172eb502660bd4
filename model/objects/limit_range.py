"""LimitRange: what a container, a Pod or a claim of a namespace gets where it says nothing, and the least and most it may have."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import QuantityText


@frozen(kw_only=True)
class LimitRangeItem:
    """`type` is Container, Pod or PersistentVolumeClaim; the maps are by resource name."""

    type: str
    max: Mapping[str, QuantityText] = field(factory=dict)
    min: Mapping[str, QuantityText] = field(factory=dict)
    default: Mapping[str, QuantityText] = field(factory=dict)
    defaultRequest: Mapping[str, QuantityText] = field(factory=dict)
    maxLimitRequestRatio: Mapping[str, QuantityText] = field(factory=dict)


@frozen(kw_only=True)
class LimitRangeSpec:
    limits: tuple[LimitRangeItem, ...] = ()


@frozen(kw_only=True)
class LimitRange:
    apiVersion: str = "v1"
    kind: str = "LimitRange"
    metadata: ObjectMeta = ObjectMeta()
    spec: LimitRangeSpec = LimitRangeSpec()
