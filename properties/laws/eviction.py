"""Eviction: laws of Pods that their kubelet ends itself, and of the shortage that makes it do so (semantics C.17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.apiserver.pod_object import PodObjectState
from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import phase, pod_worker, pressure, threshold
from ...model.kubelet.container_status import PublishedStatus, StatusState
from ...model.kubelet.deadline import DeadlineState
from ...model.kubelet.phase import PHASE, Phase, PhaseComputed, PhaseForced, PhaseRead, PhaseView, PodPhase
from ...model.kubelet.pod_worker import POD_WORKER, Disruption, Kill, PodWorker, PodWorkerState, PodWorkerView
from ...model.kubelet.pressure import PRESSURE, Pressure, PressureState, PressureView, Weigh
from ...model.kubelet.threshold import THRESHOLD, Sample, Threshold, ThresholdState, ThresholdView
from ...model.objects.grace import Grace
from ..law import Move, Step, law
from . import examples as ex
from .moves import apps

EVM = "kubelet/eviction evictPod"
VIEW = PodWorkerView()
EVICTED = PodWorker(PodWorkerState.TERMINATED, acknowledged=True, disruption=Disruption.EVICTED)
FAILED_APP = ex.app(ex.FAILED, shown=PublishedStatus(StatusState.STOPPED, ex.FAILED.outcome))


@law(
    "EV-2", POD_WORKER, by=(pod_worker.KILLED,),
    given=lambda view, before, event, after: isinstance(event, Kill),
    witness="{event} counted as a deletion",
    breach=Step(VIEW, PodWorker(PodWorkerState.SYNC), Kill(), PodWorker(PodWorkerState.TERMINATING, Grace.FULL, deleted=True)),
)  # fmt: skip
def a_kill_is_no_deletion(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A Pod that its kubelet ends is not deleted by that: its object stays."""
    return after.deleted is before.deleted


