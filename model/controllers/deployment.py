"""DeploymentLife: the rollout of a Deployment: progressing, complete, stuck, paused (B.23)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
ROLLS = Rule(
    "B23.1",
    "deployment/progress.go DeploymentProgressing",
    "a new template or size begins a rollout, each new Pod carries it on",
)
COMPLETES = Rule(
    "B23.6",
    "deployment_util.go DeploymentComplete",
    "it is complete when all replicas are of the new template and available",
)
STALLS = Rule(
    "B23.7",
    "deployment/progress.go DeploymentTimedOut",
    "without progress for too long it is stuck, and nothing is rolled back",
)
PAUSES = Rule("B23.8", "deployment/sync.go checkPausedConditions", "a paused Deployment is scaled but not rolled out")


# States
class DeploymentState(Enum):
    PROGRESSING = "Progressing"
    COMPLETE = "Complete"
    STUCK = "Stuck"
    PAUSED = "Paused"


# Record
@frozen
class DeploymentLife:
    state: DeploymentState = DeploymentState.PROGRESSING


# View
@frozen
class DeploymentView:
    all_new_and_available: bool = False
    deadline_is_over: bool = False


# Events
@frozen
class Roll(Event):
    """A new ReplicaSet, or more of its Pods."""

    actor = Actor.CONTROLLER


@frozen
class Complete(Event):
    actor = Actor.CONTROLLER


@frozen
class Stall(Event):
    actor = Actor.CLOCK


@frozen
class Pause(Event):
    actor = Actor.USER


@frozen
class Unpause(Event):
    actor = Actor.USER


# Guards
def is_complete(view: DeploymentView, me: DeploymentLife, event: Complete) -> bool:
    return view.all_new_and_available


def is_overdue(view: DeploymentView, me: DeploymentLife, event: Stall) -> bool:
    return view.deadline_is_over and not view.all_new_and_available


PROGRESSING, COMPLETE, STUCK, PAUSED = DeploymentState

# fmt: off
DEPLOYMENT = Kind(
    name="deployment", words="The rollout of a Deployment, as its condition Progressing tells of it.",
    states=DeploymentState, record=DeploymentLife, view=DeploymentView,
    events=(Roll, Complete, Stall, Pause, Unpause),
    edges=(
        Edge(Roll,     PROGRESSING, PROGRESSING, by=ROLLS),
        Edge(Roll,     COMPLETE,    PROGRESSING, by=ROLLS),
        Edge(Roll,     STUCK,       PROGRESSING, by=ROLLS),
        Edge(Complete, PROGRESSING, COMPLETE,    by=COMPLETES, when=is_complete),
        Edge(Complete, STUCK,       COMPLETE,    by=COMPLETES, when=is_complete),
        Edge(Stall,    PROGRESSING, STUCK,       by=STALLS,    when=is_overdue),
        Edge(Pause,    PROGRESSING, PAUSED,      by=PAUSES),
        Edge(Pause,    COMPLETE,    PAUSED,      by=PAUSES),
        Edge(Unpause,  PAUSED,      PROGRESSING, by=PAUSES),
    ),
)
# fmt: on
