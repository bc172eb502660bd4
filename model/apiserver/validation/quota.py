"""Quota: what the API server holds against a LimitRange or a ResourceQuota (pkg/apis/core/validation)."""

from __future__ import annotations

from collections.abc import Mapping

from ...objects.limit_range import LimitRange, LimitRangeItem
from ...objects.quantity import NANOS, parse_quantity
from ...objects.resource_quota import ResourceQuota, ScopeRequirement
from ..rules.quota_scope import PRIORITY_CLASS, SCOPES, requirements_of
from .field_error import Errors, FieldError, one_of, required
from .metadata import validate_metadata
from .names import qualified_name

TYPES = ("Container", "Pod", "PersistentVolumeClaim")
OPPOSITES = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


def validate_limit_range(limits: LimitRange) -> Errors:
    """One item for each type; min ≤ defaultRequest ≤ default ≤ max."""
    yield from validate_metadata(limits.metadata)
    seen: set[str] = set()
    for index, item in enumerate(limits.spec.limits):
        path = f"spec.limits[{index}]"
        if item.type not in TYPES and "/" not in item.type:
            yield FieldError("Invalid", f"{path}.type", "must be a standard limit type or fully qualified")
        if item.type in seen:
            yield FieldError("Duplicate", f"{path}.type")
        seen.add(item.type)
        yield from _validate_item(item, path)


def _validate_item(item: LimitRangeItem, path: str) -> Errors:
    if item.type == "Pod":
        for name in ("default", "defaultRequest"):
            if getattr(item, name):
                yield FieldError("Forbidden", f"{path}.{name}", "may not be specified when `type` is 'Pod'")
    if item.type == "PersistentVolumeClaim" and "storage" not in {**item.min, **item.max}:
        yield required(
            f"{path}.limits", "either minimum or maximum storage value is required, but neither was provided"
        )
    for lower, upper, what in (
        ("min", "max", "min value {} is greater than max value {}"),
        ("min", "defaultRequest", "min value {} is greater than default request value {}"),
        ("defaultRequest", "max", "default request value {} is greater than max value {}"),
        ("defaultRequest", "default", "default request value {} is greater than default limit value {}"),
        ("min", "default", "min value {} is greater than default value {}"),
        ("default", "max", "default value {} is greater than max value {}"),
    ):
        blamed = "default" if (lower, upper) == ("min", "default") else lower
        less, more = getattr(item, lower), getattr(item, upper)
        for name in sorted({*less} & {*more}):
            if parse_quantity(less[name]) > parse_quantity(more[name]):
                yield FieldError("Invalid", f"{path}.{blamed}[{name}]", what.format(less[name], more[name]))
    for name, text in item.maxLimitRequestRatio.items():
        if parse_quantity(text).nanos < NANOS:
            yield FieldError("Invalid", f"{path}.maxLimitRequestRatio[{name}]", f"ratio {text} is less than 1")


def validate_resource_quota(quota: ResourceQuota) -> Errors:
    """The errors of a ResourceQuota's amounts and scopes."""
    yield from validate_metadata(quota.metadata)
    yield from _validate_amounts(quota.spec.hard)
    scopes = [each.scopeName for each in requirements_of(quota.spec)]
    for index, scope in enumerate(quota.spec.scopes):
        yield from one_of(f"spec.scopes[{index}]", scope, SCOPES)
    if quota.spec.scopeSelector is not None:
        for index, each in enumerate(quota.spec.scopeSelector.matchExpressions):
            yield from _validate_requirement(each, f"spec.scopeSelector.matchExpressions[{index}]")
    for pair in OPPOSITES:
        if set(pair) <= set(scopes):
            yield FieldError("Invalid", "spec.scopes", "conflicting scopes")


def _validate_amounts(hard: Mapping[str, str]) -> Errors:
    for name, text in hard.items():
        field = f"spec.hard[{name}]"
        yield from (FieldError("Invalid", field, why) for why in qualified_name(name))
        amount = parse_quantity(text)
        if amount.nanos < 0:
            yield FieldError("Invalid", field, "must be greater than or equal to 0")
        is_a_number = name in ("pods", "services", "secrets", "configmaps") or name.startswith("count/")
        if is_a_number and amount.nanos % NANOS:
            yield FieldError("Invalid", field, "must be an integer")


def _validate_requirement(requirement: ScopeRequirement, path: str) -> Errors:
    yield from one_of(f"{path}.scopeName", requirement.scopeName, SCOPES)
    yield from one_of(f"{path}.operator", requirement.operator, OPERATORS)
    if requirement.scopeName != PRIORITY_CLASS and requirement.operator != "Exists":
        words = "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
        words += "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or "
        words += "ResourceQuotaScopeCrossNamespacePodAffinity"
        yield FieldError("Invalid", f"{path}.operator", words)
    if requirement.operator in ("In", "NotIn") and not requirement.values:
        words = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
        yield required(f"{path}.values", words)
    if requirement.operator in ("Exists", "DoesNotExist") and requirement.values:
        words = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
        yield FieldError("Invalid", f"{path}.values", words)
