"""Container: created, running, exited; one container name of a Pod, as the runtime has its newest instance (semantics B.6)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule

# Rules
CREATED = Rule(
    "CTR-5", "kubelet/kuberuntime startContainer", "an instance is created in the Pod's sandbox, before it starts"
)
CREATED_AGAIN = Rule(
    "B6.10", "kubelet/kuberuntime startContainer", "a restart creates a new instance; the old one is its lastState"
)
NEVER_STARTED = Rule(
    "B6.14", "kubelet/container ShouldContainerBeRestarted", "an instance that was created and not started is replaced"
)
STARTED = Rule("B6.6", "kubelet/kuberuntime startContainer", "a created instance starts")
NOT_STARTED = Rule(
    "B6.5", "kubelet/kuberuntime startContainer", "an instance that could not start has exited with 128, StartError"
)
ENDED = Rule("B6.8", "CRI", "a container ends when its main process ends; how it ended is kept")
DISPLACED = Rule(
    "B5.3", "kubelet/kuberuntime SyncPod", "what belonged to the sandbox before is no longer of the Pod's sandbox"
)
RESET = Rule(
    "B10.9",
    "kubelet/kuberuntime SyncPod",
    "while all containers restart each of them is stopped and its record removed, those that asked for it last",
)
REMOVED = Rule(
    "B5.3", "kubelet/kuberuntime purgeInitContainers", "records of init containers are removed before they run again"
)


# States
class ContainerState(Enum):
    ABSENT = "Absent"
    CREATED = "Created"
    RUNNING = "Running"
    EXITED = "Exited"


class Outcome(Enum):
    """How it ended, as far as decisions depend on it: exit code 0 or any other, and whether a restart rule matches it."""

    NONE = "none"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    SUCCEEDED_BY_RULE = "succeeded, a rule restarts it"
    FAILED_BY_RULE = "failed, a rule restarts it"
    SUCCEEDED_RESTARTS_ALL = "succeeded, a rule restarts all"
    FAILED_RESTARTS_ALL = "failed, a rule restarts all"

    @property
    def has_succeeded(self) -> bool:
        return self in (Outcome.SUCCEEDED, Outcome.SUCCEEDED_BY_RULE, Outcome.SUCCEEDED_RESTARTS_ALL)

    @property
    def has_rule(self) -> bool:
        return self not in (Outcome.NONE, Outcome.SUCCEEDED, Outcome.FAILED)

    @property
    def restarts_all(self) -> bool:
        return self in (Outcome.SUCCEEDED_RESTARTS_ALL, Outcome.FAILED_RESTARTS_ALL)


class RuleAction(Enum):
    """What the container's restart rules say to an exit code."""

    NONE = "none"
    RESTART = "Restart"
    RESTART_ALL = "RestartAllContainers"


def outcome_by(action: RuleAction, *, succeeded: bool) -> Outcome:
    """The outcome of an end to which the rules say this."""
    match action:
        case RuleAction.RESTART:
            return Outcome.SUCCEEDED_BY_RULE if succeeded else Outcome.FAILED_BY_RULE
        case RuleAction.RESTART_ALL:
            return Outcome.SUCCEEDED_RESTARTS_ALL if succeeded else Outcome.FAILED_RESTARTS_ALL
    return Outcome.SUCCEEDED if succeeded else Outcome.FAILED


# Record
@frozen
class ContainerInstance:
    state: ContainerState = ContainerState.ABSENT
    outcome: Outcome = Outcome.NONE
    in_sandbox: bool = False
    """It was created in the Pod's present sandbox."""
    older: Outcome = Outcome.NONE
    """How the instance before this one ended, while the runtime still has it."""
    ever_started: bool = False
    """An instance of this name was started before."""


# View
@frozen
class ContainerView:
    sandbox_is_ready: bool = False
    is_reset: bool = False
    """All containers of the Pod restart, and it is this one's turn to be removed."""


# Events
@frozen
class Create(Event):
    actor = Actor.KUBELET


