"""Container: laws of one container's instances and of the steps of a start (semantics C.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import container_status, kill_task, start
from ...model.kubelet.container import CONTAINER, ContainerInstance, ContainerState, ContainerView, Outcome
from ...model.kubelet.container_status import PublishedStatus, StatusState
from ...model.kubelet.kill_task import KILL_TASK, KillState, KillTask, KillView
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.start import START, StartAttempt, StartState, StartView
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import apps, indices, stays_ended

A, C, R, E = ContainerState
NEEDS = {
    start.PullSucceeds: StartState.PLANNED,
    start.CreateSucceeds: StartState.IMAGE_PRESENT,
    start.StartSucceeds: StartState.CREATED,
}
PLANNED = StartAttempt(StartState.PLANNED)
ENDS = (life.Exit, life.StartFails)
SHOWN_SUCCEEDED = PublishedStatus(StatusState.STOPPED, Outcome.SUCCEEDED)


@law(
    "CTR-2", CONTAINER, by=(life.STARTED,),
    given=lambda view, before, event, after: before.ever_started,
    witness="{event} forgot that it was started",
    breach=Step(ContainerView(), ex.FAILED, life.Remove(), ContainerInstance()),
)  # fmt: skip
def starts_are_not_forgotten(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """That a container was started once is never forgotten: its restarts are counted on, whatever is removed."""
    return after.ever_started


@law(
    "CTR-3", CONTAINER, by=(life.CREATED_AGAIN,),
    given=lambda view, before, event, after: isinstance(event, life.Create),
    witness="{event} kept the outcome {after.outcome.value}",
    breach=Step(
        ContainerView(sandbox_is_ready=True), ex.FAILED, life.Create(), ContainerInstance(C, Outcome.FAILED, in_sandbox=True)
    ),
)  # fmt: skip
def a_new_instance_has_no_end(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """A new instance has been created, belongs to the present sandbox, and has not ended in any way."""
    return after.state is C and after.in_sandbox and after.outcome is Outcome.NONE


@law(
    "CTR-3", CONTAINER, by=(life.CREATED_AGAIN, life.NEVER_STARTED),
    given=lambda view, before, event, after: isinstance(event, life.Create) and before.state is not A,
    witness="the instance before it had ended {before.outcome.value}, and it kept {after.older.value} of it",
    breach=Step(
        ContainerView(sandbox_is_ready=True), ex.FAILED, life.Create(), ContainerInstance(C, in_sandbox=True)
    ),
)  # fmt: skip
def the_end_before_is_kept(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """A new instance keeps the end of the instance before it, and in the place of one that never started the end that
    was kept there."""
    return after.older is (before.outcome if before.state is E else before.older)


@law(
    "CTR-6", CONTAINER, by=(life.NOT_STARTED,),
    given=lambda view, before, event, after: isinstance(event, life.StartFails),
    witness="{event} left it {after.state.value} with the outcome {after.outcome.value}",
    breach=Step(
        ContainerView(), ex.CREATED, life.StartFails(Outcome.SUCCEEDED),
        ContainerInstance(E, Outcome.SUCCEEDED, in_sandbox=True),
    ),
)  # fmt: skip
def what_could_not_start_has_failed(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """An instance that could not be started has exited with 128, a failure, and was not started."""
    is_failure = after.outcome is not Outcome.NONE and not after.outcome.has_succeeded
    return after.state is E and is_failure and after.ever_started is before.ever_started


@law(
    "CTR-4", POD, by=(container_status.FROZEN,),
    given=lambda before, firings, after: (
        not before.shape.may_restart_all and any(stays_ended(before, container) for container in before.containers)
    ),
    witness="{moves} took back an end that is final under {before.shape.policy.value}",
    breach=Move(
        ex.world(ex.app(shown=SHOWN_SUCCEEDED), policy=RestartPolicy.ON_FAILURE),
        ((("containers", 0, "shown"), container_status.PublishStatus()),),
        ex.world(ex.app(shown=PublishedStatus()), policy=RestartPolicy.ON_FAILURE),
    ),
)  # fmt: skip
def a_final_end_is_not_taken_back(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A container that is shown terminated, and that neither policy nor rule restarts, stays so, unless all may restart."""
    # what had not reached the API is read back without it; the status of a Pod that is rejected names no container
    other = indices(firings, "shown", container_status.ReadBack, container_status.LeaveOut)
    stopped = [n for n, container in enumerate(before.containers) if stays_ended(before, container) and n not in other]
    return all(after.containers[n].shown.state is StatusState.STOPPED for n in stopped)


