"""cgroup_values: the recorded numbers of UpdateContainerResources."""

from __future__ import annotations

import pytest

from podlaw.model.objects.container import ResourceRequirements
from podlaw.model.runtime.cgroup_values import cgroup_values


@pytest.mark.parametrize(
    ("requests", "limits", "quota", "shares", "memory"),
    [
        ({"cpu": "700m", "memory": "300Mi"}, {"cpu": "1500m", "memory": "1Gi"}, 150_000, 716, 1_073_741_824),
        ({"cpu": "650m"}, {"cpu": "1", "memory": "512Mi"}, 100_000, 665, 536_870_912),
        ({"memory": "512Mi"}, {}, 0, 2, 0),
        ({}, {"cpu": "5m"}, 1_000, 5, 0),
    ],
)
def test_amounts_become_shares_quota_and_bytes(
    requests: dict[str, str], limits: dict[str, str], quota: int, shares: int, memory: int
) -> None:
    found = cgroup_values(ResourceRequirements(requests=requests, limits=limits))
    assert found == {"cpuQuota": quota, "cpuShares": shares, "memoryLimit": memory}
