"""ProbeWorker: laws of one probe of one container: when it asks, and what it publishes (semantics C.12)."""

from __future__ import annotations

from typing import Any

from ...model.core.event import Event
from ...model.kubelet import probe_worker
from ...model.kubelet.probe_worker import (
    PROBE_WORKER,
    AnswerProbe,
    DiscardAttempt,
    ProbeTick,
    ProbeWorker,
    ProbeWorkerState,
    ProbeWorkerView,
    Published,
)
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.rules.probe_results import ProbeType
from ..law import Step, law

N, D, C, H, S = ProbeWorkerState
READINESS, LIVENESS, STARTUP = ProbeType.READINESS, ProbeType.LIVENESS, ProbeType.STARTUP
ASKS = ProbeWorker(C, asks=True)


def _running(probe: ProbeType = READINESS, **more: Any) -> ProbeWorkerView:
    """The view of an instance that runs."""
    return ProbeWorkerView(probe, has_instance=True, runs=True, **more)


def _asks_now(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    return after.asks and not before.asks


@law(
    "PRB-1", PROBE_WORKER, by=(probe_worker.FOUND,),
    given=lambda view, before, event, after: (
        isinstance(event, ProbeTick) and after.state is not S
        and view.has_instance and view.is_new and view.runs and not before.asks
    ),
    witness="{after.published.value} was published of the new instance, with {sight}",
    breach=Step(
        _running(is_new=True, first=Published.FAILURE), ProbeWorker(C, Published.SUCCESS), ProbeTick(),
        ProbeWorker(C, Published.SUCCESS, asks=True),
    ),
)  # fmt: skip
def a_new_instance_begins_anew(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """Of a new instance the initial value is published before anything is asked, whatever the one before it was."""
    return after.published is view.first


@law(
    "PRB-3", PROBE_WORKER, by=(probe_worker.COUNTED, probe_worker.PUBLISHED),
    given=lambda view, before, event, after: isinstance(event, AnswerProbe),
    witness="{event} made {after.published.value} of {before.published.value}",
    breach=Step(
        _running(), ProbeWorker(C, Published.SUCCESS, asks=True), AnswerProbe(False, False),
        ProbeWorker(C, Published.FAILURE),
    ),
)  # fmt: skip
def only_a_run_of_answers_is_published(
    view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker
) -> bool:
    """A result is published when the run of equal answers reaches its threshold, and until then the one before stays."""
    if not isinstance(event, AnswerProbe) or not event.reaches:
        return after.published is before.published
    return after.published is (Published.SUCCESS if event.succeeded else Published.FAILURE)


@law(
    "PRB-3", PROBE_WORKER, by=(probe_worker.DISCARDED,),
    given=lambda view, before, event, after: isinstance(event, DiscardAttempt),
    witness="it made {after.published.value} of {before.published.value}",
    breach=Step(
        _running(), ProbeWorker(C, Published.SUCCESS, asks=True), DiscardAttempt(),
        ProbeWorker(C, Published.FAILURE),
    ),
)  # fmt: skip
def what_could_not_be_asked_counts_for_nothing(
    view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker
) -> bool:
    """An attempt that could not be made at all counts for nothing: what was published stays."""
    return after.published is before.published and not after.asks


@law(
    "PRB-4", PROBE_WORKER, by=(probe_worker.ASKED, probe_worker.NOT_DUE), given=_asks_now,
    witness="the {view.probe.value} probe asked, with {sight}",
    breach=Step(_running(LIVENESS), ProbeWorker(D), ProbeTick(), ASKS),
)  # fmt: skip
def startup_comes_first(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """Liveness and readiness ask only of a container that has started, and startup only of one that has not."""
    return view.has_started is not (view.probe is STARTUP)


@law(
    "PRB-5", PROBE_WORKER, by=(probe_worker.NOT_DUE, probe_worker.ASKED), given=_asks_now,
    witness="it asked with {sight}",
    breach=Step(_running(delay_is_over=False, has_started=True), ProbeWorker(D), ProbeTick(), ASKS),
)  # fmt: skip
def no_question_before_the_delay(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """Nothing is asked before initialDelaySeconds are over, of a container that does not run, or of an ended Pod."""
    return view.delay_is_over and view.runs and view.has_instance and not view.pod_has_ended


@law(
    "PRB-8", PROBE_WORKER, by=(probe_worker.HELD,),
    given=lambda view, before, event, after: before.state is H and not view.is_new,
    witness="{event} ended the wait of a {view.probe.value} probe on hold",
    breach=Step(_running(LIVENESS, has_started=True), ProbeWorker(H), ProbeTick(), ASKS),
)  # fmt: skip
def on_hold_nothing_is_asked(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """On hold nothing is asked of the same instance any more."""
    return not after.asks and after.state is not C


@law(
    "PRB-8", PROBE_WORKER, by=(probe_worker.FINAL,),
    given=lambda view, before, event, after: isinstance(event, AnswerProbe) and event.reaches,
    witness="after {event} the {view.probe.value} probe was {after.state.value}",
    breach=Step(
        _running(LIVENESS, has_started=True), ASKS, AnswerProbe(False, True), ProbeWorker(C, Published.FAILURE)
    ),
)  # fmt: skip
def a_final_answer_holds(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """After a failed liveness, and after either result of a startup, the probe is on hold; otherwise it goes on."""
    failed_liveness = view.probe is LIVENESS and isinstance(event, AnswerProbe) and not event.succeeded
    return after.state is (H if failed_liveness or view.probe is STARTUP else C)


@law(
    "PRB-11", PROBE_WORKER, by=(probe_worker.TERMINATING,),
    given=lambda view, before, event, after: view.is_terminating and _asks_now(view, before, event, after),
    witness="the {view.probe.value} probe asked",
    breach=Step(
        _running(LIVENESS, is_terminating=True, has_started=True), ProbeWorker(D), ProbeTick(), ASKS
    ),
)  # fmt: skip
def only_readiness_asks_while_terminating(
    view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker
) -> bool:
    """While a Pod terminates only readiness asks."""
    return view.probe is READINESS


@law(
    "PRB-11", PROBE_WORKER, by=(probe_worker.STOPPED, probe_worker.ENDED),
    given=lambda view, before, event, after: before.state is S and not isinstance(event, KubeletRestarts),
    witness="{event} made it {after.state.value}",
    breach=Step(_running(has_started=True), ProbeWorker(S), ProbeTick(), ASKS),
)  # fmt: skip
def the_stopped_ask_nothing(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """A probe that was stopped asks nothing any more."""
    return after.state is S and not after.asks


@law(
    "PRB-11", PROBE_WORKER, by=(probe_worker.STOPPED, probe_worker.ENDED, probe_worker.OVER),
    given=lambda view, before, event, after: after.state is S and before.state is not S,
    witness="{after.published.value} stayed",
    breach=Step(ProbeWorkerView(), ProbeWorker(C, Published.SUCCESS), probe_worker.StopProbing(), ProbeWorker(S, Published.SUCCESS)),
)  # fmt: skip
def the_stopped_leave_no_result(view: ProbeWorkerView, before: ProbeWorker, event: Event, after: ProbeWorker) -> bool:
    """What a probe published is gone when it has been stopped."""
    return after.published is Published.NONE
