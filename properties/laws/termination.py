"""Termination: laws of how containers and Pods are stopped (semantics C.14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.apiserver import pod_object as api
from ...model.apiserver.pod_object import PodObject, PodObjectState
from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container_status, kill_task, pod_worker, termination
from ...model.kubelet.container import ContainerState, Outcome
from ...model.kubelet.container_status import CONTAINER_STATUS, PublishedStatus, StatusState, StatusView
from ...model.kubelet.kill_task import KillState, KillTask
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.pod_worker import POD_WORKER, Initialized, PodWorker, PodWorkerState, PodWorkerView
from ...model.kubelet.termination import TERMINATION, Termination, TerminationState, TerminationView
from ...model.objects.grace import Grace
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import apps, fired, is_held_back, running

N, H, T, S, O, D = KillState  # noqa: E741 -- O is Overdue
TERMINATING = PodWorker(PodWorkerState.TERMINATING, Grace.FULL, acknowledged=True)
SHOWN_RUNNING = PublishedStatus(StatusState.RUNNING)
SHOWN_FAILED = PublishedStatus(StatusState.STOPPED, Outcome.FAILED)
DELETED = PodObject(PodObjectState.TERMINATING, bound=True, grace=Grace.FULL)


@law(
    "TERM-5", POD, by=(termination.BEGUN,), mood=Mood.POSSIBLE,
    given=lambda world: len(apps(world)) > 1,
    witness="the second app container was never stopped before the first",
    breach=(ex.world(ex.app(ex.RUNNING, kill=KillTask(S)), ex.app(ex.RUNNING, kill=KillTask(S))),),
)  # fmt: skip
def app_containers_stop_in_any_order(world: Any) -> bool:
    """App containers are stopped at once: a later one may be dead while an earlier one still obeys its signal."""
    first, second = apps(world)[:2]
    return first.kill.state is S and second.kill.state is D


@law(
    "TERM-5", POD, by=(termination.BEGUN,),
    given=lambda before, firings, after: fired(firings, "termination", termination.BeginTermination),
    witness="a container that ran was not told to stop",
    breach=Move(
        ex.world(ex.app(ex.RUNNING), ex.app(ex.RUNNING), worker=TERMINATING),
        ((("termination",), termination.BeginTermination()),),
        ex.world(
            ex.app(ex.RUNNING, kill=KillTask(S)), ex.app(ex.RUNNING),
            worker=TERMINATING, termination=Termination(TerminationState.KILLING),
        ),
    ),
)  # fmt: skip
def all_are_stopped_at_once(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """When termination begins every running container begins to be stopped at the same moment."""
    return all(after.containers[n].kill.state is not N for n in running(after))


@law(
    "TERM-8", POD, by=(pod_worker.CLEANED, api.FINISHED),
    given=lambda before, firings, after: fired(firings, "worker", pod_worker.CleanUp),
    witness="{moves}, while a container ran or the worker was {before.worker.state.value}",
    breach=Move(
        ex.world(ex.app(ex.RUNNING), worker=PodWorker(PodWorkerState.TERMINATED)),
        ((("worker",), pod_worker.CleanUp()),),
        ex.world(ex.app(ex.RUNNING), worker=PodWorker(PodWorkerState.FINISHED)),
    ),
)  # fmt: skip
def volumes_go_after_containers(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod's volumes are taken away only after all its containers have stopped."""
    return not running(before) and before.worker.state is PodWorkerState.TERMINATED


