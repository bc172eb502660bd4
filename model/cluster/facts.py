"""Facts: what a machine of a Pod may know of the others; each is a function of (world, index), a fold of small summaries."""

from __future__ import annotations

from typing import Any

from ..apiserver.pod_object import PodObjectState
from ..kubelet.container import ContainerState, Outcome
from ..kubelet.container_cache import AS_SEEN, Seen
from ..kubelet.container_resources import ResourcesState
from ..kubelet.container_status import StatusState
from ..kubelet.crash_loop import CrashLoopState
from ..kubelet.full_name import FullNameState
from ..kubelet.kill_task import KillState
from ..kubelet.pod_config import PodConfigState
from ..kubelet.pod_worker import PodWorkerState
from ..kubelet.process import ProcessState
from ..kubelet.rules.restart import RestartPolicy
from ..kubelet.sandbox import SandboxState
from ..kubelet.start import StartState
from ..kubelet.static_manifest import StaticManifestState
from ..kubelet.sync import KillPlan, SyncState
from ..kubelet.termination import TerminationState
from .plan_facts import plan_of
from .pod_world import ContainerPolicy, PodSource

World = Any
"""A PodWorld, its draft, or a stand-in of either that watches what is read."""


def something_runs(world: World, index: int = 0) -> bool:
    return any(container.life.state is ContainerState.RUNNING for container in world.containers)


def has_ended(world: World, index: int = 0) -> bool:
    """In the API; a manifest has no phase."""
    return not world.shape.is_static and world.api_phase.state.is_terminal


def is_bound(world: World, index: int = 0) -> bool:
    """The Pod is there, at its source, and is this kubelet's."""
    if world.shape.is_static:
        return world.manifest.state is StaticManifestState.PRESENT
    return world.pod.bound and not is_gone(world)


def is_gone(world: World, index: int = 0) -> bool:
    if world.shape.is_static:
        return world.manifest.state is StaticManifestState.REMOVED
    return world.pod.state is PodObjectState.GONE


def name_is_taken(world: World, index: int = 0) -> bool:
    return world.name.state is FullNameState.TAKEN


def may_show_itself(world: World, index: int = 0) -> bool:
    """A sync of a static Pod has found that it goes on: its mirror is looked at (KL SyncPod)."""
    return world.shape.is_static and worker_syncs(world) and not world.phase.state.is_terminal


def mirror_is_unwanted(world: World, index: int = 0) -> bool:
    """podWorkers IsPodForMirrorPodTerminatingByFullName: while the Pod terminates its mirror stays."""
    return is_gone(world) and world.worker.state is not PodWorkerState.TERMINATING


def kubelet_is_done(world: World, index: int = 0) -> bool:
    return world.worker.state is PodWorkerState.FINISHED and world.worker.deleted


def worker_syncs(world: World, index: int = 0) -> bool:
    return world.worker.state is PodWorkerState.SYNC


def is_removed(world: World, index: int = 0) -> bool:
    """For the kubelet: it has seen the object go, or the object is gone and it never saw it."""
    if world.config.state is PodConfigState.REMOVED:
        return True
    return world.config.state is PodConfigState.UNSEEN and is_gone(world)


def is_there(world: World, index: int = 0) -> bool:
    return world.config.state in (PodConfigState.ADDED, PodConfigState.DELETED)


def could_run(world: World, index: int = 0) -> bool:
    """What the kubelet's status manager is told (podWorkers CouldHaveRunningContainers); a mirror has none of its own."""
    if world.shape.source is PodSource.MIRROR:
        return False
    if world.worker.state is PodWorkerState.UNKNOWN:
        return world.config.state is PodConfigState.UNSEEN or world.process.state is ProcessState.RESTARTED
    return world.worker.state in (PodWorkerState.SYNC, PodWorkerState.TERMINATING)


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


def apps(world: World) -> list[int]:
    return [i for i, container in enumerate(world.containers) if is_app(container)]


def is_app(container: Any) -> bool:
    return not container.is_init and not container.is_sidecar and not container.is_ephemeral


