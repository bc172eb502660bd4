"""ProbeWorker: one probe of one container: it waits for an instance, asks, publishes (semantics B12.22–B12.29)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .process import KubeletRestarts
from .rules.probe_results import ProbeResult, ProbeType
from .rules.probe_worker import has_its_turn, is_final

# Rules
ENDED = Rule(
    "B12.29", "kubelet/prober doProbe", "the workers of an ended Pod are over, and what they published is gone"
)
NO_INSTANCE = Rule("B12.22", "kubelet/prober doProbe", "without an instance there is nothing to probe yet")
HELD = Rule("B12.8", "kubelet/prober doProbe", "on hold nothing is asked until there is another instance")
OVER = Rule("B12.28", "kubelet/prober doProbe", "an instance that ended and that none will follow ends the worker")
DOWN = Rule("B12.28", "kubelet/prober doProbe", "an instance that does not run has failed")
TERMINATING = Rule("B12.13", "kubelet/prober doProbe", "in a deleted Pod nothing is killed for a probe any more")
FOUND = Rule("B12.27", "kubelet/prober doProbe", "of another instance the initial value is published first")
NOT_DUE = Rule("B12.4", "kubelet/prober doProbe", "before its delay is over, and out of turn, nothing is asked")
ASKED = Rule("B12.23", "kubelet/prober doProbe", "an instance that is due is asked, at each tick")
COUNTED = Rule("B12.24", "kubelet/prober doProbe", "below its threshold an answer is only counted")
PUBLISHED = Rule("B12.25", "kubelet/prober doProbe", "an answer that reaches its threshold is published")
FINAL = Rule("B12.25", "kubelet/prober doProbe", "after a startup's answer or a failed liveness it is on hold")
DISCARDED = Rule(
    "B12.26", "kubelet/prober runProbeWithRetries", "what could not be tried three times counts for nothing"
)
STOPPED = Rule("B12.13", "kubelet/prober StopLivenessAndStartup", "the kubelet stops the worker")
LOST = Rule("B12.20", "kubelet Run", "a restarted kubelet has new workers")


# States
class ProbeWorkerState(Enum):
    NO_CONTAINER = "No container"
    DELAYED = "Delayed"
    COUNTING = "Counting"
    ON_HOLD = "On hold"
    STOPPED = "Stopped"


class Published(Enum):
    """The result that all others see of the present instance."""

    NONE = "none"
    SUCCESS = "success"
    FAILURE = "failure"
    UNKNOWN = "unknown"


# Record
@frozen
class ProbeWorker:
    state: ProbeWorkerState = ProbeWorkerState.NO_CONTAINER
    published: Published = Published.NONE
    asks: bool = False
    """The instance was asked and has not answered yet."""


# View
@frozen
class ProbeWorkerView:
    probe: ProbeType = ProbeType.READINESS
    pod_has_ended: bool = False
    has_instance: bool = False
    """The published status names an instance of the container."""
    is_new: bool = False
    """It is another one than the worker knows."""
    first: Published = Published.NONE
    """What is published of a new instance."""
    runs: bool = False
    may_run_again: bool = True
    """It has not ended, or another will follow it."""
    is_terminating: bool = False
    """The Pod was deleted when the worker began."""
    delay_is_over: bool = True
    has_started: bool = False


# Events
@frozen
class ProbeTick(Event):
    """The period is over, or somebody wants to know now."""

    actor = Actor.CLOCK


@frozen
class AnswerProbe(Event):
    """`reaches`: with this answer the run of equal ones is as long as its threshold."""

    actor = Actor.RUNTIME
    succeeded: bool
    reaches: bool


@frozen
class DiscardAttempt(Event):
    actor = Actor.RUNTIME


@frozen
class StopProbing(Event):
    actor = Actor.KUBELET


# Guards
def pod_has_ended(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and view.pod_has_ended


def has_no_instance(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and not view.has_instance


def is_the_same(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and not view.is_new


def is_over(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and not view.runs and not view.may_run_again


def is_down(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and not view.runs


def may_not_kill(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and view.is_terminating and view.probe is not ProbeType.READINESS


def is_new_and_due(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return view.is_new and is_due(view, me, event)


def is_due(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and view.delay_is_over and has_its_turn(view.probe, has_started=view.has_started)


def is_new(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks and view.is_new


def is_free(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> bool:
    return not me.asks


def ends_questions(view: ProbeWorkerView, me: ProbeWorker, event: AnswerProbe) -> bool:
    answer = ProbeResult.SUCCESS if event.succeeded else ProbeResult.FAILURE
    return me.asks and event.reaches and is_final(view.probe, answer)


def is_believed(view: ProbeWorkerView, me: ProbeWorker, event: AnswerProbe) -> bool:
    return me.asks and event.reaches


def was_asked(view: ProbeWorkerView, me: ProbeWorker, event: Event) -> bool:
    return me.asks


# Effects
def forget(view: ProbeWorkerView, me: ProbeWorker, event: Event) -> Changes:
    return become(published=Published.NONE, asks=False)


def fail(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> Changes:
    return become(published=Published.FAILURE)


def begin(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> Changes:
    return become(published=view.first)


def begin_and_ask(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> Changes:
    return become(published=view.first, asks=True)


def ask(view: ProbeWorkerView, me: ProbeWorker, event: ProbeTick) -> Changes:
    return become(asks=True)


def publish_answer(view: ProbeWorkerView, me: ProbeWorker, event: AnswerProbe) -> Changes:
    return become(published=Published.SUCCESS if event.succeeded else Published.FAILURE, asks=False)


def only_count(view: ProbeWorkerView, me: ProbeWorker, event: Event) -> Changes:
    return become(asks=False)


N, D, C, H, S = ProbeWorkerState
AT_WORK, ALL = (N, D, C, H), (N, D, C, H, S)
# fmt: off
PROBE_WORKER = Kind(
    name="probe-worker", words="One probe of one container: it waits for an instance, asks, counts, publishes.",
    states=ProbeWorkerState, record=ProbeWorker, view=ProbeWorkerView,
    events=(ProbeTick, AnswerProbe, DiscardAttempt, StopProbing, KubeletRestarts),
    edges=(
        *(Edge(ProbeTick, state, S,     by=ENDED,       when=pod_has_ended,   then=forget) for state in AT_WORK),
        *(Edge(ProbeTick, state, state, by=NO_INSTANCE, when=has_no_instance) for state in AT_WORK),
        Edge(ProbeTick, H, H,           by=HELD,        when=is_the_same),
        *(Edge(ProbeTick, state, S,     by=OVER,        when=is_over,         then=forget) for state in AT_WORK),
        *(Edge(ProbeTick, state, D,     by=DOWN,        when=is_down,         then=fail) for state in AT_WORK),
        *(Edge(ProbeTick, state, S,     by=TERMINATING, when=may_not_kill,    then=forget) for state in AT_WORK),
        *(Edge(ProbeTick, state, C,     by=FOUND,       when=is_new_and_due,  then=begin_and_ask) for state in AT_WORK),
        *(Edge(ProbeTick, state, D,     by=FOUND,       when=is_new,          then=begin) for state in AT_WORK),
        *(Edge(ProbeTick, state, C,     by=ASKED,       when=is_due,          then=ask) for state in (D, C)),
        *(Edge(ProbeTick, state, D,     by=NOT_DUE,     when=is_free) for state in (D, C)),
        Edge(AnswerProbe, C, H,         by=FINAL,       when=ends_questions,  then=publish_answer),
        Edge(AnswerProbe, C, C,         by=PUBLISHED,   when=is_believed,     then=publish_answer),
        Edge(AnswerProbe, C, C,         by=COUNTED,     when=was_asked,       then=only_count),
        Edge(DiscardAttempt, C, C,      by=DISCARDED,   when=was_asked,       then=only_count),
        *(Edge(StopProbing, state, S,   by=STOPPED,                           then=forget) for state in AT_WORK),
        *(Edge(KubeletRestarts, state, N, by=LOST,                            then=forget) for state in ALL),
    ),
)
# fmt: on
