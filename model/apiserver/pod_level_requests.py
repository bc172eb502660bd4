"""Pod-level requests: what a Pod with limits of its own requests by default (DEF defaultPodRequests)."""

from __future__ import annotations

from attrs import evolve

from ..objects.container import ResourceRequirements
from ..objects.pod import PodSpec
from ..scheduler.rules.requests import pod_requests


def default_pod_level_requests(spec: PodSpec) -> ResourceRequirements | None:
    """The containers' requests where they have any, else the Pod's own limit; nothing where the Pod has no limits."""
    resources = spec.resources
    if resources is None or not resources.limits:
        return resources
    of_containers = pod_requests(spec, exclude_overhead=True, skip_pod_level_resources=True)
    requests = dict(resources.requests)
    for name, amount in of_containers.items():
        if _may_be_pod_level(name):
            requests.setdefault(name, str(amount))
    for name, limit in resources.limits.items():
        if _may_be_pod_level(name):
            requests.setdefault(name, limit)
    return evolve(resources, requests=requests)


def _may_be_pod_level(name: str) -> bool:
    return name in ("cpu", "memory") or name.startswith("hugepages-")
