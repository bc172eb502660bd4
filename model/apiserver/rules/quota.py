"""quota: what a ResourceQuota says to a request, and what it counts (apiserver resourcequota CheckRequest; CalculateUsage)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from ...objects.pod import Pod
from ...objects.quantity import ZERO
from ...objects.resource_quota import ResourceQuota, ResourceQuotaStatus
from ...objects.resources import Amounts, read_amounts, total
from ...objects.time import Millis
from .quota_scope import is_in_scope
from .quota_usage import is_measured, of_requests, sum_of, usage_of

MUST_BE_SAID = frozenset({"cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"})
"""A quota on one of these wants every container to say its part."""


class OverQuota(ValueError):
    """The request is refused; the message is the API's own."""


def is_about(quota: ResourceQuota, obj: Any) -> bool:
    """Whether it counts this object: something of it that is enforced, and all of its scopes (generic Matches)."""
    if not any(is_measured(obj.kind, name) for name in quota.status.hard):
        return False
    if isinstance(obj, Pod):
        return is_in_scope(quota.spec, obj)
    return not quota.spec.scopes and quota.spec.scopeSelector is None


def charged(quotas: Iterable[ResourceQuota], obj: Any, now: Millis, before: Any = None) -> list[ResourceQuota]:
    """The quotas whose `used` this request changes, as they are after it; `before` is the object that an update replaces.

    Raises OverQuota where one of them has no room, is not measured yet, or misses a request in some container.
    """
    about = [each for each in quotas if is_about(each, obj)]
    for each in about:
        names = [name for name in each.status.hard if is_measured(obj.kind, name)]
        if isinstance(obj, Pod) and (missing := missing_in(obj, names)):
            raise OverQuota(f"failed quota: {each.metadata.name}: must specify {missing}")
        if any(name not in each.status.used for name in names):
            listed = ",".join(sorted(names))
            raise OverQuota(f"status unknown for quota: {each.metadata.name}, resources: {listed}")
    wanted = usage_of(obj, now)
    had = usage_of(before, now) if before is not None else {}
    more = {
        name: evolve(amount, nanos=amount.nanos - had.get(name, ZERO).nanos, text="") for name, amount in wanted.items()
    }
    more = {name: amount for name, amount in more.items() if amount.nanos > 0}
    return [_charged(each, more) for each in about] if more else []


def _charged(quota: ResourceQuota, more: Amounts) -> ResourceQuota:
    hard, used = read_amounts(quota.status.hard), read_amounts(quota.status.used)
    asked = {name: amount for name, amount in more.items() if name in hard}
    after = total(used, asked)
    exceeded = sorted(name for name in asked if after[name] > hard[name])
    if exceeded:
        parts = (
            f"{what}: {','.join(f'{name}={amounts[name]}' for name in exceeded if name in amounts)}"
            for what, amounts in (("requested", asked), ("used", used), ("limited", hard))
        )
        raise OverQuota(f"exceeded quota: {quota.metadata.name}, {', '.join(parts)}")
    return evolve(quota, status=evolve(quota.status, used=_texts(after)))


def missing_in(pod: Pod, names: Iterable[str]) -> str:
    """`limits.cpu for: app; requests.cpu for: app,init`: which containers do not say what these resources count; empty
    where all do. A Pod with resources of its own says them for all (podEvaluator Constraints)."""
    required = MUST_BE_SAID.intersection(names)
    if pod.spec.resources is not None:
        own = pod.spec.resources
        required = required.difference(of_requests(read_amounts(own.requests), read_amounts(own.limits)))
    missing: dict[str, list[str]] = {}
    for container in (*pod.spec.containers, *pod.spec.initContainers):
        said = of_requests(read_amounts(container.resources.requests), read_amounts(container.resources.limits))
        for name in required.difference(said):
            missing.setdefault(name, []).append(container.name)
    return "; ".join(f"{name} for: {','.join(sorted(missing[name]))}" for name in sorted(missing))


def measured(quota: ResourceQuota, objects: Iterable[Any], now: Millis) -> ResourceQuotaStatus:
    """The status after a count of all these objects of its namespace; what nobody counts stays as it was
    (resource_quota_controller syncResourceQuota)."""
    aim = evolve(quota, status=evolve(quota.status, hard=quota.spec.hard))
    counted = sum_of(usage_of(each, now) for each in objects if is_about(aim, each))
    used = {**dict.fromkeys(quota.spec.hard, ZERO), **read_amounts(quota.status.used), **_measurable(quota, counted)}
    return ResourceQuotaStatus(hard=quota.spec.hard, used=_texts({name: used[name] for name in quota.spec.hard}))


def _measurable(quota: ResourceQuota, counted: Amounts) -> Amounts:
    """Every resource that some kind is counted for, also where no object is left that takes of it."""
    kinds = ("Pod", *COUNTED_KINDS)
    known = [name for name in quota.spec.hard if any(is_measured(kind, name) for kind in kinds)]
    return {name: counted.get(name, ZERO) for name in known}


COUNTED_KINDS = (
    "ConfigMap",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "LimitRange",
    "ReplicaSet",
    "ReplicationController",
    "ResourceQuota",
    "Secret",
    "Service",
    "StatefulSet",
)
"""The kinds beside Pod of which there are objects in a namespace."""


def _texts(amounts: Amounts) -> Mapping[str, str]:
    return {name: str(amounts[name]) for name in sorted(amounts)}
