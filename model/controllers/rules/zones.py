"""Zones: how many of a zone's nodes are lost, and how fast nodes there are tainted because of it (semantics B19.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Final

from ...node.conditions import readiness_of
from ...node.readiness import ReadinessState
from ...objects.node import Node

REGION, ZONE = "topology.kubernetes.io/region", "topology.kubernetes.io/zone"
EXCLUDED: Final = "node.kubernetes.io/exclude-disruption"
"""A node with this label is not counted."""
LARGE: Final = 50
"""A zone of more nodes than this is large."""
INTERVAL, SLOW_INTERVAL = 10_000, 100_000
"""Milliseconds between the taints of two nodes of a zone: 0.1 and 0.01 nodes a second."""

ZoneKey = tuple[str, str]
"""Region and zone; both empty for nodes that say nothing."""


class ZoneState(Enum):
    NEW = "Initial"
    NORMAL = "Normal"
    PARTIAL = "PartialDisruption"
    FULL = "FullDisruption"


class Disruption(Enum):
    """What a change of all zones' states amounts to."""

    ORDINARY = "ordinary"
    BEGINS = "begins"
    """The last ready node was lost: taints go, and none are put."""
    LASTS = "lasts"
    ENDS = "ends"
    """One is ready again: all others get their whole grace period once more."""


def zone_of(node: Node) -> ZoneKey:
    """Where the node is (GetZoneKey)."""
    return node.metadata.labels.get(REGION, ""), node.metadata.labels.get(ZONE, "")


def zone_states(nodes: Iterable[Node]) -> dict[ZoneKey, ZoneState]:
    """The state of each zone that has a node which counts (ComputeZoneState)."""
    counts: dict[ZoneKey, tuple[int, int]] = {}
    for node in nodes:
        if EXCLUDED not in node.metadata.labels:
            ready, lost = counts.get(zone_of(node), (0, 0))
            is_ready = readiness_of(node).state is ReadinessState.READY
            counts[zone_of(node)] = (ready + is_ready, lost + (not is_ready))
    return {zone: zone_state(ready, lost) for zone, (ready, lost) in counts.items()}


def zone_state(ready: int, lost: int) -> ZoneState:
    """All are lost; more than two and at least 55 % of them; or fewer."""
    if lost and not ready:
        return ZoneState.FULL
    if lost > 2 and lost * 100 >= (ready + lost) * 55:
        return ZoneState.PARTIAL
    return ZoneState.NORMAL


def interval(state: ZoneState, size: int) -> int | None:
    """Milliseconds between two taints in a zone of so many nodes; None: there are none."""
    if state is not ZoneState.PARTIAL:
        return INTERVAL
    return SLOW_INTERVAL if size > LARGE else None


def disruption(old: Mapping[ZoneKey, ZoneState], new: Mapping[ZoneKey, ZoneState]) -> Disruption:
    """Whether every zone is lost now, and was before (handleDisruption); a zone without an old state is a new one."""
    is_total = all(each is ZoneState.FULL for each in new.values())
    was_total = all(old.get(zone, ZoneState.NEW) is ZoneState.FULL for zone in new)
    if is_total:
        return Disruption.LASTS if was_total else Disruption.BEGINS
    return Disruption.ENDS if was_total else Disruption.ORDINARY
