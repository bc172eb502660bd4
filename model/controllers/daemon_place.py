"""DaemonPlace: one node in the eyes of a DaemonSet: without its Pod, with it, or not to have one (daemon_controller.go)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
FILLS = Rule("DS-1", "daemon/daemon_controller.go podsShouldBeOnNode", "a node that fits has one Pod of the DaemonSet")
CLEARS = Rule(
    "DS-2",
    "daemon/daemon_controller.go podsShouldBeOnNode",
    "a Pod that has ended, or that its node no longer bears, is deleted",
)
LEAVES = Rule(
    "DS-3", "daemon/daemon_controller.go NodeShouldRunDaemonPod", "a taint NoSchedule lets the Pod run on that is there"
)


# States
class DaemonPlaceState(Enum):
    EMPTY = "Empty"
    FILLED = "Filled"
    CLEARING = "Clearing"


# Record
@frozen
class DaemonPlace:
    state: DaemonPlaceState = DaemonPlaceState.EMPTY


# View
@frozen
class DaemonPlaceView:
    may_run: bool = False
    """The node fits, and a new Pod may come."""
    may_continue: bool = False
    """A Pod that is there may stay."""
    ended: bool = False
    outdated: bool = False


# Events
@frozen
class Fill(Event):
    actor = Actor.CONTROLLER


@frozen
class Clear(Event):
    actor = Actor.CONTROLLER


@frozen
class Lose(Event):
    """The Pod is gone, or has ended and is about to go."""

    actor = Actor.KUBELET


# Guards
def may_run(view: DaemonPlaceView, me: DaemonPlace, event: Fill) -> bool:
    return view.may_run


def may_not_stay(view: DaemonPlaceView, me: DaemonPlace, event: Clear) -> bool:
    return view.ended or view.outdated or not view.may_continue


EMPTY, FILLED, CLEARING = DaemonPlaceState

# fmt: off
DAEMON_PLACE = Kind(
    name="daemon-place", words="A node's place for the Pod of a DaemonSet.",
    states=DaemonPlaceState, record=DaemonPlace, view=DaemonPlaceView, events=(Fill, Clear, Lose),
    edges=(
        Edge(Fill,  EMPTY,    FILLED,   by=FILLS,  when=may_run),
        Edge(Clear, FILLED,   CLEARING, by=CLEARS, when=may_not_stay),
        Edge(Lose,  FILLED,   EMPTY,    by=FILLS),
        Edge(Lose,  CLEARING, EMPTY,    by=CLEARS),
    ),
)
# fmt: on
