"""quota_usage: what an object takes from the quotas of its namespace (pkg/quota/v1/evaluator/core)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from ...objects.pod import Pod
from ...objects.quantity import NANOS, Quantity
from ...objects.resources import Amounts, total
from ...objects.time import Millis
from ...scheduler.rules.requests import pod_limits, pod_requests
from ..resource_names import resource_of

ONE: Final = Quantity(NANOS)

COMPUTE: Final = ("cpu", "memory", "ephemeral-storage")
POD_RESOURCES: Final = frozenset(
    {"pods", *COMPUTE, *(f"{kind}.{name}" for kind in ("requests", "limits") for name in COMPUTE)}
)
"""What is counted of Pods, beside huge pages and the requests for resources with a prefix of their own."""

OLD_NAMES: Final = {
    "ConfigMap": "configmaps",
    "PersistentVolumeClaim": "persistentvolumeclaims",
    "ReplicationController": "replicationcontrollers",
    "ResourceQuota": "resourcequotas",
    "Secret": "secrets",
    "Service": "services",
}
"""Kinds whose number has a name of its own beside `count/…`."""

SERVICE_NAMES: Final = ("services.loadbalancers", "services.nodeports")


def is_measured(kind: str, name: str) -> bool:
    """Whether objects of this kind take something of this resource of a quota (MatchingResources)."""
    if name in (f"count/{resource_of(kind)}", OLD_NAMES.get(kind)):
        return True
    if kind == "Service":
        return name in SERVICE_NAMES
    if kind != "Pod":
        return False
    extended = name.removeprefix("requests.")
    is_prefixed = name.startswith("requests.") and "/" in extended and "kubernetes.io/" not in extended
    return name in POD_RESOURCES or extended.startswith("hugepages-") or is_prefixed


def usage_of(obj: Any, now: Millis) -> Amounts:
    """The amounts by resource name; of a Pod that is no longer counted only its `count/pods`."""
    usage = {f"count/{resource_of(obj.kind)}": ONE}
    if isinstance(obj, Pod):
        return {**usage, **of_requests(pod_requests(obj.spec), pod_limits(obj.spec))} if is_counted(obj, now) else usage
    if obj.kind in OLD_NAMES:
        usage[OLD_NAMES[obj.kind]] = ONE
    if obj.kind == "Service":
        usage.update(_of_service(obj))
    return usage


def is_counted(pod: Pod, now: Millis) -> bool:
    """Neither over, nor stuck in its deletion for longer than its grace beyond its end (QuotaV1Pod)."""
    if pod.status.phase in ("Succeeded", "Failed"):
        return False
    deleted, grace = pod.metadata.deletionTimestamp, pod.metadata.deletionGracePeriodSeconds
    return deleted is None or grace is None or now <= (deleted + grace) * 1000


def of_requests(requests: Amounts, limits: Amounts) -> Amounts:
    """What these requests and limits are called in quotas, with the Pod itself (podComputeUsageHelper)."""
    return {"pods": ONE, **dict(_of_requests(requests)), **_of_limits(limits)}


def _of_requests(requests: Amounts) -> Iterator[tuple[str, Quantity]]:
    for name, amount in requests.items():
        if name in COMPUTE or name.startswith("hugepages-"):
            yield name, amount
            yield f"requests.{name}", amount
        elif "/" in name and "kubernetes.io/" not in name:
            yield f"requests.{name}", amount


def _of_limits(limits: Amounts) -> Amounts:
    return {f"limits.{name}": amount for name, amount in limits.items() if name in COMPUTE}


def _of_service(service: Any) -> Amounts:
    spec = service.spec
    ports = len(spec.ports)
    if spec.type == "LoadBalancer" and spec.allocateLoadBalancerNodePorts is False:
        ports = sum(bool(each.nodePort) for each in spec.ports)
    return {
        "services.nodeports": Quantity(ports * NANOS if spec.type in ("NodePort", "LoadBalancer") else 0),
        "services.loadbalancers": Quantity(NANOS if spec.type == "LoadBalancer" else 0),
    }


def sum_of(usages: Iterable[Amounts]) -> Amounts:
    """All of them together."""
    together: Amounts = {}
    for each in usages:
        together = total(together, each)
    return together
