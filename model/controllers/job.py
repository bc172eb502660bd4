"""JobLife: a Job from its start to its end: running, suspended, about to finish, finished (B.25)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
SUSPENDS = Rule(
    "B25.5", "job_controller.go manageJob", "a suspended Job has no Pods; once it is resumed its time begins anew"
)
SUCCEEDS = Rule(
    "B25.4", "job_controller.go syncJob", "with enough successes it is to be Complete, and the others are deleted"
)
FAILS = Rule("B25.2", "job_controller.go syncJob", "too many failures, a deadline or a policy: it is to be Failed")
FINISHES = Rule(
    "B25.1", "job_controller.go enactJobFinished", "it is finished when every Pod is counted and none is terminating"
)


# States
class JobState(Enum):
    RUNNING = "Running"
    SUSPENDED = "Suspended"
    SUCCESS_CRITERIA_MET = "SuccessCriteriaMet"
    FAILURE_TARGET = "FailureTarget"
    COMPLETE = "Complete"
    FAILED = "Failed"


# Record
@frozen
class JobLife:
    state: JobState = JobState.RUNNING


# View
@frozen
class JobView:
    uncounted: bool = False
    """Some Pod that has ended is not in the counts yet."""
    terminating: bool = False
    """Some Pod of it is still being deleted."""


# Events
@frozen
class Suspend(Event):
    actor = Actor.CONTROLLER


@frozen
class Resume(Event):
    actor = Actor.CONTROLLER


@frozen
class MeetSuccess(Event):
    actor = Actor.CONTROLLER


@frozen
class MeetFailure(Event):
    actor = Actor.CONTROLLER


@frozen
class Finish(Event):
    actor = Actor.CONTROLLER


# Guards
def all_is_counted(view: JobView, me: JobLife, event: Finish) -> bool:
    return not view.uncounted and not view.terminating


RUNNING, SUSPENDED, SUCCEEDING, FAILING, COMPLETE, FAILED = JobState

# fmt: off
JOB = Kind(
    name="job", words="A Job, by the conditions that its controller has given it.",
    states=JobState, record=JobLife, view=JobView, events=(Suspend, Resume, MeetSuccess, MeetFailure, Finish),
    edges=(
        Edge(Suspend,     RUNNING,    SUSPENDED,  by=SUSPENDS),
        Edge(Resume,      SUSPENDED,  RUNNING,    by=SUSPENDS),
        Edge(MeetSuccess, RUNNING,    SUCCEEDING, by=SUCCEEDS),
        Edge(MeetSuccess, SUSPENDED,  SUCCEEDING, by=SUCCEEDS),
        Edge(MeetFailure, RUNNING,    FAILING,    by=FAILS),
        Edge(MeetFailure, SUSPENDED,  FAILING,    by=FAILS),
        Edge(Finish,      SUCCEEDING, COMPLETE,   by=FINISHES, when=all_is_counted),
        Edge(Finish,      FAILING,    FAILED,     by=FINISHES, when=all_is_counted),
    ),
)
# fmt: on
