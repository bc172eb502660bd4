"""Pressure: one condition of shortage of a node, as its kubelet holds it: none, observed, held (semantics B18.14)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
NONE = Rule("B18.14", "kubelet/eviction nodeConditions", "no threshold of it is observed")
OBSERVED = Rule(
    "B18.14", "kubelet/eviction nodeConditions", "a threshold that is observed, due or not, is a pressure of the node"
)
HELD = Rule(
    "B18.14", "kubelet/eviction nodeConditionsObservedSince", "a pressure outlasts its cause, so that it does not flap"
)
OVER = Rule("B18.14", "kubelet/eviction nodeConditionsObservedSince", "then it is over")
FORGOTTEN = Rule("D47", "kubelet Run", "a restarted kubelet has observed nothing")


# States
class PressureState(Enum):
    NONE = "None"
    OBSERVED = "Observed"
    HELD = "Held"


# Record
@frozen
class Pressure:
    state: PressureState = PressureState.NONE


# View
@frozen
class PressureView:
    is_observed: bool = False
    """A threshold of it is observed or due."""
    hold_is_over: bool = False
    """It was last observed as long ago as it outlasts its cause."""


# Events
@frozen
class Weigh(Event):
    """The kubelet has looked at all thresholds."""

    actor = Actor.CLOCK


# Guards
def is_observed(view: PressureView, me: Pressure, event: Weigh) -> bool:
    return view.is_observed


def hold_is_over(view: PressureView, me: Pressure, event: Weigh) -> bool:
    return view.hold_is_over


N, S, H = PressureState
# fmt: off
PRESSURE = Kind(
    name="node-pressure", words="One condition of shortage of a node, as its kubelet holds it.",
    states=PressureState, record=Pressure, view=PressureView, events=(Weigh, KubeletRestarts),
    edges=(
        Edge(Weigh, N, S, by=OBSERVED, when=is_observed),
        Edge(Weigh, N, N, by=NONE),
        Edge(Weigh, S, S, by=OBSERVED, when=is_observed),
        Edge(Weigh, S, N, by=OVER,     when=hold_is_over),
        Edge(Weigh, S, H, by=HELD),
        Edge(Weigh, H, S, by=OBSERVED, when=is_observed),
        Edge(Weigh, H, N, by=OVER,     when=hold_is_over),
        Edge(Weigh, H, H, by=HELD),
        *(Edge(KubeletRestarts, state, N, by=FORGOTTEN) for state in PressureState),
    ),
)
# fmt: on