def is_ephemeral(world: World, index: int) -> bool:
    return bool(world.containers[index].is_ephemeral)


def inits(world: World) -> list[int]:
    """Init containers and sidecars, in order."""
    return [i for i, container in enumerate(world.containers) if container.is_init or container.is_sidecar]


def init_due(world: World, index: int = 0) -> int:
    return plan_of(world).due


def init_all_done(world: World, index: int = 0) -> bool:
    return plan_of(world).initialized


def init_has_failed(world: World, index: int = 0) -> bool:
    return plan_of(world).has_failed


def needs_sandbox(world: World, index: int = 0) -> bool:
    return plan_of(world).makes_sandbox


def needs_kill(world: World, index: int = 0) -> bool:
    """Nothing is kept: no ready sandbox, an init container failed for good, or nothing runs and nothing is to start."""
    return plan_of(world).kills_pod


def needs_replacing(world: World, index: int = 0) -> bool:
    """A container that was seen running is to be killed by itself: a probe failed, its spec changed, a resize needs it."""
    return bool(plan_of(world).killed_alone)


def is_killed_alone(world: World, index: int) -> bool:
    return index in plan_of(world).killed_alone


def is_planned(world: World, index: int) -> bool:
    return index in plan_of(world).starts


def kills_are_over(world: World, index: int = 0) -> bool:
    return all(container.kill.state in (KillState.NONE, KillState.DEAD) for container in world.containers)


def something_planned(world: World, index: int = 0) -> bool:
    return any(container.start.state is not StartState.NONE for container in world.containers)


def waits_for_turn(world: World, index: int) -> bool:
    """A sidecar of a Pod that is killed as a whole: an app container or a later sidecar still runs (B14.7)."""
    whole = world.sync.kills in (KillPlan.POD, KillPlan.SANDBOX) or world.termination.state is TerminationState.KILLING
    if not world.containers[index].is_sidecar or not whole:
        return False
    return any(
        other.life.state is ContainerState.RUNNING
        for i, other in enumerate(world.containers)
        if i != index and (is_app(other) or (other.is_sidecar and i > index))
    )


def runs(world: World, index: int) -> bool:
    return world.containers[index].life.state is ContainerState.RUNNING


def runs_as_known(world: World, index: int) -> bool:
    """It runs, or has ended since the last relist."""
    container = world.containers[index]
    if container.life.state is ContainerState.EXITED:
        return container.seen.state is Seen.RUNNING
    return container.life.state is ContainerState.RUNNING


def allocation_is_in_force(world: World, index: int = 0) -> bool:
    """What was seen running has what is allocated to it; the others get it when they start."""
    return all(
        container.resources.state is ResourcesState.AS_ALLOCATED
        for container in world.containers
        if container.seen.state is Seen.RUNNING
    )


def deadline_is_set(world: World, index: int = 0) -> bool:
    return bool(world.shape.has_deadline) and world.worker.state is not PodWorkerState.UNKNOWN


def is_next(world: World, index: int) -> bool:
    if world.sync.state is not SyncState.STARTING:
        return False
    return all(
        container.start.state is StartState.NONE
        for other, container in enumerate(world.containers)
        if _starts_before(world, other, index)
    )


def _starts_before(world: World, one: int, other: int) -> bool:
    """A sync starts ephemeral containers first, then the others in order."""
    if is_ephemeral(world, one) is not is_ephemeral(world, other):
        return is_ephemeral(world, one)
    return one < other


def backs_off(world: World, index: int) -> bool:
    container = world.containers[index]
    return container.back_off.state is CrashLoopState.BACKING_OFF and has_run_before(world, index)


def has_run_before(world: World, index: int) -> bool:
    """There is an instance that has ended: what was seen, or, where that one runs and is replaced or was never started, the
    one before it."""
    container = world.containers[index]
    return container.seen.state.has_exited or (
        container.seen.state in (Seen.CREATED, Seen.RUNNING) and container.life.older is not Outcome.NONE
    )


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
