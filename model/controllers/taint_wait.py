"""TaintWait: a Pod on a node with NoExecute taints: free to stay, or waiting for its deletion (semantics B18.7, B18.8)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
AT_ONCE = Rule(
    "B18.7", "controller/tainteviction processPodOnNode", "a NoExecute taint that is not tolerated evicts at once"
)
LATER = Rule(
    "B18.8", "controller/tainteviction processPodOnNode", "one that is tolerated for a time evicts when that is over"
)
CANCELLED = Rule(
    "B18.8",
    "controller/tainteviction cancelWorkWithEvent",
    "no deletion comes when the taints, or their limits, go first",
)
STAYS = Rule(
    "B18.8", "controller/tainteviction getMinTolerationTime", "a Pod that tolerates all taints without limit stays"
)


class Limit(Enum):
    """How long the taints that the node has now let the Pod stay."""

    NONE = "none"
    FOR_A_TIME = "for a time"
    AT_ONCE = "at once"


# States
class TaintWaitState(Enum):
    FREE = "Free"
    WAITING = "Waiting"


# Record
@frozen
class TaintWait:
    state: TaintWaitState = TaintWaitState.FREE


# View
@frozen
class TaintWaitView:
    limit: Limit = Limit.NONE
    time_is_over: bool = False
    """The shortest of the tolerated times has passed since the controller began to wait."""


# Events
@frozen
class SeeTaints(Event):
    """The controller looks at the Pod and at the taints of its node."""

    actor = Actor.CONTROLLER


@frozen
class Evict(Event):
    """The controller marks the Pod and deletes it."""

    actor = Actor.CONTROLLER


# Guards
def has_no_limit(view: TaintWaitView, me: TaintWait, event: SeeTaints) -> bool:
    return view.limit is Limit.NONE


def has_time(view: TaintWaitView, me: TaintWait, event: SeeTaints) -> bool:
    return view.limit is Limit.FOR_A_TIME


def has_none_left(view: TaintWaitView, me: TaintWait, event: SeeTaints) -> bool:
    return view.limit is Limit.AT_ONCE


def is_due(view: TaintWaitView, me: TaintWait, event: Evict) -> bool:
    return view.limit is Limit.AT_ONCE or (view.limit is Limit.FOR_A_TIME and view.time_is_over)


FREE, WAITING = TaintWaitState
# fmt: off
TAINT_WAIT = Kind(
    name="taint-wait", words="A Pod on a node with NoExecute taints, as the taint eviction controller has it.",
    states=TaintWaitState, record=TaintWait, view=TaintWaitView, events=(SeeTaints, Evict),
    edges=(
        Edge(SeeTaints, FREE,    FREE,    by=STAYS,     when=has_no_limit),
        Edge(SeeTaints, FREE,    WAITING, by=LATER,     when=has_time),
        Edge(SeeTaints, FREE,    WAITING, by=AT_ONCE,   when=has_none_left),
        Edge(SeeTaints, WAITING, FREE,    by=CANCELLED, when=has_no_limit),
        Edge(SeeTaints, WAITING, WAITING, by=LATER,     when=has_time),
        Edge(SeeTaints, WAITING, WAITING, by=AT_ONCE,   when=has_none_left),
        Edge(Evict,     WAITING, FREE,    by=LATER,     when=is_due),
    ),
)
# fmt: on
