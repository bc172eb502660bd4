"""Facts: what a machine of a Pod may know of the others; each is a function of (world, index), a fold of small summaries."""

from __future__ import annotations

from typing import Any

from ..apiserver.pod_object import PodObjectState
from ..kubelet.container import ContainerState
from ..kubelet.container_cache import AS_SEEN, Seen
from ..kubelet.container_status import StatusState
from ..kubelet.crash_loop import CrashLoopState
from ..kubelet.init_flow import InitFlowState
from ..kubelet.kill_task import KillState
from ..kubelet.pod_config import PodConfigState
from ..kubelet.pod_worker import PodWorkerState
from ..kubelet.published_probes import ProbesState
from ..kubelet.rules.restart import RestartPolicy, policy_allows_restart
from ..kubelet.sandbox import SandboxState
from ..kubelet.start import StartState
from ..kubelet.sync import KillPlan, SyncState
from ..kubelet.termination import TerminationState
from .pod_world import ContainerPolicy

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
    return AS_SEEN[life.outcome]


def policy_of(world: World, index: int) -> RestartPolicy:
    """The container's own restart policy, else the Pod's."""
    match world.containers[index].policy:
        case ContainerPolicy.ALWAYS:
            return RestartPolicy.ALWAYS
        case ContainerPolicy.ON_FAILURE:
            return RestartPolicy.ON_FAILURE
        case ContainerPolicy.NEVER:
            return RestartPolicy.NEVER
    return world.shape.policy  # type: ignore[no-any-return]  # World is Any on purpose


def may_restart(world: World, index: int) -> bool:
    """This container has ended, was seen so, and its rules or its policy let it start again (B10.3–B10.5)."""
    seen = world.containers[index].seen.state
    return seen.has_rule or policy_allows_restart(policy_of(world, index), seen.has_succeeded)


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
    container = world.containers[index]
    if container.seen.state is Seen.RUNNING:
        return failed_probe(world, index) and policy_of(world, index) is not RestartPolicy.NEVER
    return not container.seen.state.has_exited or may_restart(world, index)


def is_kept(world: World, index: int) -> bool:
    """An app container that runs and goes on."""
    return world.containers[index].seen.state is Seen.RUNNING and not failed_probe(world, index)


def failed_probe(world: World, index: int) -> bool:
    """A startup or liveness probe of it has failed for good; its container is to be killed."""
    container = world.containers[index]
    if not container.has_startup and not container.has_liveness:
        return False
    return container.probes.state is ProbesState.FAILED


def has_started(world: World, index: int) -> bool:
    """A sidecar that was seen running and has no startup probe, or one that has succeeded (B9.2)."""
    container = world.containers[index]
    if container.seen.state is not Seen.RUNNING:
        return False
    return not container.has_startup or container.probes.state is ProbesState.STARTED


def apps(world: World) -> list[int]:
    return [i for i, container in enumerate(world.containers) if not container.is_init and not container.is_sidecar]


def inits(world: World) -> list[int]:
    """Init containers and sidecars, in order."""
    return [i for i, container in enumerate(world.containers) if container.is_init or container.is_sidecar]


def scan(world: World) -> tuple[int, bool, bool]:
    """(due, all done, failed for good), from the last init container or sidecar of which there is a record (B.8, B.9)."""
    init = inits(world)
    if not init:
        return 0, True, False
    if any(world.containers[index].seen.state in (Seen.CREATED, Seen.RUNNING) for index in apps(world)):
        return 0, True, False
    for index in reversed(init):
        seen = world.containers[index].seen.state
        if seen is Seen.NONE:
            continue
        if world.containers[index].is_sidecar:
            passes_on = has_started(world, index)
        else:
            passes_on = seen.has_succeeded
            if seen.has_exited and not passes_on and not may_restart(world, index):
                return index, False, True
        if not passes_on:
            return index, False, False
        return (0, True, False) if index == init[-1] else (index + 1, False, False)
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
    done = [
        policy_of(world, i) is RestartPolicy.ON_FAILURE and world.containers[i].seen.state.has_succeeded
        for i in apps(world)
    ]
    # what has succeeded for good exists, so there is nothing left to begin again for
    return not all(done)


def needs_kill(world: World, index: int = 0) -> bool:
    """Nothing is kept: no ready sandbox, an init container failed for good, or nothing runs and nothing is to start."""
    if sandbox_is_lost(world):
        return True
    _, done, failed = scan(world)
    if failed or not done:
        return failed
    return not any(is_kept(world, i) or is_to_start(world, i) for i in apps(world))


def needs_replacing(world: World, index: int = 0) -> bool:
    """A container that was seen running is to be killed by itself: a probe failed (B10.7)."""
    return any(is_killed_alone(world, i) for i in range(len(world.containers)))


def is_killed_alone(world: World, index: int) -> bool:
    container = world.containers[index]
    if container.seen.state is not Seen.RUNNING or not failed_probe(world, index):
        return False
    if container.is_sidecar:
        due, done, _ = scan(world)
        return done or index <= due
    return scan(world)[1]


def kills_are_over(world: World, index: int = 0) -> bool:
    return all(container.kill.state in (KillState.NONE, KillState.DEAD) for container in world.containers)


def something_planned(world: World, index: int = 0) -> bool:
    return any(container.start.state is not StartState.NONE for container in world.containers)


def waits_for_turn(world: World, index: int) -> bool:
    """A sidecar of a Pod that is killed as a whole: an app container or a later sidecar still runs (B14.7)."""
    if not world.containers[index].is_sidecar or world.sync.kills is KillPlan.CONTAINERS:
        return False
    return any(
        other.life.state is ContainerState.RUNNING
        for i, other in enumerate(world.containers)
        if i != index and (not other.is_init and not other.is_sidecar or other.is_sidecar and i > index)
    )


def runs(world: World, index: int) -> bool:
    return world.containers[index].life.state is ContainerState.RUNNING


def deadline_is_set(world: World, index: int = 0) -> bool:
    return bool(world.shape.has_deadline) and world.worker.state is not PodWorkerState.UNKNOWN


def its_turn(world: World, index: int) -> bool:
    container = world.containers[index]
    if world.init.state is InitFlowState.INITIALIZED:
        return not container.is_init
    if world.init.state is not InitFlowState.PENDING or not (container.is_init or container.is_sidecar):
        return False
    return index <= world.init.due if container.is_sidecar else index == world.init.due


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
    init = inits(world)
    if index in init:
        return index == 0 or any(shown[i].state is not StatusState.WAITING for i in init if i >= index)
    all_done = all(shown[i].state is StatusState.STOPPED and shown[i].outcome.has_succeeded for i in init)
    return all_done or any(shown[i].state is not StatusState.WAITING for i in apps(world))
