"""Balanced allocation: rather a node whose cpu and memory are used up evenly (plugins/noderesources)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ...objects.pod import Pod
from .node_info import Counts, NodeInfo, requests_of, sum_of

NAME: Final = "NodeResourcesBalancedAllocation"
RESOURCES: Final = ("cpu", "memory")


def score(pod: Pod, info: NodeInfo) -> int | None:
    """75, and half a point more or less for each point of balance that the Pod brings or costs; None for a Pod that
    requests neither."""
    requests = requests_of(pod.spec)
    if not any(requests.get(name) for name in RESOURCES):
        return None
    before = _balance(info.requested, info.allocatable)
    after = _balance(sum_of((info.requested, requests)), info.allocatable)
    return (150 + after - before) // 2


def _balance(requested: Counts, allocatable: Mapping[str, int]) -> int:
    """100 where the same fraction of both is taken, down to 50; what the node does not have does not count."""
    fractions = [min(1.0, requested.get(name, 0) / allocatable[name]) for name in RESOURCES if allocatable.get(name)]
    deviation = abs(fractions[0] - fractions[1]) / 2 if len(fractions) == 2 else 0.0
    return int((1 - deviation) * 100)