@frozen
class Start(Event):
    actor = Actor.KUBELET


@frozen
class StartFails(Event):
    actor = Actor.RUNTIME
    outcome: Outcome = Outcome.FAILED


@frozen
class Exit(Event):
    actor = Actor.RUNTIME
    outcome: Outcome


@frozen
class Displace(Event):
    """The Pod gets another sandbox."""

    actor = Actor.KUBELET


@frozen
class Remove(Event):
    """The runtime's record is removed."""

    actor = Actor.KUBELET


@frozen
class Reset(Event):
    """It is removed for the restart of all containers."""

    actor = Actor.KUBELET


# Guards
def sandbox_is_ready(view: ContainerView, me: ContainerInstance, event: Event) -> bool:
    return view.sandbox_is_ready


def is_reset(view: ContainerView, me: ContainerInstance, event: Reset) -> bool:
    return view.is_reset


def has_outcome(view: ContainerView, me: ContainerInstance, event: Exit) -> bool:
    return event.outcome is not Outcome.NONE


def is_failure(view: ContainerView, me: ContainerInstance, event: StartFails) -> bool:
    return event.outcome is not Outcome.NONE and not event.outcome.has_succeeded


# Effects
def join_sandbox(view: ContainerView, me: ContainerInstance, event: Create) -> Changes:
    return become(outcome=Outcome.NONE, in_sandbox=True)


def leave_older(view: ContainerView, me: ContainerInstance, event: Create) -> Changes:
    return become(outcome=Outcome.NONE, in_sandbox=True, older=me.outcome)


def note_start(view: ContainerView, me: ContainerInstance, event: Start) -> Changes:
    return become(ever_started=True)


def fail(view: ContainerView, me: ContainerInstance, event: StartFails) -> Changes:
    return become(outcome=event.outcome)


def keep_outcome(view: ContainerView, me: ContainerInstance, event: Exit) -> Changes:
    return become(outcome=event.outcome)


def leave_sandbox(view: ContainerView, me: ContainerInstance, event: Displace) -> Changes:
    return become(in_sandbox=False)


def leave_nothing(view: ContainerView, me: ContainerInstance, event: Remove | Reset) -> Changes:
    return become(outcome=Outcome.NONE, in_sandbox=False, older=Outcome.NONE)


A, C, R, E = ContainerState
# fmt: off
CONTAINER = Kind(
    name="container", words="One container of a Pod, by name: the newest instance that the runtime has of it.",
    states=ContainerState, record=ContainerInstance, view=ContainerView,
    events=(Create, Start, StartFails, Exit, Displace, Remove, Reset),
    edges=(
        Edge(Create,     A, C, by=CREATED,       when=sandbox_is_ready, then=join_sandbox),
        Edge(Create,     C, C, by=NEVER_STARTED, when=sandbox_is_ready, then=join_sandbox),
        Edge(Create,     E, C, by=CREATED_AGAIN, when=sandbox_is_ready, then=leave_older),
        Edge(Start,      C, R, by=STARTED,       when=sandbox_is_ready, then=note_start),
        Edge(StartFails, C, E, by=NOT_STARTED,   when=is_failure,       then=fail),
        Edge(Exit,       R, E, by=ENDED,         when=has_outcome,      then=keep_outcome),
        Edge(Displace,   A, A, by=DISPLACED,                            then=leave_sandbox),
        Edge(Displace,   C, C, by=DISPLACED,                            then=leave_sandbox),
        Edge(Displace,   E, E, by=DISPLACED,                            then=leave_sandbox),
        Edge(Remove,     A, A, by=REMOVED),
        Edge(Remove,     C, A, by=REMOVED,                              then=leave_nothing),
        Edge(Remove,     E, A, by=REMOVED,                              then=leave_nothing),
        Edge(Reset,      C, A, by=RESET,         when=is_reset,         then=leave_nothing),
        Edge(Reset,      E, A, by=RESET,         when=is_reset,         then=leave_nothing),
    ),
)
# fmt: on
