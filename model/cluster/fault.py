"""Fault: a misfortune that a bounded world allows at most once."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
ONCE = Rule("scope", "podlaw", "at most one misfortune of each sort, so that a world stays finite")


# States
class FaultState(Enum):
    POSSIBLE = "Possible"
    SPENT = "Spent"


# Record
@frozen
class Fault:
    state: FaultState = FaultState.POSSIBLE


# View
@frozen
class FaultView:
    may_strike: bool = True
    """There is something for it to strike."""


# Events
@frozen
class Strike(Event):
    actor = Actor.FAULT


# Guards
def may_strike(view: FaultView, me: Fault, event: Strike) -> bool:
    return view.may_strike


# fmt: off
FAULT = Kind(
    name="fault", words="A misfortune that a bounded world allows at most once.",
    states=FaultState, record=Fault, view=FaultView, events=(Strike,),
    edges=(Edge(Strike, FaultState.POSSIBLE, FaultState.SPENT, by=ONCE, when=may_strike),),
)
# fmt: on
