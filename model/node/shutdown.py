"""Shutdown: the graceful shutdown of a node, as its kubelet carries it out: up, ending its Pods, down (semantics B14.23)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from ..kubelet.process import KubeletRestarts

# Rules
ANNOUNCED = Rule(
    "B14.23",
    "kubelet/nodeshutdown processShutdownEvent",
    "a shutdown that is announced ends the node's Pods, group by group, if the kubelet has time for it",
)
REPEATED = Rule("B14.23", "kubelet/nodeshutdown start", "an announcement during a shutdown takes a cancellation back")
ENDED = Rule("B14.23", "kubelet/nodeshutdown killPods", "when the time of the last group is over, the machine may go")
CANCELLED = Rule(
    "B14.23",
    "kubelet/nodeshutdown start",
    "a cancellation is heard when the Pods have ended: it brings none of them back, but new ones are taken again",
)
FORGOTTEN = Rule("D47", "kubelet Run", "a restarted kubelet does not know that its node shuts down")


# States
class ShutdownState(Enum):
    UP = "Up"
    ENDING_PODS = "Ending Pods"
    DOWN = "Down"


# Record
@frozen
class Shutdown:
    state: ShutdownState = ShutdownState.UP
    is_cancelled: bool = False
    """A cancellation waits to be heard."""


# View
@frozen
class ShutdownView:
    is_graceful: bool = False
    """The kubelet is configured with a grace period for shutdowns."""


# Events
@frozen
class AnnounceShutdown(Event):
    actor = Actor.USER


@frozen
class CancelShutdown(Event):
    actor = Actor.USER


@frozen
class EndGroups(Event):
    """All groups of Pods have ended, or had their time."""

    actor = Actor.KUBELET


# Guards
def is_graceful(view: ShutdownView, me: Shutdown, event: Event) -> bool:
    return view.is_graceful


def is_cancelled(view: ShutdownView, me: Shutdown, event: EndGroups) -> bool:
    return me.is_cancelled


# Effects
def remember_cancellation(view: ShutdownView, me: Shutdown, event: CancelShutdown) -> Changes:
    return become(is_cancelled=True)


def forget_cancellation(view: ShutdownView, me: Shutdown, event: Event) -> Changes:
    return become(is_cancelled=False)


U, E, D = ShutdownState
# fmt: off
SHUTDOWN = Kind(
    name="node-shutdown", words="The graceful shutdown of a node, as its kubelet carries it out.",
    states=ShutdownState, record=Shutdown, view=ShutdownView,
    events=(AnnounceShutdown, CancelShutdown, EndGroups, KubeletRestarts),
    edges=(
        Edge(AnnounceShutdown, U, E, by=ANNOUNCED, when=is_graceful),
        Edge(AnnounceShutdown, E, E, by=REPEATED,  then=forget_cancellation),
        Edge(AnnounceShutdown, D, D, by=REPEATED),
        Edge(EndGroups,        E, U, by=CANCELLED, when=is_cancelled, then=forget_cancellation),
        Edge(EndGroups,        E, D, by=ENDED),
        Edge(CancelShutdown,   E, E, by=CANCELLED, then=remember_cancellation),
        Edge(CancelShutdown,   D, U, by=CANCELLED),
        *(Edge(KubeletRestarts, state, U, by=FORGOTTEN, then=forget_cancellation) for state in ShutdownState),
    ),
)
# fmt: on