@law(
    "CTR-5", START, by=(start.PULLED, start.CREATED, start.STARTED),
    given=lambda view, before, event, after: type(event) in NEEDS,
    witness="{event} happened when it was only {before.state.value}",
    breach=Step(StartView(), PLANNED, start.CreateSucceeds(), StartAttempt(StartState.CREATED)),
)  # fmt: skip
def a_start_goes_in_order(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """An instance is created only when its image is there, and started only when it was created."""
    return before.state is NEEDS[type(event)]


@law(
    "CTR-5", START, by=(start.NOT_PULLED, start.NOT_CREATED, start.NOT_STARTED),
    given=lambda view, before, event, after: isinstance(event, start.PullFails | start.CreateFails | start.StartFails),
    witness="{event} left it {after.state.value}",
    breach=Step(StartView(), PLANNED, start.CreateFails(), StartAttempt(StartState.CREATED)),
)  # fmt: skip
def a_failed_start_goes_no_further(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """A start that fails at one of its steps goes no further."""
    return after.state is StartState.NONE


@law(
    "CTR-5", CONTAINER, by=(life.STARTED,),
    given=lambda view, before, event, after: after.state is R and before.state is not R,
    witness="{event} made it run when it was {before.state.value}",
    breach=Step(ContainerView(sandbox_is_ready=True), ex.FAILED, life.Start(), ex.RUNNING),
)  # fmt: skip
def only_the_created_start(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """Only an instance that was created and not started yet is started, and then it is known to have been started."""
    return before.state is C and after.ever_started


@law(
    "CTR-6", CONTAINER, by=(life.ENDED,),
    given=lambda view, before, event, after: before.outcome is not after.outcome or isinstance(event, ENDS),
    witness="{event} left it {after.state.value} with the outcome {after.outcome.value}",
    breach=Step(
        ContainerView(), ex.RUNNING, life.Exit(Outcome.FAILED), ContainerInstance(E, in_sandbox=True, ever_started=True)
    ),
)  # fmt: skip
def an_end_has_an_outcome(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """When its outcome changes, a container has one if it has exited, and none otherwise."""
    return (after.outcome is not Outcome.NONE) is (after.state is E)


@law(
    "CTR-6", POD, by=("kubelet/kuberuntime toKubeContainerStatus",), mood=Mood.ALWAYS,
    given=lambda world: any(c.life.state is R for c in world.containers),
    witness="a container ran that was never started, or outside the present sandbox",
    breach=ex.world(ex.app(ContainerInstance(R, in_sandbox=True))),
)  # fmt: skip
def what_runs_was_started(world: Any) -> bool:
    """What runs was started, in the present sandbox, and has not ended."""
    lives = [container.life for container in world.containers if container.life.state is R]
    return all(one.ever_started and one.in_sandbox and one.outcome is Outcome.NONE for one in lives)


@law(
    "CTR-7", KILL_TASK, by=(kill_task.HOOK,),
    given=lambda view, before, event, after: after.state is KillState.HOOK and before.state is not KillState.HOOK,
    witness="{event} began the hook",
    breach=Step(KillView(has_hook=True), KillTask(KillState.DEAD), kill_task.Dies(), KillTask(KillState.HOOK)),
)  # fmt: skip
def a_hook_belongs_to_a_kill(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """A preStop hook runs only when the kubelet begins to kill its container."""
    return isinstance(event, kill_task.BeginKill) and view.has_hook


@law(
    "CTR-9", POD, by=("kubelet/kuberuntime SyncPod",), mood=Mood.POSSIBLE,
    given=lambda world: len(apps(world)) > 1,
    witness="the second app container always waited until the first had been started",
    breach=(ex.world(ex.app(), ex.app()),),
)  # fmt: skip
def app_containers_do_not_wait(world: Any) -> bool:
    """An app container may run while one before it has never been started."""
    first, second = apps(world)[:2]
    return second.life.state is R and not first.life.ever_started


@law(
    "CTR-5", POD, by=(life.CREATED, life.STARTED),
    given=lambda before, firings, after: bool(indices(firings, "life", life.Create, life.Start)),
    witness="{moves}, which no start of a sync had prepared",
    breach=Move(ex.world(), ((("containers", 0, "life"), life.Create()),), ex.world(ex.app(ex.CREATED))),
)  # fmt: skip
def containers_are_made_by_syncs(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A container is created and started only as a step of a sync, its image first."""
    created = indices(firings, "life", life.Create)
    started = indices(firings, "life", life.Start)
    return all(before.containers[n].start.state is StartState.IMAGE_PRESENT for n in created) and all(
        before.containers[n].start.state is StartState.CREATED and before.containers[n].life.state is C for n in started
    )


@law(
    "SBX-2", CONTAINER, by=(life.DISPLACED, life.REMOVED),
    given=lambda view, before, event, after: isinstance(event, life.Displace | life.Remove) and before.state is not A,
    witness="{event} left it in the sandbox, or with the outcome {after.outcome.value}",
    breach=Step(ContainerView(), ex.FAILED, life.Displace(), ex.FAILED),
)  # fmt: skip
def the_old_is_not_of_the_new_sandbox(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """What a Pod had before it got another sandbox does not belong to that, and of what is removed nothing is left."""
    kept = isinstance(event, life.Displace) or after.outcome is Outcome.NONE
    return not after.in_sandbox and kept
