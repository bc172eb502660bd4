"""Phase: laws of the phase that the kubelet computes and the API shows (semantics C.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.apiserver.pod_object import PodObject, PodObjectState
from ...model.cluster.composition import POD
from ...model.cluster.pod_world import ContainerPolicy, PodSource
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import phase
from ...model.kubelet.container import ContainerState, Outcome
from ...model.kubelet.container_status import PublishedStatus, StatusState
from ...model.kubelet.deadline import DeadlineState
from ...model.kubelet.phase import PHASE, Phase, PhaseView, PodPhase
from ...model.kubelet.pod_worker import Disruption, PodWorker, PodWorkerState
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.objects.grace import Grace
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import apps, fired, has_failed, has_succeeded, inits, is_held_back, policy, restarts, running

P, R, S, F = Phase
FAILED_APP = ex.app(ex.FAILED, shown=PublishedStatus(StatusState.STOPPED, Outcome.FAILED))
TERMINATED = PodWorker(PodWorkerState.TERMINATED)
DELETED = PodObject(PodObjectState.TERMINATING, bound=True, grace=Grace.FULL)
SENT = ((("api_phase",), phase.PhaseSent(F)),)
KP = "kubelet getPhase"


def _ends(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """In this move the API is told of the Pod's end; a mirror's containers are those of its static Pod, and not looked at."""
    if before.shape.source is PodSource.MIRROR:
        return False
    return not before.api_phase.state.is_terminal and after.api_phase.state.is_terminal


def _computed(firings: Sequence[Firing], after: Any, result: Phase) -> bool:
    return fired(firings, "phase", phase.PhaseComputed) and after.phase.state is result


def _is_shown_succeeded(container: Any) -> bool:
    return container.shown.state is StatusState.STOPPED and bool(container.shown.outcome.has_succeeded)


def _is_shown_started(container: Any) -> bool:
    """It runs, has ended, or waits with an end in its lastState."""
    return container.shown.state is not StatusState.WAITING or container.shown.outcome is not Outcome.NONE


def _in_time(world: Any) -> bool:
    """No active deadline has passed."""
    return world.deadline.state is DeadlineState.NOT_OVER


def _was_admitted(world: Any) -> bool:
    """The kubelet runs the Pod: one that it rejects gets no worker, and fails, with containers only if it ran before."""
    return world.worker.state is not PodWorkerState.UNKNOWN and not world.config.rejected


def _may_freeze(world: Any) -> bool:
    """A container's own policy or rule brings on a new sandbox, in which an init container is run again after an end
    that is final: no status is accepted that takes such an end back (CTR-4), and what is unknown at last has failed."""
    own = any(container.policy is not ContainerPolicy.POD for container in world.containers)
    return own and bool(inits(world)) and world.shape.policy is not RestartPolicy.ALWAYS


def _ends_by_itself(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    deleted = before.pod.state is PodObjectState.TERMINATING
    disturbed = deleted or before.worker.disruption is not Disruption.NONE
    return _ends(before, firings, after) and not disturbed and _in_time(before) and _was_admitted(before)


@law(
    "POD-PHASE-2", PHASE, by=(phase.ABSORBED,),
    given=lambda view, before, event, after: (
        before.state.is_terminal and not before.forced and not isinstance(event, phase.PhaseRead | phase.PhaseForced)
    ),
    witness="{event} took it from {before.state.value} to {after.state.value}",
    breach=Step(PhaseView(), PodPhase(F), phase.PhaseComputed(R), PodPhase(R)),
)  # fmt: skip
def the_end_is_final(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """A phase that is Succeeded or Failed never changes, but for a Failed that came before the containers' ends."""
    return after.state is before.state


