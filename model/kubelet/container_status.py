"""ContainerStatus: waiting, running or stopped, as the kubelet publishes one container in the Pod's status (semantics B.6)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .container import Outcome, RuleAction, outcome_by
from .container_cache import Seen

# Rules
WAITS = Rule("B6.1", "kubelet convertToAPIContainerStatuses", "a container of which nothing is known waits")
RUNS = Rule("B6.6", "kubelet convertToAPIContainerStatuses", "a running container is shown running")
STOPPED = Rule(
    "B6.8",
    "kubelet convertToAPIContainerStatuses",
    "an exited container is shown terminated, or waiting with its end as lastState",
)
KEPT = Rule(
    "B8.10", "kubelet convertToAPIContainerStatuses", "a container keeps the end that was shown when its record is gone"
)
CREATED = Rule(
    "B6.14",
    "kubelet convertToAPIContainerStatuses",
    "an instance that was made and not started waits; the end before it is the lastState",
)
LOST = Rule(
    "B6.13",
    "kubelet convertToAPIContainerStatuses",
    "a container that was running and cannot be found has ended with 137, ContainerStatusUnknown",
)
REPLACED = Rule(
    "B6.10", "kubelet convertToAPIContainerStatuses", "a new instance is shown; the end before it is the lastState"
)
RESET = Rule(
    "B10.9",
    "kubelet convertToAPIContainerStatuses",
    "a container that was removed to restart with all others waits, and its lastState tells of that: 137",
)
FROZEN = Rule("CTR-4", "kubelet/status checkContainerStateTransition", "an end that the policy makes final stays shown")
READ_BACK = Rule(
    "D47", "kubelet/status NewManager", "of what it published a restarted kubelet knows what has reached the API"
)
DONE_UNSEEN = Rule(
    "B8.10",
    "kubelet convertToAPIContainerStatuses",
    "an init container that waits without a record must have completed once an app container was created",
)
LEFT_OUT = Rule(
    "B3.2", "kubelet rejectPod", "the status of a Pod that is rejected names no container, though some may run"
)
GIVEN_UP = Rule("B4.12", "kubelet/status TerminatePod", "what has no known end when the Pod has ended, ended with 137")


# States
class StatusState(Enum):
    WAITING = "Waiting"
    RUNNING = "Running"
    STOPPED = "Stopped"


# Record
@frozen
class PublishedStatus:
    state: StatusState = StatusState.WAITING
    outcome: Outcome = Outcome.NONE
    """The end shown: in `state` where it is terminated, in `lastState` where it waits for its restart."""


# View
@frozen
class StatusView:
    seen: Seen = Seen.NONE
    """What the last relist has seen."""
    older: Outcome = Outcome.NONE
    """How the instance before the newest ended, while the runtime has it."""
    rule_on_loss: RuleAction = RuleAction.NONE
    """What its restart rules say to 137, the exit code of an end that is made up."""
    all_restart: bool = False
    """All containers of the Pod are being restarted."""


# Events
@frozen
class PublishStatus(Event):
    actor = Actor.KUBELET


@frozen
class GiveUp(Event):
    """The Pod has ended on its node for good: TerminatePod; `may_make_up`: it had its turn, a missing end is made up."""

    actor = Actor.KUBELET
    may_make_up: bool = True


@frozen
class MakeUpEnd(Event):
    """The Pod has ended while it waited for its restart: an end is made up in place of the one that its lastState tells of."""

    actor = Actor.KUBELET


@frozen
class TakeForDone(Event):
    """Its record is gone and it was not shown terminated, but it is an init container and the Pod has initialized."""

    actor = Actor.KUBELET


@frozen
class LeaveOut(Event):
    """A restarted kubelet rejects the Pod: its status is replaced by one without containers."""

    actor = Actor.KUBELET


@frozen
class ShowReset(Event):
    """Its record was removed, since all containers restart, and it was not shown waiting."""

    actor = Actor.KUBELET


@frozen
class ReadBack(Event):
    """A restarted kubelet reads in the API what its last status said of this container."""

    actor = Actor.FAULT
    state: StatusState
    outcome: Outcome = Outcome.NONE


# Guards
def is_unknown(view: StatusView, me: PublishedStatus, event: Event) -> bool:
    return view.seen in (Seen.NONE, Seen.CREATED)


def is_missing(view: StatusView, me: PublishedStatus, event: Event) -> bool:
    return view.seen is Seen.NONE


def was_reset(view: StatusView, me: PublishedStatus, event: ShowReset) -> bool:
    return view.seen is Seen.NONE and view.all_restart


def is_created(view: StatusView, me: PublishedStatus, event: Event) -> bool:
    return view.seen is Seen.CREATED


def runs(view: StatusView, me: PublishedStatus, event: Event) -> bool:
    return view.seen is Seen.RUNNING


def has_exited(view: StatusView, me: PublishedStatus, event: Event) -> bool:
    return view.seen.has_exited


def may_make_up(view: StatusView, me: PublishedStatus, event: GiveUp) -> bool:
    return event.may_make_up


def was_waiting(view: StatusView, me: PublishedStatus, event: ReadBack) -> bool:
    return event.state is StatusState.WAITING


def was_running(view: StatusView, me: PublishedStatus, event: ReadBack) -> bool:
    return event.state is StatusState.RUNNING


def was_stopped(view: StatusView, me: PublishedStatus, event: ReadBack) -> bool:
    return event.state is StatusState.STOPPED


# Effects
def show_end(view: StatusView, me: PublishedStatus, event: Event) -> Changes:
    return become(outcome=view.seen.outcome)


def show_older_end(view: StatusView, me: PublishedStatus, event: Event) -> Changes:
    return become(outcome=me.outcome if view.older is Outcome.NONE else view.older)


def show_failure(view: StatusView, me: PublishedStatus, event: Event) -> Changes:
    return become(outcome=outcome_by(view.rule_on_loss, succeeded=False))


def show_reset(view: StatusView, me: PublishedStatus, event: ShowReset) -> Changes:
    return become(outcome=Outcome.FAILED_BY_RULE)


def show_success(view: StatusView, me: PublishedStatus, event: TakeForDone) -> Changes:
    return become(outcome=Outcome.SUCCEEDED)


def show_nothing(view: StatusView, me: PublishedStatus, event: LeaveOut) -> Changes:
    return become(outcome=Outcome.NONE)


def take_outcome(view: StatusView, me: PublishedStatus, event: ReadBack) -> Changes:
    return become(outcome=event.outcome)


W, R, S = StatusState
# fmt: off
CONTAINER_STATUS = Kind(
    name="container-status", words="One container as the kubelet publishes it: waiting, running, stopped.",
    states=StatusState, record=PublishedStatus, view=StatusView,
    events=(PublishStatus, TakeForDone, ShowReset, LeaveOut, GiveUp, MakeUpEnd, ReadBack),
    edges=(
        Edge(PublishStatus, W, W, by=WAITS,    when=is_unknown),
        Edge(PublishStatus, W, R, by=RUNS,     when=runs,          then=show_older_end),
        Edge(PublishStatus, W, S, by=STOPPED,  when=has_exited,    then=show_end),
        Edge(PublishStatus, R, R, by=RUNS,     when=runs,          then=show_older_end),
        Edge(PublishStatus, R, S, by=STOPPED,  when=has_exited,    then=show_end),
        Edge(PublishStatus, R, W, by=LOST,     when=is_missing,    then=show_failure),
        Edge(PublishStatus, R, W, by=CREATED,  when=is_created,    then=show_older_end),
        Edge(PublishStatus, S, S, by=KEPT,     when=is_missing),
        Edge(PublishStatus, S, W, by=CREATED,  when=is_created),
        Edge(PublishStatus, S, R, by=REPLACED, when=runs,          then=show_older_end),
        Edge(PublishStatus, S, S, by=STOPPED,  when=has_exited,    then=show_end),
        *(Edge(TakeForDone, state, S, by=DONE_UNSEEN, when=is_missing, then=show_success) for state in StatusState),
        Edge(ShowReset,     R, W, by=RESET,    when=was_reset,     then=show_reset),
        Edge(ShowReset,     S, W, by=RESET,    when=was_reset,     then=show_reset),
        *(Edge(LeaveOut, state, W, by=LEFT_OUT, then=show_nothing) for state in StatusState),
        Edge(GiveUp,        W, S, by=GIVEN_UP, when=may_make_up,   then=show_failure),
        Edge(GiveUp,        W, W, by=GIVEN_UP),
        Edge(GiveUp,        R, S, by=GIVEN_UP,                     then=show_failure),
        Edge(GiveUp,        S, S, by=GIVEN_UP),
        Edge(MakeUpEnd,     S, S, by=GIVEN_UP,                     then=show_failure),
        *(Edge(ReadBack, state, W, by=READ_BACK, when=was_waiting, then=take_outcome) for state in StatusState),
        *(Edge(ReadBack, state, R, by=READ_BACK, when=was_running, then=take_outcome) for state in StatusState),
        *(Edge(ReadBack, state, S, by=READ_BACK, when=was_stopped, then=take_outcome) for state in StatusState),
    ),
)
# fmt: on
