"""NodeResourcesFit: a node takes a Pod only if what it requests is still free (FIT fitsRequest; semantics B21.5)."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from ...objects.pod import Pod
from .node_info import NodeInfo, non_zero_requests_of, requests_of
from .rejection import Code, Rejection

NAME: Final = "NodeResourcesFit"
FIRST: Final = ("cpu", "memory", "ephemeral-storage")
"""The order in which resources are looked at; the others follow by name."""


@frozen
class Insufficient:
    """A resource of which too little is left; cpu in thousandths, everything else in whole units."""

    resource: str
    requested: int
    used: int
    capacity: int

    @property
    def reason(self) -> str:
        return "Too many pods" if self.resource == "pods" else f"Insufficient {self.resource}"

    @property
    def unresolvable(self) -> bool:
        """Even an empty node would not do."""
        return self.resource != "pods" and self.requested > self.capacity


def insufficient_resources(pod: Pod, info: NodeInfo) -> tuple[Insufficient, ...]:
    """All that is lacking, in the scheduler's order; what is requested exactly fits (noderesources.Fits)."""
    requests = {name: amount for name, amount in requests_of(pod.spec).items() if amount}
    found = []
    if len(info.pods) + 1 > info.allocatable.get("pods", 0):
        found.append(Insufficient("pods", 1, len(info.pods), info.allocatable.get("pods", 0)))
    for name in (*FIRST, *sorted(set(requests) - set(FIRST))):
        requested, used = requests.get(name, 0), info.requested.get(name, 0)
        capacity = info.allocatable.get(name, 0)
        if requested > 0 and requested > capacity - used:
            found.append(Insufficient(name, requested, used, capacity))
    return tuple(found)


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    lacking = insufficient_resources(pod, info)
    if not lacking:
        return None
    code = Code.UNRESOLVABLE if any(each.unresolvable for each in lacking) else Code.UNSCHEDULABLE
    return Rejection(NAME, code, tuple(each.reason for each in lacking))


def score(pod: Pod, info: NodeInfo) -> int:
    """0 to 100: how much of cpu and memory would be left (LeastAllocated), where what requests nothing counts with
    100m and 200Mi a container."""
    mine = non_zero_requests_of(pod.spec)
    lefts = []
    for name in ("cpu", "memory"):
        capacity = info.allocatable.get(name, 0)
        if capacity:
            left = capacity - info.non_zero_requested.get(name, 0) - mine.get(name, 0)
            lefts.append(max(0, left) * 100 // capacity)
    return sum(lefts) // len(lefts) if lefts else 0
