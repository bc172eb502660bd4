"""CronJobLife: a CronJob from one start to the next: waiting, with Jobs that run, held up, suspended (batch/v1)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
STARTS = Rule(
    "CRON-1",
    "cronjob_controllerv2.go syncCronJob",
    "when its time has come a Job is made; a missed start is made up once",
)
FORBIDS = Rule(
    "CRON-2",
    "cronjob_controllerv2.go syncCronJob",
    "Forbid starts nothing while a Job runs; it is made up when that ends",
)
REPLACES = Rule(
    "CRON-3", "cronjob_controllerv2.go syncCronJob", "Replace deletes the Jobs that run before it starts the next"
)
ENDS = Rule("CRON-4", "cronjob_controllerv2.go syncCronJob", "a finished Job is taken off the list of those that run")


# States
class CronJobState(Enum):
    IDLE = "Idle"
    ACTIVE = "Active"


class Concurrency(Enum):
    ALLOW = "Allow"
    FORBID = "Forbid"
    REPLACE = "Replace"


# Record
@frozen
class CronJobLife:
    state: CronJobState = CronJobState.IDLE


# View
@frozen
class CronJobView:
    concurrency: Concurrency = Concurrency.ALLOW
    suspended: bool = False
    others_run: bool = False
    """Some Job of it runs beside the one that the event is about."""


# Events
@frozen
class StartJob(Event):
    actor = Actor.CLOCK


@frozen
class SkipStart(Event):
    actor = Actor.CLOCK


@frozen
class ReplaceJobs(Event):
    actor = Actor.CLOCK


@frozen
class JobEnds(Event):
    actor = Actor.CONTROLLER


# Guards
def may_start(view: CronJobView, me: CronJobLife, event: StartJob) -> bool:
    return not view.suspended


def may_start_another(view: CronJobView, me: CronJobLife, event: StartJob) -> bool:
    return not view.suspended and view.concurrency is Concurrency.ALLOW


def is_forbidden(view: CronJobView, me: CronJobLife, event: SkipStart) -> bool:
    return not view.suspended and view.concurrency is Concurrency.FORBID


def replaces(view: CronJobView, me: CronJobLife, event: ReplaceJobs) -> bool:
    return not view.suspended and view.concurrency is Concurrency.REPLACE


def others_run(view: CronJobView, me: CronJobLife, event: JobEnds) -> bool:
    return view.others_run


IDLE, ACTIVE = CronJobState

# fmt: off
CRON_JOB = Kind(
    name="cron-job", words="A CronJob and the Jobs of it that run.",
    states=CronJobState, record=CronJobLife, view=CronJobView, events=(StartJob, SkipStart, ReplaceJobs, JobEnds),
    edges=(
        Edge(StartJob,    IDLE,   ACTIVE, by=STARTS,   when=may_start),
        Edge(StartJob,    ACTIVE, ACTIVE, by=STARTS,   when=may_start_another),
        Edge(SkipStart,   ACTIVE, ACTIVE, by=FORBIDS,  when=is_forbidden),
        Edge(ReplaceJobs, ACTIVE, IDLE,   by=REPLACES, when=replaces),
        Edge(JobEnds,     ACTIVE, ACTIVE, by=ENDS,     when=others_run),
        Edge(JobEnds,     ACTIVE, IDLE,   by=ENDS),
    ),
)
# fmt: on