@law(
    "POD-PHASE-2", PHASE, by=(phase.ABSORBED,),
    given=lambda view, before, event, after: before.state is F and before.forced,
    witness="{event} took it from {before.state.value} to {after.state.value}",
    breach=Step(PhaseView(), PodPhase(F, forced=True), phase.PhaseComputed(R), PodPhase(R)),
)  # fmt: skip
def a_forced_end_stays_an_end(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """A Failed that came before the containers' ends becomes Succeeded at most, when these are known; a restarted
    kubelet goes by the API."""
    if isinstance(event, phase.PhaseRead):
        return after.state is event.phase
    return after.state.is_terminal and (after.state is before.state or isinstance(event, phase.PhaseComputed))


@law(
    "POD-PHASE-2", POD, by=(phase.ABSORBED,),
    given=lambda before, firings, after: before.api_phase.state.is_terminal,
    witness="{moves} took the phase from {before.api_phase.state.value} to {after.api_phase.state.value}",
    breach=Move(ex.world(api_phase=PodPhase(F)), SENT, ex.world(api_phase=PodPhase(R))),
)  # fmt: skip
def the_end_in_the_api_is_final(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A terminal phase in the API never changes."""
    return after.api_phase.state is before.api_phase.state


@law(
    "POD-PHASE-3", PHASE, by=(phase.SENT, phase.HELD),
    given=lambda view, before, event, after: isinstance(event, phase.PhaseSent) and not before.state.is_terminal,
    witness="{event} made it {after.state.value} with {view}",
    breach=Step(PhaseView(could_run=True), PodPhase(R), phase.PhaseSent(F), PodPhase(F)),
)  # fmt: skip
def an_end_is_sent_late(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """The kubelet tells the API of an end only when no container of the Pod can be running."""
    return not (after.state.is_terminal and view.could_run)


@law(
    "POD-PHASE-3", POD, by=(phase.SENT, phase.HELD), given=_ends,
    witness="the phase became {after.api_phase.state.value} while a container ran",
    breach=Move(ex.world(ex.app(ex.RUNNING)), SENT, ex.world(ex.app(ex.RUNNING), api_phase=PodPhase(F))),
)  # fmt: skip
def nothing_runs_at_the_end(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """When the API is told of a Pod's end, none of its containers runs."""
    return not running(after)


@law(
    "POD-PHASE-4", POD, by=(KP,),
    given=lambda before, firings, after: _ends(before, firings, after) and after.api_phase.state is S,
    witness="an app container was not shown to have exited with 0",
    breach=Move(ex.world(FAILED_APP), SENT, ex.world(FAILED_APP, api_phase=PodPhase(S))),
)  # fmt: skip
def success_is_of_all(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """The API shows Succeeded only if every app container is shown terminated with 0."""
    return all(_is_shown_succeeded(container) for container in apps(after))


@law(
    "POD-PHASE-4", POD, by=(KP,),
    given=lambda before, firings, after: before.phase.state is not S and _computed(firings, after, S),
    witness="an app container had not exited with 0",
    breach=Move(ex.world(FAILED_APP), ((("phase",), phase.PhaseComputed(S)),), ex.world(FAILED_APP, phase=PodPhase(S))),
)  # fmt: skip
def success_is_computed_of_successes(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """The kubelet computes Succeeded only if every app container has exited with 0, even if its record is gone now."""
    return all(has_succeeded(c) or (_is_shown_succeeded(c) and _is_removed(c)) for c in apps(after))


def _is_removed(container: Any) -> bool:
    return container.life.state is ContainerState.ABSENT and bool(container.life.ever_started)


@law(
    "POD-PHASE-5", POD, by=(KP,),
    given=lambda before, firings, after: _ends_by_itself(before, firings, after) and after.api_phase.state is F,
    witness="the policy is {before.shape.policy.value}, and no container had failed for good",
    breach=Move(
        ex.world(FAILED_APP, policy=RestartPolicy.ALWAYS, worker=TERMINATED),
        SENT,
        ex.world(FAILED_APP, policy=RestartPolicy.ALWAYS, worker=TERMINATED, api_phase=PodPhase(F)),
    ),
)  # fmt: skip
def failure_has_a_cause(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod that was admitted and that nobody deletes fails only if a container has failed that nothing restarts, or was
    created anew after an end that nothing restarts, and never started, or if no status of it was accepted any more."""
    failed = any(has_failed(c) and not restarts(after, c, c.life.outcome) for c in after.containers)
    created = any(_is_left_created(c) and not restarts(after, c, c.life.older) for c in apps(after))
    return failed or created or is_held_back(after)


def _is_left_created(container: Any) -> bool:
    """The kubelet restarted between the creation and the start of an instance that had one before it."""
    return container.life.state is ContainerState.CREATED and container.life.older is not Outcome.NONE


@law(
    "POD-PHASE-6", POD, by=(KP, "api/v1/pod ContainerShouldRestart"),
    given=lambda before, firings, after: (
        before.pod.state is PodObjectState.BOUND
        and all(policy(before, c) is RestartPolicy.ALWAYS for c in apps(before))
    ),
    witness="the phase became {after.api_phase.state.value}",
    breach=Move(
        ex.world(ex.app(ex.SUCCEEDED), worker=TERMINATED),
        SENT,
        ex.world(ex.app(ex.SUCCEEDED), worker=TERMINATED, api_phase=PodPhase(S)),
    ),
)  # fmt: skip
def always_means_always(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under the policy Always a Pod that was admitted and that nobody deletes never ends, unless an init container has failed for good."""
    failed = any(has_failed(c) and not restarts(before, c, c.life.outcome) for c in inits(before))
    return failed or not _ends_by_itself(before, firings, after)


@law(
    "POD-PHASE-7", POD, by=(KP,), mood=Mood.ALWAYS,
    given=lambda world: world.api_phase.state is R and world.shape.source is not PodSource.MIRROR,
    witness="an app container is shown as one that was never started",
    breach=ex.world(ex.app(ex.CREATED), api_phase=PodPhase(R)),
)  # fmt: skip
def running_means_started(world: Any) -> bool:
    """While a Pod is Running it is bound, and every app container has been started once."""
    return world.pod.state is not PodObjectState.UNBOUND and all(
        _is_shown_started(c) or c.life.ever_started for c in apps(world)
    )


@law(
    "POD-PHASE-8", POD, by=(KP,), mood=Mood.POSSIBLE,
    given=lambda world: (
        all(policy(world, c) is not RestartPolicy.NEVER for c in apps(world)) and not world.shape.is_static
    ),
    witness="the phase was Running only while a container ran",
    breach=(ex.world(ex.app(ex.RUNNING), api_phase=PodPhase(R)),),
)  # fmt: skip
def a_running_pod_may_rest(world: Any) -> bool:
    """A Pod may be Running while none of its containers runs and all wait for their restart."""
    waits = all(has_failed(c) and c.back_off.level > 0 for c in apps(world))
    return world.api_phase.state is R and world.pod.state is PodObjectState.BOUND and waits


@law(
    "POD-PHASE-10", POD, by=(KP, "kubelet/status TerminatePod"),
    given=lambda before, firings, after: (
        _ends(before, firings, after) and before.pod.state is PodObjectState.TERMINATING and _in_time(before)
        and not _may_freeze(before)
    ),
    witness="the phase became {after.api_phase.state.value}, which is not what its containers' ends amount to",
    breach=Move(
        ex.world(FAILED_APP, pod=DELETED),
        SENT,
        ex.world(FAILED_APP, pod=DELETED, api_phase=PodPhase(S)),
    ),
)  # fmt: skip
def the_deleted_end_by_their_exits(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A deleted Pod ends Succeeded if all app containers have exited with 0, and Failed otherwise, if its status
    was not frozen before."""
    return (after.api_phase.state is S) is all(_is_shown_succeeded(container) for container in apps(after))


@law(
    "POD-PHASE-3", PHASE, by=(phase.COMPUTED, phase.SENT, phase.HELD),
    given=lambda view, before, event, after: (
        isinstance(event, phase.PhaseComputed | phase.PhaseSent) and not before.state.is_terminal
    ),
    witness="{event} made it {after.state.value}, with {sight}",
    breach=Step(PhaseView(), PodPhase(P), phase.PhaseComputed(R), PodPhase(P)),
)  # fmt: skip
def a_phase_is_taken_as_it_comes(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """Until the end a phase is what was computed or sent last, but for an end that is held back."""
    if isinstance(event, phase.PhaseSent) and event.phase.is_terminal and view.could_run:
        return after.state is before.state
    return isinstance(event, phase.PhaseComputed | phase.PhaseSent) and after.state is event.phase


@law(
    "POD-PHASE-2", PHASE, by=(phase.ABSORBED,),
    given=lambda view, before, event, after: isinstance(event, phase.PhaseRead),
    witness="{event} made it {after.state.value}",
    breach=Step(PhaseView(), PodPhase(P), phase.PhaseRead(F), PodPhase(P)),
)  # fmt: skip
def a_restarted_kubelet_goes_on_from_the_api(view: PhaseView, before: PodPhase, event: Event, after: PodPhase) -> bool:
    """A restarted kubelet takes up the phase that the API shows, an end in particular."""
    return isinstance(event, phase.PhaseRead) and after.state is event.phase
