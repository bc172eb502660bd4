"""Deadline: activeDeadlineSeconds of a Pod: none, not over, over (semantics B.16)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
OVER = Rule(
    "B16.1",
    "kubelet/active_deadline pastActiveDeadline",
    "a Pod is failed when it has been active longer than its deadline",
)


# States
class DeadlineState(Enum):
    NOT_OVER = "Not over"
    OVER = "Over"


# Record
@frozen
class Deadline:
    state: DeadlineState = DeadlineState.NOT_OVER


# View
@frozen
class DeadlineView:
    is_set: bool = False
    """spec.activeDeadlineSeconds is given, and the kubelet has published a startTime."""


# Events
@frozen
class DeadlinePasses(Event):
    actor = Actor.CLOCK


# Guards
def is_set(view: DeadlineView, me: Deadline, event: DeadlinePasses) -> bool:
    return view.is_set


# fmt: off
DEADLINE = Kind(
    name="deadline", words="The active deadline of a Pod.",
    states=DeadlineState, record=Deadline, view=DeadlineView, events=(DeadlinePasses,),
    edges=(Edge(DeadlinePasses, DeadlineState.NOT_OVER, DeadlineState.OVER, by=OVER, when=is_set),),
)
# fmt: on
