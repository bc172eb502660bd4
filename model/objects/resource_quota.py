"""ResourceQuota: how much of what the objects of a namespace may have together, and how much of it they have."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import QuantityText


@frozen(kw_only=True)
class ScopeRequirement:
    """`scopeName` such as PriorityClass; `operator` is In, NotIn, Exists or DoesNotExist."""

    scopeName: str
    operator: str
    values: tuple[str, ...] = ()


@frozen(kw_only=True)
class ScopeSelector:
    matchExpressions: tuple[ScopeRequirement, ...] = ()


@frozen(kw_only=True)
class ResourceQuotaSpec:
    """`scopes` and `scopeSelector`: only Pods for which all of them hold are counted."""

    hard: Mapping[str, QuantityText] = field(factory=dict)
    scopes: tuple[str, ...] = ()
    scopeSelector: ScopeSelector | None = None


@frozen(kw_only=True)
class ResourceQuotaStatus:
    """`hard` is what is enforced; it follows the spec when the quota controller has measured what is `used`."""

    hard: Mapping[str, QuantityText] = field(factory=dict)
    used: Mapping[str, QuantityText] = field(factory=dict)


@frozen(kw_only=True)
class ResourceQuota:
    apiVersion: str = "v1"
    kind: str = "ResourceQuota"
    metadata: ObjectMeta = ObjectMeta()
    spec: ResourceQuotaSpec = ResourceQuotaSpec()
    status: ResourceQuotaStatus = ResourceQuotaStatus()