@law(
    "TERM-8", POD, by=(api.FINISHED,),
    given=lambda before, firings, after: fired(firings, "pod", api.FinalDelete),
    witness="it was removed while its worker was {before.worker.state.value}",
    breach=Move(
        ex.world(pod=DELETED, worker=PodWorker(PodWorkerState.TERMINATED)),
        ((("pod",), api.FinalDelete()),),
        ex.world(pod=ex.GONE, worker=PodWorker(PodWorkerState.TERMINATED)),
    ),
)  # fmt: skip
def the_object_goes_after_volumes(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """The kubelet removes the object only after it has cleaned up: volumes, then the worker is finished."""
    return before.worker.state is PodWorkerState.FINISHED


@law(
    "TERM-8", TERMINATION, by=(termination.STOPPED,),
    given=lambda view, before, event, after: isinstance(event, termination.AllStopped),
    witness="all counted as stopped with {sight}",
    breach=Step(
        TerminationView(something_runs=True), Termination(TerminationState.KILLING),
        termination.AllStopped(), Termination(TerminationState.KILLED),
    ),
)  # fmt: skip
def all_stopped_means_all(view: TerminationView, before: Termination, event: Event, after: Termination) -> bool:
    """The kill of a Pod is over only when none of its containers runs."""
    return not view.something_runs


@law(
    "TERM-9", CONTAINER_STATUS, by=(container_status.GIVEN_UP,),
    given=lambda view, before, event, after: isinstance(event, container_status.GiveUp),
    witness="it is shown {after.state.value} with the outcome {after.outcome.value}",
    breach=Step(
        StatusView(), SHOWN_RUNNING, container_status.GiveUp(), SHOWN_RUNNING
    ),
)  # fmt: skip
def the_last_status_has_ends(view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus) -> bool:
    """At the end no container is shown running: known ends stay, and an unknown one is a failure."""
    if before.state is StatusState.STOPPED:
        return after.state is StatusState.STOPPED and after.outcome is before.outcome
    if before.state is StatusState.RUNNING or event.may_make_up:  # type: ignore[attr-defined]  # the premise: a GiveUp
        is_failure = after.outcome is not Outcome.NONE and not after.outcome.has_succeeded
        return after.state is StatusState.STOPPED and is_failure
    return after.state is StatusState.WAITING


@law(
    "TERM-9", CONTAINER_STATUS, by=(container_status.GIVEN_UP,),
    given=lambda view, before, event, after: isinstance(event, container_status.MakeUpEnd),
    witness="it is shown {after.state.value} with the outcome {after.outcome.value}",
    breach=Step(
        StatusView(), PublishedStatus(StatusState.STOPPED, Outcome.SUCCEEDED), container_status.MakeUpEnd(),
        PublishedStatus(StatusState.STOPPED, Outcome.SUCCEEDED),
    ),
)  # fmt: skip
def what_waits_at_the_end_has_failed(
    view: StatusView, before: PublishedStatus, event: Event, after: PublishedStatus
) -> bool:
    """A container that waits for its restart when its Pod has ended is shown ended with 137, a failure."""
    is_failure = after.outcome is not Outcome.NONE and not after.outcome.has_succeeded
    return after.state is StatusState.STOPPED and is_failure


@law(
    "TERM-9", POD, by=(termination.STOPPED, container_status.STOPPED),
    given=lambda before, firings, after: fired(firings, "worker", pod_worker.CleanUp),
    witness="an end that the runtime knows is not the one that is shown",
    breach=Move(
        ex.world(ex.app(ex.FAILED), worker=PodWorker(PodWorkerState.TERMINATED)),
        ((("worker",), pod_worker.CleanUp()),),
        ex.world(ex.app(ex.FAILED, shown=SHOWN_RUNNING), worker=PodWorker(PodWorkerState.FINISHED)),
    ),
)  # fmt: skip
def no_container_is_shown_running_at_the_end(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """In the last status no container is running."""
    return not any(container.shown.state is StatusState.RUNNING for container in after.containers)


@law(
    "TERM-9", POD, by=(termination.STOPPED, container_status.STOPPED),
    given=lambda before, firings, after: (
        fired(firings, "termination", termination.AllStopped)
        and not is_held_back(after) and not before.worker.only_runtime
    ),
    witness="an end that the runtime knows is not the one that is shown",
    breach=Move(
        ex.world(ex.app(ex.FAILED), worker=TERMINATING, termination=Termination(TerminationState.KILLING)),
        ((("termination",), termination.AllStopped()),),
        ex.world(ex.app(ex.FAILED), worker=TERMINATING, termination=Termination(TerminationState.KILLED)),
    ),
)  # fmt: skip
def every_known_end_is_shown(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """When all containers of a Pod have been stopped every end that the runtime knows is shown, if the kubelet
    has not rejected it and its status is accepted."""
    ended = [one for one in after.containers if one.life.state is ContainerState.EXITED]
    return all(c.shown.state is StatusState.STOPPED and c.shown.outcome is c.life.outcome for c in ended)


@law(
    "TERM-9", POD, by=(container_status.GIVEN_UP,),
    given=lambda before, firings, after: any(
        path == ("worker",) and isinstance(event, pod_worker.CleanUp) and event.initialized is Initialized.AS_SHOWN
        for path, event in firings
    ),
    witness="an end was made up for a container that never had its turn, or none for one that had it",
    breach=Move(
        ex.world(ex.init(), ex.app(), worker=PodWorker(PodWorkerState.TERMINATED)),
        ((("worker",), pod_worker.CleanUp()),),
        ex.world(ex.init(shown=SHOWN_FAILED), ex.app(shown=SHOWN_FAILED), worker=PodWorker(PodWorkerState.FINISHED)),
    ),
)  # fmt: skip
def ends_are_made_up_for_those_that_had_their_turn(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """At the end of a Pod a missing end is made up for its first init container and those up to the last that ran, for
    its app containers if it had initialized, and for no other."""
    entries = [container for container in before.containers if container.is_init or container.is_sidecar]
    last = max((n for n, one in enumerate(entries) if one.shown.state is not StatusState.WAITING), default=0)
    initialized = all(_is_shown_done(one) for one in entries) or any(
        one.shown.state is not StatusState.WAITING for one in apps(before)
    )
    waiting = [
        n for n, one in enumerate(before.containers) if one.shown.state is StatusState.WAITING and not one.is_ephemeral
    ]
    return all(
        (after.containers[n].shown.state is StatusState.STOPPED) is (n <= last if n < len(entries) else initialized)
        for n in waiting
    )


def _is_shown_done(container: Any) -> bool:
    return container.shown.state is StatusState.STOPPED and bool(container.shown.outcome.has_succeeded)


@law(
    "TERM-10", POD, by=(pod_worker.SHORTER, kill_task.LOST),
    given=lambda before, firings, after: fired(firings, "worker", pod_worker.Terminate),
    witness="{moves} changed a kill that was in progress",
    breach=Move(
        ex.world(ex.app(ex.RUNNING, kill=KillTask(S)), worker=TERMINATING),
        ((("worker",), pod_worker.Terminate(Grace.SHORT)),),
        ex.world(ex.app(ex.RUNNING, kill=KillTask(O)), worker=TERMINATING),
    ),
)  # fmt: skip
def a_kill_in_progress_keeps_its_time(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A later deletion changes no kill that is already in progress."""
    begun = [n for n, container in enumerate(before.containers) if container.kill.state is not N]
    return all(before.containers[n].kill.state is after.containers[n].kill.state for n in begun)


@law(
    "TERM-11", POD, by=("kubelet/status mergePodStatus", "kubectl printers"), mood=Mood.ALWAYS,
    given=lambda world: world.pod.state is PodObjectState.TERMINATING and bool(running(world)),
    witness="the phase is {world.api_phase.state.value}",
    breach=ex.world(ex.app(ex.RUNNING), pod=DELETED, api_phase=PodPhase(Phase.FAILED)),
)  # fmt: skip
def terminating_is_no_phase(world: Any) -> bool:
    """While a deleted Pod still runs its phase is not terminal."""
    return not world.api_phase.state.is_terminal


@law(
    "TERM-13", POD_WORKER, by=(pod_worker.SHORTER, "kubelet calculateEffectiveGracePeriod"),
    given=lambda view, before, event, after: (
        isinstance(event, pod_worker.Terminate) and before.state is PodWorkerState.SYNC
    ),
    witness="{event} recorded {after.grace.value}",
    breach=Step(
        PodWorkerView(), PodWorker(PodWorkerState.SYNC), pod_worker.Terminate(Grace.SHORT),
        PodWorker(PodWorkerState.TERMINATING, Grace.FULL, deleted=True),
    ),
)  # fmt: skip
def the_deletions_grace_counts(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A deleted Pod is killed with the deletion's grace, and at least one second, not with its spec's."""
    asked = event.grace if isinstance(event, pod_worker.Terminate) else Grace.FULL
    return after.grace is (Grace.MINIMUM if asked is Grace.ZERO else asked)


@law(
    "SBX-6", POD, by=(termination.STOPPED,),
    given=lambda before, firings, after: fired(firings, "worker", pod_worker.Stopped),
    witness="its sandbox was {after.sandbox.state.value}",
    breach=Move(
        ex.world(worker=TERMINATING, sandbox=ex.READY),
        ((("worker",), pod_worker.Stopped()),),
        ex.world(worker=PodWorker(PodWorkerState.TERMINATED), sandbox=ex.READY),
    ),
)  # fmt: skip
def termination_stops_the_sandbox(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """When a Pod has terminated its sandbox has been stopped."""
    return after.sandbox.state is not ex.READY.state


@law(
    "PW-2", TERMINATION, by=(termination.BEGUN, termination.RETRIED),
    given=lambda view, before, event, after: isinstance(event, termination.BeginTermination),
    witness="it began with {sight}",
    breach=Step(
        TerminationView(), Termination(), termination.BeginTermination(), Termination(TerminationState.KILLING)
    ),
)  # fmt: skip
def a_kill_waits_for_the_acknowledgement(
    view: TerminationView, before: Termination, event: Event, after: Termination
) -> bool:
    """The kill of a Pod begins only when its worker has acknowledged termination, and again only if something runs."""
    return view.is_acknowledged and (before.state is TerminationState.NONE or view.something_runs)