@law(
    "EV-2", POD_WORKER, by=(pod_worker.KILLED,),
    given=lambda view, before, event, after: isinstance(event, Kill) and before.state is PodWorkerState.SYNC,
    witness="{event} left it {after.state.value}, for {after.disruption.value}",
    breach=Step(VIEW, PodWorker(PodWorkerState.SYNC), Kill(evict=True), PodWorker(PodWorkerState.TERMINATING, Grace.FULL)),
)  # fmt: skip
def a_kill_ends_the_pod_and_says_so(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A Pod that its kubelet ends terminates, and its worker knows whether that is an eviction."""
    assert isinstance(event, Kill)
    asked = Disruption.EVICTED if event.evict else Disruption.KILLED
    return after.state is PodWorkerState.TERMINATING and after.disruption is asked and after.evicted is event.evict


@law(
    "EV-2", POD_WORKER, by=(pod_worker.KILLED, pod_worker.ACKNOWLEDGED),
    given=lambda view, before, event, after: (
        isinstance(event, Kill) and before.acknowledged and before.state is not PodWorkerState.SYNC
    ),
    witness="{event} made it {after.disruption.value}",
    breach=Step(
        VIEW, PodWorker(PodWorkerState.TERMINATING, Grace.FULL, acknowledged=True), Kill(),
        PodWorker(PodWorkerState.TERMINATING, Grace.FULL, acknowledged=True, disruption=Disruption.KILLED),
    ),
)  # fmt: skip
def a_late_kill_changes_no_reason(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """Once the termination has begun nothing that the kubelet asks for changes why it ends."""
    return after.disruption is before.disruption


@law(
    "EV-2", PHASE, by=(phase.FORCED,),
    given=lambda view, before, event, after: isinstance(event, PhaseForced) and not before.state.is_terminal,
    witness="{event} made it {after.state.value}",
    breach=Step(PhaseView(), PodPhase(Phase.RUNNING), PhaseForced(), PodPhase(Phase.RUNNING)),
)  # fmt: skip
def the_evicted_are_called_failed(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """A Pod that its kubelet ends is called Failed from the beginning, for the time being."""
    return after.state is Phase.FAILED and after.forced


@law(
    "EV-2", PHASE, by=(phase.FORCED, phase.ABSORBED),
    given=lambda view, before, event, after: isinstance(event, PhaseForced) and before.state.is_terminal,
    witness="{event} made {before.state.value} {after.state.value}",
    breach=Step(
        PhaseView(), PodPhase(Phase.SUCCEEDED), PhaseForced(spares_success=True), PodPhase(Phase.FAILED, forced=True)
    ),
)  # fmt: skip
def a_shutdown_lets_a_success_stand(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """Of the Pods that have ended already an eviction alone calls those Failed that have succeeded, and only for a while."""
    assert isinstance(event, PhaseForced)
    if before.state is Phase.SUCCEEDED and not event.spares_success:
        return after.state is Phase.FAILED and after.forced
    return after.state is before.state and after.forced is before.forced


@law(
    "EV-2", PHASE, by=(phase.FORCED,),
    given=lambda view, before, event, after: (
        before.forced and before.state is Phase.FAILED and not isinstance(event, PhaseRead)
    ),
    witness="{event} took it to {after.state.value}",
    breach=Step(PhaseView(), PodPhase(Phase.FAILED, forced=True), PhaseComputed(Phase.RUNNING), PodPhase(Phase.RUNNING)),
)  # fmt: skip
def an_early_failed_gives_way_to_success_alone(
    view: PhaseView, before: PodPhase, event: Event, after: PodPhase
) -> bool:  # fmt: skip
    """A Failed that came before the containers' ends becomes Succeeded if they amount to it, and nothing else."""
    succeeded = isinstance(event, PhaseComputed) and event.phase is Phase.SUCCEEDED and before.state is Phase.FAILED
    return after.state is (Phase.SUCCEEDED if succeeded else before.state)


@law(
    "EV-2", POD, by=(EVM, "kubelet generateAPIPodStatus"),
    given=lambda before, firings, after: (
        not before.api_phase.state.is_terminal and after.api_phase.state.is_terminal
        and before.worker.disruption is not Disruption.NONE and before.pod.state is PodObjectState.BOUND
        and before.deadline.state is DeadlineState.NOT_OVER
    ),
    witness="the phase became {after.api_phase.state.value}, which is not what its containers' ends amount to",
    breach=Move(
        ex.world(FAILED_APP, worker=EVICTED),
        ((("api_phase",), phase.PhaseSent(Phase.SUCCEEDED)),),
        ex.world(FAILED_APP, worker=EVICTED, api_phase=PodPhase(Phase.SUCCEEDED)),
    ),
)  # fmt: skip
def the_evicted_fail_unless_they_succeed(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod that its kubelet ends is Succeeded in the end if all app containers exited with 0, and Failed otherwise."""
    exits = [one.shown.state is StatusState.STOPPED and one.shown.outcome.has_succeeded for one in apps(after)]
    return (after.api_phase.state is Phase.SUCCEEDED) is all(exits)


@law(
    "EV-2", THRESHOLD, by=(threshold.DUE, threshold.OBSERVED),
    given=lambda view, before, event, after: isinstance(event, Sample) and before.state is not ThresholdState.DUE,
    witness="{event} made it {after.state.value} with {view}",
    breach=Step(ThresholdView(is_met=True), Threshold(), Sample(), Threshold(ThresholdState.DUE)),
)  # fmt: skip
def eviction_waits_for_its_time(view: ThresholdView, before: Threshold, event: Event, after: Threshold) -> bool:
    """Pods are evicted only when there has been too little for as long as the threshold says."""
    if not view.is_met:
        return after.state is ThresholdState.UNMET
    return after.state is (ThresholdState.DUE if view.grace_is_over else ThresholdState.OBSERVED)


@law(
    "EV-2", THRESHOLD, by=(threshold.RECLAIMED,),
    given=lambda view, before, event, after: isinstance(event, Sample) and before.state is ThresholdState.DUE,
    witness="{event} made it {after.state.value} with {view}",
    breach=Step(ThresholdView(), Threshold(ThresholdState.DUE), Sample(), Threshold()),
)  # fmt: skip
def eviction_goes_on_until_enough_is_back(
    view: ThresholdView, before: Threshold, event: Event, after: Threshold
) -> bool:  # fmt: skip
    """A threshold that was acted upon is acted upon until the minimum to reclaim is there too."""
    return after.state is (ThresholdState.UNMET if view.is_reclaimed else ThresholdState.DUE)


@law(
    "EV-2", PRESSURE, by=(pressure.OBSERVED, pressure.HELD, pressure.OVER),
    given=lambda view, before, event, after: isinstance(event, Weigh),
    witness="{event} made it {after.state.value} with {view}",
    breach=Step(PressureView(), Pressure(PressureState.OBSERVED), Weigh(), Pressure()),
)  # fmt: skip
def a_pressure_outlasts_its_cause(view: PressureView, before: Pressure, event: Event, after: Pressure) -> bool:
    """A node is under pressure while a threshold of it is observed, and then until the time of transition is over."""
    if view.is_observed:
        return after.state is PressureState.OBSERVED
    holds = before.state is not PressureState.NONE and not view.hold_is_over
    return after.state is (PressureState.HELD if holds else PressureState.NONE)
