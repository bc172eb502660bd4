"""ReplicaSetLife: a ReplicaSet as its controller handles it: settled, or waiting to see what it asked for (B.22)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
MANAGES = Rule(
    "B22.2", "replicaset/replica_set.go manageReplicas", "too few Pods: more are created; too many: some are deleted"
)
WAITS = Rule(
    "B22.3",
    "controller_utils.go ControllerExpectations",
    "nothing is created or deleted before the last round was seen",
)
OVERDUE = Rule(
    "B22.3", "controller_utils.go ExpectationsTimeout", "what was not seen for five minutes is waited for no longer"
)
LEAVES = Rule(
    "B22.2",
    "replicaset/replica_set.go syncReplicaSet",
    "a ReplicaSet that is being deleted creates and deletes nothing",
)


# States
class ReplicaSetState(Enum):
    SETTLED = "Settled"
    WAITING = "Waiting"
    LEAVING = "Leaving"
    GONE = "Gone"


# Record
@frozen
class ReplicaSetLife:
    state: ReplicaSetState = ReplicaSetState.SETTLED


# View
@frozen
class ReplicaSetView:
    all_seen: bool = False
    """The informer has shown everything that was asked for."""


# Events
@frozen
class AskForPods(Event):
    """Pods are created or deleted."""

    actor = Actor.CONTROLLER


@frozen
class SeePods(Event):
    """The next look at it, after the informer has moved on."""

    actor = Actor.CONTROLLER


@frozen
class StopWaiting(Event):
    actor = Actor.CLOCK


@frozen
class SeeDeletion(Event):
    actor = Actor.CONTROLLER


@frozen
class SeeEnd(Event):
    actor = Actor.CONTROLLER


# Guards
def all_seen(view: ReplicaSetView, me: ReplicaSetLife, event: SeePods) -> bool:
    return view.all_seen


SETTLED, WAITING, LEAVING, GONE = ReplicaSetState

# fmt: off
REPLICA_SET = Kind(
    name="replica-set", words="A ReplicaSet in the eyes of its controller, between one round of Pods and the next.",
    states=ReplicaSetState, record=ReplicaSetLife, view=ReplicaSetView,
    events=(AskForPods, SeePods, StopWaiting, SeeDeletion, SeeEnd),
    edges=(
        Edge(AskForPods,  SETTLED, WAITING, by=MANAGES),
        Edge(SeePods,     SETTLED, SETTLED, by=WAITS),
        Edge(SeePods,     WAITING, SETTLED, by=WAITS,   when=all_seen),
        Edge(SeePods,     WAITING, WAITING, by=WAITS),
        Edge(StopWaiting, WAITING, SETTLED, by=OVERDUE),
        Edge(SeeDeletion, SETTLED, LEAVING, by=LEAVES),
        Edge(SeeDeletion, WAITING, LEAVING, by=LEAVES),
        Edge(SeePods,     LEAVING, LEAVING, by=LEAVES),
        Edge(SeeEnd,      SETTLED, GONE,    by=LEAVES),
        Edge(SeeEnd,      WAITING, GONE,    by=LEAVES),
        Edge(SeeEnd,      LEAVING, GONE,    by=LEAVES),
    ),
)
# fmt: on
