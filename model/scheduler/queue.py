"""QueuedPod: a Pod in the scheduler's queue: gated, active, in its back-off, unschedulable, in flight (semantics B.21)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from attrs import frozen

from ..core.domain import UpTo
from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule

# Rules
ENQUEUED = Rule("B21.1", "backend/queue Add, plugins/schedulinggates", "a Pod with gates waits until they are gone")
POPPED = Rule("B21.2", "backend/queue Pop", "the scheduler takes up one Pod at a time, the first")
POPPED_EARLY = Rule(
    "B21.2", "backend/queue activeQ.pop", "if none is active, one that fitted nowhere need not wait for its back-off"
)
SKIPPED = Rule("B21.3", "scheduler skipPodSchedule", "a Pod that is deleted, or bound already, leaves the queue")
ASSUMED = Rule("B21.8", "scheduler assume", "a Pod that fits takes its room before it is bound")
BOUND = Rule("B21.9", "scheduler bindingCycle", "a bound Pod is done")
NOT_BOUND = Rule("B21.10", "scheduler handleBindingCycleError", "a Pod whose binding fails gives its room back")
NOWHERE = Rule("B21.11", "scheduler handleSchedulingFailure", "a Pod that fits nowhere waits for something to change")
ERROR = Rule("B21.12", "backend/queue AddUnschedulableIfNotPresent", "a Pod that failed otherwise is tried again soon")
HELPED = Rule(
    "B21.13", "backend/queue moveAllToActiveOrBackoffQueue", "a change that may help ends the wait; not the back-off"
)
FLUSHED = Rule("B21.13", "backend/queue flushUnschedulablePodsLeftover", "nobody waits for more than some five minutes")
BACKED_OFF = Rule(
    "B21.13", "backend/queue flushBackoffQCompleted", "the back-off is over: 1, 2, 4, 8, 10, 10 … seconds"
)

LEVELS = 5
"""1, 2, 4, 8, 10 seconds."""
LONGEST = 10


def back_off(level: int) -> int:
    """Seconds between the n-th failure in a row and the next attempt (calculateBackoffDuration)."""
    return min(2 ** (level - 1), LONGEST) if level else 0


# States
class QueueState(Enum):
    OUTSIDE = "Outside"
    GATED = "Gated"
    ACTIVE = "Active"
    BACKING_OFF = "Backing off"
    UNSCHEDULABLE = "Unschedulable"
    IN_FLIGHT = "In flight"
    BINDING = "Binding"


# Record
@frozen
class QueuedPod:
    state: QueueState = QueueState.OUTSIDE
    level: Annotated[int, UpTo(LEVELS)] = 0
    """Failures in a row, of which more than five make no difference."""
    by_error: bool = False
    """The last attempt failed by an error, not because the Pod fits nowhere."""


# View
@frozen
class QueueView:
    has_gates: bool = False
    backs_off: bool = False
    """The back-off since its last attempt is not over."""
    none_is_active: bool = True
    is_next: bool = True
    """No other Pod is in its cycle, and none of its queue comes before it."""


# Events
@frozen
class Enqueue(Event):
    """A Pod without a node is seen."""

    actor = Actor.SCHEDULER


@frozen
class OpenGates(Event):
    actor = Actor.USER


@frozen
class Pop(Event):
    actor = Actor.SCHEDULER


@frozen
class Assume(Event):
    actor = Actor.SCHEDULER


@frozen
class Bind(Event):
    actor = Actor.SCHEDULER


@frozen
class FailToBind(Event):
    actor = Actor.API_SERVER


@frozen
class FitNowhere(Event):
    actor = Actor.SCHEDULER


@frozen
class Err(Event):
    """The cycle ended without an answer."""

    actor = Actor.SCHEDULER


@frozen
class Help(Event):
    """Something has changed in the cluster that may let the Pod fit."""

    actor = Actor.SCHEDULER


@frozen
class Flush(Event):
    actor = Actor.CLOCK


@frozen
class EndBackOff(Event):
    actor = Actor.CLOCK


@frozen
class Leave(Event):
    """The Pod is gone, is being deleted, or has a node by somebody else."""

    actor = Actor.USER


# Guards
def has_gates(view: QueueView, me: QueuedPod, event: Event) -> bool:
    return view.has_gates


def has_no_gates(view: QueueView, me: QueuedPod, event: Event) -> bool:
    return not view.has_gates


def backs_off(view: QueueView, me: QueuedPod, event: Event) -> bool:
    return view.backs_off


def is_rested(view: QueueView, me: QueuedPod, event: Event) -> bool:
    return not view.backs_off


def is_next(view: QueueView, me: QueuedPod, event: Event) -> bool:
    return view.is_next


def may_come_early(view: QueueView, me: QueuedPod, event: Event) -> bool:
    return view.is_next and view.none_is_active and not me.by_error


# Effects
def count_failure(view: QueueView, me: QueuedPod, event: Event) -> Changes:
    return become(level=min(me.level + 1, LEVELS), by_error=False)


def count_error(view: QueueView, me: QueuedPod, event: Event) -> Changes:
    return become(level=min(me.level + 1, LEVELS), by_error=True)


def forget_failures(view: QueueView, me: QueuedPod, event: Event) -> Changes:
    return become(level=0, by_error=False)


OUT, GATED, ACTIVE, RESTS, STUCK, FLYING, BINDING = QueueState

# fmt: off
QUEUED_POD = Kind(
    name="queued-pod", words="A Pod in the scheduler's queue, until it has a node.",
    states=QueueState, record=QueuedPod, view=QueueView,
    events=(Enqueue, OpenGates, Pop, Assume, Bind, FailToBind, FitNowhere, Err, Help, Flush, EndBackOff, Leave),
    edges=(
        Edge(Enqueue,    OUT,     GATED,   by=ENQUEUED,     when=has_gates),
        Edge(Enqueue,    OUT,     ACTIVE,  by=ENQUEUED,     when=has_no_gates),
        Edge(OpenGates,  GATED,   ACTIVE,  by=ENQUEUED,     when=has_no_gates),
        Edge(Pop,        ACTIVE,  FLYING,  by=POPPED,       when=is_next),
        Edge(Pop,        RESTS,   FLYING,  by=POPPED_EARLY, when=may_come_early),
        Edge(Assume,     FLYING,  BINDING, by=ASSUMED),
        Edge(FitNowhere, FLYING,  STUCK,   by=NOWHERE,      then=count_failure),
        Edge(Err,        FLYING,  RESTS,   by=ERROR,        then=count_error),
        Edge(Bind,       BINDING, OUT,     by=BOUND,        then=forget_failures),
        Edge(FailToBind, BINDING, RESTS,   by=NOT_BOUND,    then=count_error),
        Edge(Help,       STUCK,   RESTS,   by=HELPED,       when=backs_off),
        Edge(Help,       STUCK,   ACTIVE,  by=HELPED,       when=is_rested),
        Edge(Flush,      STUCK,   ACTIVE,  by=FLUSHED,      when=is_rested),
        Edge(EndBackOff, RESTS,   ACTIVE,  by=BACKED_OFF,   when=is_rested),
        Edge(Leave,      GATED,   OUT,     by=SKIPPED,      then=forget_failures),
        Edge(Leave,      ACTIVE,  OUT,     by=SKIPPED,      then=forget_failures),
        Edge(Leave,      RESTS,   OUT,     by=SKIPPED,      then=forget_failures),
        Edge(Leave,      STUCK,   OUT,     by=SKIPPED,      then=forget_failures),
        Edge(Leave,      FLYING,  OUT,     by=SKIPPED,      then=forget_failures),
        Edge(Leave,      BINDING, OUT,     by=SKIPPED,      then=forget_failures),
    ),
)
# fmt: on
