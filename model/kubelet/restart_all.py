"""RestartAll: whether all containers of a Pod are being restarted in place, since one ended as a rule names (semantics B10.9)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
BEGUN = Rule(
    "B10.9",
    "kubelet/container ShouldAllContainersRestart",
    "an exit that a rule with RestartAllContainers names makes all containers of the Pod restart",
)
OVER = Rule(
    "B10.9",
    "kubelet/status GenerateAllContainersRestartingCondition",
    "it goes on until the runtime has no container of the Pod left, or the Pod has ended",
)
READ_BACK = Rule(
    "D47", "kubelet/status NewManager", "a restarted kubelet reads in the API whether it was in the middle of it"
)


# States
class RestartAllState(Enum):
    NONE = "None"
    RESTARTING = "Restarting"


# Record
@frozen
class RestartAll:
    state: RestartAllState = RestartAllState.NONE


# View
@frozen
class RestartAllView:
    is_asked: bool = False
    """The last relist saw an exit that a rule with RestartAllContainers names."""
    none_left: bool = False
    """The last relist saw no container of the Pod."""
    has_ended: bool = False
    """The phase that the kubelet computed is terminal."""


# Events
@frozen
class Judge(Event):
    """The condition AllContainersRestarting is computed, with every status."""

    actor = Actor.KUBELET


@frozen
class ReadCondition(Event):
    """A restarted kubelet reads the condition in the API."""

    actor = Actor.FAULT
    is_true: bool


# Guards
def is_asked(view: RestartAllView, me: RestartAll, event: Judge) -> bool:
    return view.is_asked and not view.none_left and not view.has_ended


def is_over(view: RestartAllView, me: RestartAll, event: Judge) -> bool:
    return view.none_left or view.has_ended


def was_true(view: RestartAllView, me: RestartAll, event: ReadCondition) -> bool:
    return event.is_true


N, R = RestartAllState
# fmt: off
RESTART_ALL = Kind(
    name="restart-all", words="Whether all containers of a Pod are being restarted in place.",
    states=RestartAllState, record=RestartAll, view=RestartAllView, events=(Judge, ReadCondition),
    edges=(
        Edge(Judge,         N, R, by=BEGUN,     when=is_asked),
        Edge(Judge,         N, N, by=OVER),
        Edge(Judge,         R, N, by=OVER,      when=is_over),
        Edge(Judge,         R, R, by=BEGUN),
        *(Edge(ReadCondition, state, R, by=READ_BACK, when=was_true) for state in RestartAllState),
        *(Edge(ReadCondition, state, N, by=READ_BACK) for state in RestartAllState),
    ),
)
# fmt: on
