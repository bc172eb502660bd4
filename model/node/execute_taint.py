"""Execute taint: the NoExecute taint that a node has because it is not ready or cannot be reached (semantics B19.6)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .readiness import ReadinessState

# Rules
TAINTED = Rule(
    "B19.6",
    "controller/nodelifecycle doNoExecuteTaintingPass",
    "a node that is not ready or not reachable is tainted when its zone's turn has come, unless every node is lost",
)
SWAPPED = Rule(
    "B19.6",
    "controller/nodelifecycle processTaintBaseEviction",
    "one of the two taints takes the other's place at once",
)
CLEARED = Rule(
    "B19.8", "controller/nodelifecycle markNodeAsReachable", "a node that is ready again has neither of the two taints"
)
SPARED = Rule(
    "B19.6", "controller/nodelifecycle handleDisruption", "when every node is lost, no node is to blame: the taints go"
)


# States
class ExecuteTaintState(Enum):
    NONE = "None"
    NOT_READY = "not-ready"
    UNREACHABLE = "unreachable"


# Record
@frozen
class ExecuteTaint:
    state: ExecuteTaintState = ExecuteTaintState.NONE


# View
@frozen
class ExecuteTaintView:
    readiness: ReadinessState = ReadinessState.READY
    turn_has_come: bool = False
    """The zone's rate lets another node be tainted now."""
    all_are_lost: bool = False
    """No zone has a node that is ready."""


# Events
@frozen
class PutTaint(Event):
    actor = Actor.CONTROLLER


@frozen
class SwapTaint(Event):
    actor = Actor.CONTROLLER


@frozen
class RemoveTaint(Event):
    actor = Actor.CONTROLLER


# Guards
def is_not_ready(view: ExecuteTaintView, me: ExecuteTaint, event: Event) -> bool:
    return view.readiness is ReadinessState.NOT_READY


def is_unknown(view: ExecuteTaintView, me: ExecuteTaint, event: Event) -> bool:
    return view.readiness is ReadinessState.UNKNOWN


def is_not_readys_turn(view: ExecuteTaintView, me: ExecuteTaint, event: PutTaint) -> bool:
    return view.readiness is ReadinessState.NOT_READY and view.turn_has_come and not view.all_are_lost


def is_unknowns_turn(view: ExecuteTaintView, me: ExecuteTaint, event: PutTaint) -> bool:
    return view.readiness is ReadinessState.UNKNOWN and view.turn_has_come and not view.all_are_lost


def is_ready(view: ExecuteTaintView, me: ExecuteTaint, event: RemoveTaint) -> bool:
    return view.readiness is ReadinessState.READY


def all_are_lost(view: ExecuteTaintView, me: ExecuteTaint, event: RemoveTaint) -> bool:
    return view.all_are_lost


NONE, NOT_READY, UNREACHABLE = ExecuteTaintState
# fmt: off
EXECUTE_TAINT = Kind(
    name="node-execute-taint", words="The NoExecute taint of a node that is not ready or cannot be reached.",
    states=ExecuteTaintState, record=ExecuteTaint, view=ExecuteTaintView, events=(PutTaint, SwapTaint, RemoveTaint),
    edges=(
        Edge(PutTaint,    NONE,        NOT_READY,   by=TAINTED, when=is_not_readys_turn),
        Edge(PutTaint,    NONE,        UNREACHABLE, by=TAINTED, when=is_unknowns_turn),
        Edge(SwapTaint,   NOT_READY,   UNREACHABLE, by=SWAPPED, when=is_unknown),
        Edge(SwapTaint,   UNREACHABLE, NOT_READY,   by=SWAPPED, when=is_not_ready),
        Edge(RemoveTaint, NOT_READY,   NONE,        by=CLEARED, when=is_ready),
        Edge(RemoveTaint, NOT_READY,   NONE,        by=SPARED,  when=all_are_lost),
        Edge(RemoveTaint, UNREACHABLE, NONE,        by=CLEARED, when=is_ready),
        Edge(RemoveTaint, UNREACHABLE, NONE,        by=SPARED,  when=all_are_lost),
    ),
)
# fmt: on
