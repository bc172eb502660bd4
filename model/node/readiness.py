"""Readiness: whether a node is ready, as its Node object says: its kubelet's word, or Unknown for want of any (semantics B.19)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
REPORTED = Rule("B19.4", "pkg/kubelet/nodestatus ReadyCondition", "a node is ready when its kubelet says so")
LOST = Rule(
    "B19.3",
    "controller/nodelifecycle tryUpdateNodeHealth",
    "a node whose kubelet has shown no sign of life for the grace period is neither ready nor not",
)
RETURNED = Rule("B19.8", "pkg/kubelet syncNodeStatus", "a kubelet that is back says again how its node is")


# States
class ReadinessState(Enum):
    READY = "True"
    NOT_READY = "False"
    UNKNOWN = "Unknown"


# Record
@frozen
class Readiness:
    state: ReadinessState = ReadinessState.READY


# View
@frozen
class ReadinessView:
    grace_is_over: bool = False
    """No sign of life was seen for longer than the monitor's grace period."""


# Events
@frozen
class ReportReady(Event):
    actor = Actor.KUBELET


@frozen
class ReportTrouble(Event):
    actor = Actor.KUBELET


@frozen
class LoseContact(Event):
    """The node controller gives up waiting for the kubelet."""

    actor = Actor.CONTROLLER


# Guards
def grace_is_over(view: ReadinessView, me: Readiness, event: LoseContact) -> bool:
    return view.grace_is_over


R, N, U = ReadinessState
# fmt: off
READINESS = Kind(
    name="node-readiness", words="Whether a node is ready, as its Node object says.",
    states=ReadinessState, record=Readiness, view=ReadinessView, events=(ReportReady, ReportTrouble, LoseContact),
    edges=(
        Edge(ReportReady,   R, R, by=REPORTED),
        Edge(ReportReady,   N, R, by=REPORTED),
        Edge(ReportReady,   U, R, by=RETURNED),
        Edge(ReportTrouble, R, N, by=REPORTED),
        Edge(ReportTrouble, N, N, by=REPORTED),
        Edge(ReportTrouble, U, N, by=RETURNED),
        Edge(LoseContact,   R, U, by=LOST, when=grace_is_over),
        Edge(LoseContact,   N, U, by=LOST, when=grace_is_over),
    ),
)
# fmt: on
