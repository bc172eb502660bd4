"""Seat: a Pod's place on one of two nodes, as the scheduler and the API server have it: the heart of a small world in which
Pods of different importance contend for room (semantics B.21)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .coscheduling.machines import Machine

# Rules
CREATED = Rule("B21.1", "backend/queue Add", "a Pod without a node is seen by the scheduler")
ASSUMED = Rule("B21.8", "scheduler assume", "a Pod that fits takes its room before it is bound")
BOUND = Rule("B21.9", "scheduler bindingCycle", "the binding is written")
NOWHERE = Rule(
    "B21.11", "scheduler handleSchedulingFailure", "a Pod that fits nowhere, and for which nobody need go, waits"
)
NOMINATED = Rule(
    "B21.14", "preemption Preempt", "where others have to make way, the Pod is nominated to that node and waits"
)
VICTIM = Rule(
    "B21.14", "preemption prepareCandidate", "who has to make way is deleted, and takes room until it has ended"
)
WITHDRAWN = Rule("B21.14", "preemption prepareCandidate", "less important Pods lose their nomination to the node")
ENDED = Rule("B21.5", "backend/cache RemovePod", "a Pod that has ended gives its room back")


# States
class SeatState(Enum):
    ABSENT = "Not created"
    PENDING = "Pending"
    ASSUMED = "Assumed"
    BOUND = "Bound"
    GOING = "Being preempted"
    ENDED = "Ended"

    @property
    def takes_room(self) -> bool:
        return self in (SeatState.ASSUMED, SeatState.BOUND, SeatState.GOING)


class Importance(Enum):
    """A Pod's priority."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


# Record
@frozen
class Seat:
    state: SeatState = SeatState.ABSENT
    node: Machine = Machine.NONE
    nominated: Machine = Machine.NONE


# View
@frozen
class SeatView:
    importance: Importance = Importance.LOW
    in_flight: bool = True
    """It is this Pod's scheduling cycle."""
    fits_on_a: bool = True
    """There is room, also beside the Pods that are nominated to the node and not less important."""
    fits_on_b: bool = True
    helps_on_a: bool = False
    """The Pod may preempt, and the loss is least on this node."""
    helps_on_b: bool = False
    must_wait: bool = False
    """On the node that it is nominated to somebody is still making way for it."""


# Events
@frozen
class Come(Event):
    actor = Actor.USER


@frozen
class Assume(Event):
    actor = Actor.SCHEDULER
    node: Machine


@frozen
class Bind(Event):
    actor = Actor.API_SERVER


@frozen
class GiveUp(Event):
    """The cycle ends: nothing fits, and preemption does not help."""

    actor = Actor.SCHEDULER


@frozen
class Nominate(Event):
    """Pods that are less important than this one make way for it on the node."""

    actor = Actor.SCHEDULER
    node: Machine
    importance: Importance


@frozen
class MakeWay(Event):
    actor = Actor.SCHEDULER


@frozen
class Withdraw(Event):
    actor = Actor.SCHEDULER


@frozen
class Finish(Event):
    actor = Actor.RUNTIME


# Guards
def _on(node: Machine, on_a: bool, on_b: bool) -> bool:
    return (node is Machine.A and on_a) or (node is Machine.B and on_b)


def fits_there(view: SeatView, me: Seat, event: Assume) -> bool:
    """The node that it is nominated to comes first."""
    if not view.in_flight or not _on(event.node, view.fits_on_a, view.fits_on_b):
        return False
    return event.node is me.nominated or not _on(me.nominated, view.fits_on_a, view.fits_on_b)


def helps_there(view: SeatView, me: Seat, event: Nominate) -> bool:
    if not view.in_flight or event.importance is not view.importance or view.fits_on_a or view.fits_on_b:
        return False
    return not view.must_wait and _on(event.node, view.helps_on_a, view.helps_on_b)


def is_hopeless(view: SeatView, me: Seat, event: GiveUp) -> bool:
    if not view.in_flight or view.fits_on_a or view.fits_on_b:
        return False
    return view.must_wait or not (view.helps_on_a or view.helps_on_b)


# Effects
def take(view: SeatView, me: Seat, event: Assume) -> Changes:
    return become(node=event.node, nominated=Machine.NONE)


def nominate(view: SeatView, me: Seat, event: Nominate) -> Changes:
    return become(nominated=event.node)


def keep_only_what_is_being_made(view: SeatView, me: Seat, event: GiveUp) -> Changes:
    return become(nominated=me.nominated if view.must_wait else Machine.NONE)


def withdraw(view: SeatView, me: Seat, event: Withdraw) -> Changes:
    return become(nominated=Machine.NONE)


def leave(view: SeatView, me: Seat, event: Event) -> Changes:
    return become(node=Machine.NONE)


ABSENT, PENDING, TAKEN, SITS, GOING, GONE = SeatState

# fmt: off
SEAT = Kind(
    name="seat", words="A Pod's place on a node, in a small world of Pods that contend for room.",
    states=SeatState, record=Seat, view=SeatView,
    events=(Come, Assume, Bind, GiveUp, Nominate, MakeWay, Withdraw, Finish),
    edges=(
        Edge(Come,     ABSENT,  PENDING, by=CREATED),
        Edge(Assume,   PENDING, TAKEN,   by=ASSUMED,   when=fits_there,  then=take),
        Edge(Nominate, PENDING, PENDING, by=NOMINATED, when=helps_there, then=nominate),
        Edge(GiveUp,   PENDING, PENDING, by=NOWHERE,   when=is_hopeless, then=keep_only_what_is_being_made),
        Edge(Withdraw, PENDING, PENDING, by=WITHDRAWN, then=withdraw),
        Edge(Bind,     TAKEN,   SITS,    by=BOUND),
        Edge(MakeWay,  TAKEN,   GONE,    by=VICTIM,    then=leave),
        Edge(MakeWay,  SITS,    GOING,   by=VICTIM),
        Edge(Finish,   SITS,    GONE,    by=ENDED,     then=leave),
        Edge(Finish,   GOING,   GONE,    by=ENDED,     then=leave),
    ),
)
# fmt: on
