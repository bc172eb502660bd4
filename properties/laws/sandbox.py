"""Sandbox: laws of the pause container and of what lives in it (semantics C.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import sandbox, sync
from ...model.kubelet.container import CONTAINER, ContainerInstance, ContainerState, ContainerView
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.sandbox import SANDBOX, Sandbox, SandboxState, SandboxView
from ...model.kubelet.sync import SYNC, Sync, SyncState, SyncView
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import fired, indices, running

N, R, D = SandboxState
START = ((("containers", 0, "life"), life.Start()),)
RUN = ((("sandbox",), sandbox.RunSandbox()),)
STOP = ((("sandbox",), sandbox.StopSandbox()),)


def _starts_some(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return bool(indices(firings, "life", life.Create, life.Start))


@law(
    "SBX-1", CONTAINER, by=(life.CREATED, life.STARTED),
    given=lambda view, before, event, after: isinstance(event, life.Create | life.Start),
    witness="{event} happened without a ready sandbox",
    breach=Step(ContainerView(), ContainerInstance(), life.Create(), ex.CREATED),
)  # fmt: skip
def a_container_needs_a_sandbox(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:
    """A container is created and started only in a sandbox that is ready."""
    return view.sandbox_is_ready


@law(
    "SBX-1", POD, by=(sandbox.MADE,), given=_starts_some,
    witness="{moves}, while the sandbox was {before.sandbox.state.value}",
    breach=Move(ex.world(), START, ex.world(ex.app(ex.RUNNING))),
)  # fmt: skip
def the_sandbox_comes_first(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """The sandbox is the first thing that is made for a Pod: before it no container is created or started."""
    return before.sandbox.state is R


@law(
    "SBX-2", POD, by=("kubelet/kuberuntime SyncPod",), mood=Mood.ALWAYS,
    given=lambda world: bool(running(world)),
    witness="a container ran outside the Pod's present sandbox, which is {world.sandbox.state.value}",
    breach=ex.world(ex.app(ContainerInstance(ContainerState.RUNNING, ever_started=True)), sandbox=ex.READY),
)  # fmt: skip
def all_run_in_one_sandbox(world: Any) -> bool:
    """All containers of a Pod that run are in one sandbox, the present one."""
    return all(world.containers[n].life.in_sandbox for n in running(world))


@law(
    "SBX-3", POD, by=("kubelet/kuberuntime SyncPod",), given=_starts_some,
    witness="{moves} changed the sandbox or another container",
    breach=Move(
        ex.world(ex.app(), ex.app(ex.RUNNING), sandbox=ex.READY),
        START,
        ex.world(ex.app(ex.RUNNING), ex.app(ex.FAILED), sandbox=ex.READY),
    ),
)  # fmt: skip
def a_start_touches_nothing_else(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """The start of a container changes neither the sandbox nor any other container."""
    started = indices(firings, "life", life.Create, life.Start)
    others = [n for n in range(len(before.containers)) if n not in started]
    stays = before.sandbox.state is after.sandbox.state and before.sandbox.attempt == after.sandbox.attempt
    return stays and all(before.containers[n].life.state is after.containers[n].life.state for n in others)


@law(
    "SBX-4", SANDBOX, by=(sandbox.REPLACED,),
    given=lambda view, before, event, after: (
        isinstance(event, sandbox.RunSandbox) and (before.state is not N or before.attempt == 0)
    ),
    witness="a sandbox was made with {sight}, and its attempt was {after.attempt}",
    breach=Step(SandboxView(something_runs=True), ex.NOT_READY, sandbox.RunSandbox(), Sandbox(R, 1)),
)  # fmt: skip
def a_new_sandbox_finds_nothing_running(view: SandboxView, before: Sandbox, event: Event, after: Sandbox) -> bool:
    """A new sandbox is made only when no container runs and none is ready, and it has the next attempt."""
    return not view.something_runs and before.state is not R and after.attempt == (0 if before.state is N else 1)


@law(
    "SBX-4", SANDBOX, by=(sandbox.REPLACED,),
    given=lambda view, before, event, after: not isinstance(event, sandbox.RunSandbox),
    witness="{event} changed the attempt from {before.attempt} to {after.attempt}",
    breach=Step(SandboxView(), Sandbox(R, 1), sandbox.SandboxDies(), Sandbox(D, 0)),
)  # fmt: skip
def only_a_new_sandbox_counts(view: SandboxView, before: Sandbox, event: Event, after: Sandbox) -> bool:
    """A sandbox is made in one way only, and nothing else changes the attempt."""
    return after.attempt == before.attempt and (after.state is not R or before.state is R)


@law(
    "SBX-4", POD, by=(sandbox.REPLACED, "kubelet/kuberuntime computePodActions"),
    given=lambda before, firings, after: fired(firings, "sandbox", sandbox.RunSandbox),
    witness="a container ran, or still counted as one of the new sandbox",
    breach=Move(ex.world(ex.app(ex.FAILED), sandbox=ex.NOT_READY), RUN, ex.world(ex.app(ex.FAILED), sandbox=ex.READY)),
)  # fmt: skip
def a_new_sandbox_is_empty(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """When a new sandbox is made every container has been stopped, and none belongs to the new one."""
    return not running(before) and not any(container.life.in_sandbox for container in after.containers)


@law(
    "SBX-5", POD, by=("kubelet/kuberuntime computePodActions",),
    given=lambda before, firings, after: (
        before.shape.policy is RestartPolicy.NEVER and not before.shape.may_restart_all
    ),
    witness="{moves}, after a container existed",
    breach=Move(
        ex.world(ex.app(ex.FAILED), policy=RestartPolicy.NEVER, sandbox=ex.NOT_READY),
        RUN,
        ex.world(ex.app(), policy=RestartPolicy.NEVER, sandbox=ex.READY),
    ),
)  # fmt: skip
def never_is_not_begun_again(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under the policy Never a Pod that had a sandbox and a container, and may not restart all, never gets another sandbox."""
    had_one = before.sandbox.state is D and any(c.life.state is not ContainerState.ABSENT for c in before.containers)
    return not (had_one and fired(firings, "sandbox", sandbox.RunSandbox))


