"""Facts: what a machine of a Pod may know of the others; each is a function of (world, index), a fold of small summaries."""

from __future__ import annotations

from typing import Any

from ..apiserver.pod_object import PodObjectState
from ..kubelet.container import ContainerState, Outcome
from ..kubelet.container_cache import Seen
from ..kubelet.container_status import StatusState
from ..kubelet.crash_loop import CrashLoopState
from ..kubelet.init_flow import InitFlowState
from ..kubelet.pod_config import PodConfigState
from ..kubelet.pod_worker import PodWorkerState
from ..kubelet.rules.restart import RestartPolicy, policy_allows_restart
from ..kubelet.sandbox import SandboxState
from ..kubelet.start import StartState
from ..kubelet.sync import SyncState
from ..kubelet.termination import TerminationState

World = Any
"""A PodWorld, its draft, or a stand-in of either that watches what is read."""


def something_runs(world: World, index: int = 0) -> bool:
    return any(container.life.state is ContainerState.RUNNING for container in world.containers)


def has_ended(world: World, index: int = 0) -> bool:
    """In the API."""
    return world.api_phase.state.is_terminal  # type: ignore[no-any-return]  # World is Any on purpose


def is_bound(world: World, index: int = 0) -> bool:
    return world.pod.state in (PodObjectState.BOUND, PodObjectState.DONE, PodObjectState.TERMINATING)


def is_gone(world: World, index: int = 0) -> bool:
    return world.pod.state is PodObjectState.GONE


def kubelet_is_done(world: World, index: int = 0) -> bool:
    return world.worker.state is PodWorkerState.FINISHED and world.worker.deleted


def worker_syncs(world: World, index: int = 0) -> bool:
    return world.worker.state is PodWorkerState.SYNC


def is_removed(world: World, index: int = 0) -> bool:
    """For the kubelet: it has seen the object go, or the object is gone and it never saw it."""
    if world.config.state is PodConfigState.REMOVED:
        return True
    return world.config.state is PodConfigState.UNSEEN and is_gone(world)


def could_run(world: World, index: int = 0) -> bool:
    """What the kubelet's status manager is told (podWorkers CouldHaveRunningContainers)."""
    return world.worker.state in (PodWorkerState.UNKNOWN, PodWorkerState.SYNC, PodWorkerState.TERMINATING)


def is_acknowledged(world: World, index: int = 0) -> bool:
    return world.worker.state is PodWorkerState.TERMINATING and world.worker.acknowledged


def was_killed(world: World, index: int = 0) -> bool:
    return world.termination.state is TerminationState.KILLED


def sync_is_idle(world: World, index: int = 0) -> bool:
    return world.sync.state is SyncState.IDLE


def found(world: World, index: int) -> Seen:
    """What a relist would see of this container now."""
    life = world.containers[index].life
    match life.state:
        case ContainerState.ABSENT:
            return Seen.NONE
        case ContainerState.CREATED:
            return Seen.CREATED
        case ContainerState.RUNNING:
            return Seen.RUNNING
    return Seen.SUCCEEDED if life.outcome is Outcome.SUCCEEDED else Seen.FAILED


def sandbox_is_lost(world: World) -> bool:
    """As far as was seen, there is no ready sandbox."""
    return world.cache.state is not SandboxState.READY


def runs_for_the_last_time(world: World) -> bool:
    """Under Never a Pod that had a sandbox and a container is not begun again (SBX-5)."""
    return (
        world.cache.state is SandboxState.NOT_READY
        and world.shape.policy is RestartPolicy.NEVER
        and any(container.seen.state is not Seen.NONE for container in world.containers)
    )


def is_to_start(world: World, index: int) -> bool:
    """An app container that does not run and may: never created, created only, or ended and to be restarted."""
    seen = world.containers[index].seen.state
    if seen is Seen.RUNNING:
        return False
    return not seen.has_exited or policy_allows_restart(world.shape.policy, seen is Seen.SUCCEEDED)


def apps(world: World) -> list[int]:
    return [index for index, container in enumerate(world.containers) if not container.is_init]


def inits(world: World) -> list[int]:
    return [index for index, container in enumerate(world.containers) if container.is_init]


def scan(world: World) -> tuple[int, bool, bool]:
    """(due, all done, failed for good), from the last init container of which there is a record (B.8)."""
    init = inits(world)
    if not init:
        return 0, True, False
    if any(world.containers[index].seen.state in (Seen.CREATED, Seen.RUNNING) for index in apps(world)):
        return 0, True, False
    for index in reversed(init):
        match world.containers[index].seen.state:
            case Seen.NONE:
                continue
            case Seen.SUCCEEDED:
                return (0, True, False) if index == init[-1] else (index + 1, False, False)
            case Seen.FAILED if world.shape.policy is RestartPolicy.NEVER:
                return index, False, True
        return index, False, False
    return 0, False, False


def starts_anew(world: World) -> bool:
    return needs_sandbox(world) and bool(inits(world))


def init_due(world: World, index: int = 0) -> int:
    return 0 if starts_anew(world) else scan(world)[0]


def init_all_done(world: World, index: int = 0) -> bool:
    return not starts_anew(world) and scan(world)[1]


def init_has_failed(world: World, index: int = 0) -> bool:
    return not starts_anew(world) and scan(world)[2]


def needs_sandbox(world: World, index: int = 0) -> bool:
    if not sandbox_is_lost(world) or runs_for_the_last_time(world):
        return False
    succeeded_for_good = [
        world.shape.policy is RestartPolicy.ON_FAILURE and world.containers[index].seen.state is Seen.SUCCEEDED
        for index in apps(world)
    ]
    return not all(succeeded_for_good) or not scan(world)[1]


def needs_kill(world: World, index: int = 0) -> bool:
    """Nothing is kept: no ready sandbox, an init container failed for good, or nothing runs and nothing is to start."""
    if sandbox_is_lost(world):
        return True
    _, done, failed = scan(world)
    if failed or not done:
        return failed
    return not any(
        world.containers[index].seen.state is Seen.RUNNING or is_to_start(world, index) for index in apps(world)
    )


def something_planned(world: World, index: int = 0) -> bool:
    return any(container.start.state is not StartState.NONE for container in world.containers)


def its_turn(world: World, index: int) -> bool:
    if world.containers[index].is_init:
        return world.init.state is InitFlowState.PENDING and world.init.due == index
    return world.init.state is InitFlowState.INITIALIZED


def is_next(world: World, index: int) -> bool:
    if world.sync.state is not SyncState.STARTING:
        return False
    return all(world.containers[before].start.state is StartState.NONE for before in range(index))


def backs_off(world: World, index: int) -> bool:
    container = world.containers[index]
    return container.back_off.state is CrashLoopState.BACKING_OFF and container.seen.state.has_exited


def sandbox_is_ready(world: World, index: int = 0) -> bool:
    return world.sandbox.state is SandboxState.READY


def had_its_turn(world: World, index: int) -> bool:
    """TerminatePod makes up an end for app containers of an initialized Pod, and for init containers up to the last that ran."""
    shown = [container.shown for container in world.containers]
    if world.containers[index].is_init:
        later = [i for i in inits(world) if i >= index]
        return index == 0 or any(shown[i].state is not StatusState.WAITING for i in later)
    return all(
        shown[i].state is StatusState.STOPPED and shown[i].outcome is Outcome.SUCCEEDED for i in inits(world)
    ) or any(shown[i].state is not StatusState.WAITING for i in apps(world))
