"""Ordinal: one place of a StatefulSet: empty, with a Pod that comes up, that is ready, that ends, that goes (B.24)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
CREATES = Rule(
    "B24.4",
    "statefulset/stateful_set_control.go processReplica",
    "an ordinal gets its Pod when all below it are available",
)
ONE_ONLY = Rule(
    "B24.9",
    "statefulset/stateful_set_control.go processReplica",
    "the next Pod of an ordinal comes when the last is gone",
)
REPLACES = Rule(
    "B24.5", "statefulset/stateful_set_control.go processReplica", "a Pod that has ended is deleted and made anew"
)
TAKES = Rule(
    "B24.6",
    "statefulset/stateful_set_control.go processCondemned",
    "what is too much or outdated goes, the highest ordinal first",
)


# States
class OrdinalState(Enum):
    EMPTY = "Empty"
    STARTING = "Starting"
    READY = "Ready"
    ENDED = "Ended"
    TERMINATING = "Terminating"


# Record
@frozen
class Ordinal:
    state: OrdinalState = OrdinalState.EMPTY


# View
@frozen
class OrdinalView:
    parallel: bool = False
    lower_available: bool = True
    """All ordinals below it have Pods that are available and are not going."""


# Events
@frozen
class CreatePod(Event):
    actor = Actor.CONTROLLER


@frozen
class PodReady(Event):
    actor = Actor.KUBELET


@frozen
class PodUnready(Event):
    actor = Actor.KUBELET


@frozen
class PodEnds(Event):
    actor = Actor.KUBELET


@frozen
class PodMarked(Event):
    """Somebody deletes it: the controller, or anyone else."""

    actor = Actor.USER


@frozen
class PodGone(Event):
    actor = Actor.KUBELET


# Guards
def turn_has_come(view: OrdinalView, me: Ordinal, event: CreatePod) -> bool:
    return view.parallel or view.lower_available


EMPTY, STARTING, READY, ENDED, TERMINATING = OrdinalState

# fmt: off
ORDINAL = Kind(
    name="ordinal", words="One ordinal of a StatefulSet, as its controller has seen it.",
    states=OrdinalState, record=Ordinal, view=OrdinalView,
    events=(CreatePod, PodReady, PodUnready, PodEnds, PodMarked, PodGone),
    edges=(
        Edge(CreatePod,  EMPTY,       STARTING,    by=CREATES,  when=turn_has_come),
        Edge(PodReady,   STARTING,    READY,       by=CREATES),
        Edge(PodUnready, READY,       STARTING,    by=CREATES),
        Edge(PodEnds,    STARTING,    ENDED,       by=REPLACES),
        Edge(PodEnds,    READY,       ENDED,       by=REPLACES),
        Edge(PodMarked,  STARTING,    TERMINATING, by=TAKES),
        Edge(PodMarked,  READY,       TERMINATING, by=TAKES),
        Edge(PodMarked,  ENDED,       TERMINATING, by=REPLACES),
        Edge(PodGone,    STARTING,    EMPTY,       by=ONE_ONLY),
        Edge(PodGone,    READY,       EMPTY,       by=ONE_ONLY),
        Edge(PodGone,    ENDED,       EMPTY,       by=ONE_ONLY),
        Edge(PodGone,    TERMINATING, EMPTY,       by=ONE_ONLY),
    ),
)
# fmt: on
