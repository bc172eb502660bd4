"""Task: one of a group, placed and ended by whoever decides for the group (semantics B.32)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ...core.event import Actor, Event
from ...core.kind import Changes, Edge, Kind, Nothing, become
from ...core.rule import Rule
from .machines import Machine

# Rules
PLACED = Rule("B32.3", "Omega", "a task is placed with its whole group, and only so")
ENDED = Rule("B32.3", "Omega", "a task that ends gives its memory back")


# States
class TaskState(Enum):
    UNPLACED = "Unplaced"
    PLACED = "Placed"
    ENDED = "Ended"

    @property
    def takes_room(self) -> bool:
        return self is TaskState.PLACED


# Record
@frozen
class Task:
    state: TaskState = TaskState.UNPLACED
    machine: Machine = Machine.NONE
    """Where it is, or was until it ended."""


# Events
@frozen
class Place(Event):
    actor = Actor.SCHEDULER
    machine: Machine


@frozen
class End(Event):
    actor = Actor.RUNTIME


# Guards
def is_somewhere(view: object, me: object, event: Place) -> bool:
    return event.machine is not Machine.NONE


# Effects
def on_machine(view: object, me: object, event: Place) -> Changes:
    return become(machine=event.machine)


U, P, E = TaskState
# fmt: off
TASK = Kind(
    name="coscheduled-task", words="A task of a group that is placed as one.",
    states=TaskState, record=Task, view=Nothing, events=(Place, End),
    edges=(
        Edge(Place, U, P, by=PLACED, when=is_somewhere, then=on_machine),
        Edge(End,   P, E, by=ENDED),
    ),
)
# fmt: on