@law(
    "SBX-6", SANDBOX, by=(sandbox.STOPPED,),
    given=lambda view, before, event, after: isinstance(event, sandbox.StopSandbox) and before.state is R,
    witness="it was stopped while a container ran",
    breach=Step(SandboxView(something_runs=True), ex.READY, sandbox.StopSandbox(), ex.NOT_READY),
)  # fmt: skip
def the_sandbox_stops_last(view: SandboxView, before: Sandbox, event: Event, after: Sandbox) -> bool:
    """A sandbox is stopped only when no container of its Pod runs."""
    return not view.something_runs


@law(
    "SBX-6", POD, by=(sandbox.STOPPED,),
    given=lambda before, firings, after: fired(firings, "sandbox", sandbox.StopSandbox),
    witness="{moves}, while a container ran",
    breach=Move(
        ex.world(ex.app(ex.RUNNING), sandbox=ex.READY), STOP, ex.world(ex.app(ex.RUNNING), sandbox=ex.NOT_READY)
    ),
)  # fmt: skip
def containers_stop_before_their_sandbox(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A Pod's sandbox is stopped after the last of its containers."""
    return not running(before)


@law(
    "SBX-6", SYNC, by=(sync.KILLED, sync.KILLED_ONLY),
    given=lambda view, before, event, after: isinstance(event, sync.PodKilled),
    witness="the kill counted as over with {sight}",
    breach=Step(SyncView(something_runs=True), Sync(SyncState.KILLING), sync.PodKilled(), Sync()),
)  # fmt: skip
def a_kill_ends_with_the_last(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """The kill of a Pod in a sync is over only when nothing of it runs."""
    return not view.something_runs
