"""Cgroup values: what the kubelet tells the runtime of a container's cpu and memory (KRC generateLinuxContainerResources)."""

from __future__ import annotations

from collections.abc import Mapping

from ..objects.container import ResourceRequirements
from ..objects.quantity import parse_quantity

PERIOD = 100_000
"""Microseconds in which a container may use its quota of cpu."""
SMALLEST_QUOTA = 1_000
SMALLEST_SHARES, LARGEST_SHARES = 2, 262_144


def cgroup_values(resources: ResourceRequirements) -> dict[str, int]:
    """Shares by the request of cpu, or else by its limit; quota and memory limit 0 where there is no limit."""
    request, limit = (_milli_cpu(amounts) for amounts in (resources.requests, resources.limits))
    shares = (limit or 0) if request is None else request
    return {
        "cpuQuota": max(limit * PERIOD // 1000, SMALLEST_QUOTA) if limit else 0,
        "cpuShares": min(max(shares * 1024 // 1000, SMALLEST_SHARES), LARGEST_SHARES),
        "memoryLimit": parse_quantity(resources.limits.get("memory", "0")).value(),
    }


def _milli_cpu(amounts: Mapping[str, str]) -> int | None:
    return parse_quantity(amounts["cpu"]).milli_value() if "cpu" in amounts else None
