"""SettledPod: what no longer matters in a Pod's world, so that the largest worlds stay within bounds."""

from __future__ import annotations

from typing import Any

from ...model.apiserver.pod_object import PodObjectState
from ...model.core.world import Scope
from ...model.kubelet.container import ContainerState
from ...model.kubelet.pod_config import PodConfigState
from ...model.kubelet.pod_worker import PodWorkerState
from ...model.kubelet.sync import SyncState
from ..explorer.settled import Settled, SettledScope


def is_gone(world: Any, index: int = 0) -> bool:
    return world.pod.state is PodObjectState.GONE


def is_removed(world: Any, index: int = 0) -> bool:
    """Nobody can shorten the grace any more."""
    return world.config.state is PodConfigState.REMOVED or is_gone(world)


def has_left_sync(world: Any, index: int = 0) -> bool:
    """Nothing will be decided from what was seen."""
    if world.worker.state is PodWorkerState.TERMINATING:
        return bool(world.worker.acknowledged)
    if world.worker.state in (PodWorkerState.TERMINATED, PodWorkerState.FINISHED):
        return True
    return world.worker.state is PodWorkerState.UNKNOWN and world.config.state is PodConfigState.REMOVED


def nobody_asks(world: Any, index: int = 0) -> bool:
    """The object is gone, and the kubelet starts nothing more: no status is computed that anyone sees."""
    if not is_gone(world) or world.worker.state is PodWorkerState.SYNC:
        return False
    return world.worker.state is not PodWorkerState.TERMINATING or world.worker.acknowledged


def is_collected(world: Any, index: int) -> bool:
    """What is left of the container is garbage."""
    return nobody_asks(world) and world.containers[index].life.state in (ContainerState.EXITED, ContainerState.CREATED)


def is_over(world: Any, index: int = 0) -> bool:
    if not is_gone(world) or world.worker.state in (PodWorkerState.SYNC, PodWorkerState.TERMINATING):
        return False
    return all(container.life.state is not ContainerState.RUNNING for container in world.containers)


def is_overwritten(world: Any, index: int) -> bool:
    """The end before the newest: it was seen that the newest instance has ended too."""
    container = world.containers[index]
    return container.life.state is ContainerState.EXITED and container.seen.state.has_exited


def has_exited(world: Any, index: int) -> bool:
    """Which sandbox an ended app container belonged to decides nothing; of init containers and sidecars laws ask it."""
    container = world.containers[index]
    return container.life.state is ContainerState.EXITED and not container.is_init and not container.is_sidecar


def rests(world: Any, index: int = 0) -> bool:
    """The next sync scans the init containers anew."""
    return world.sync.state is SyncState.IDLE


ALL = "containers/*/"
SETTLED = (
    Settled("api_phase", ("state",), is_gone),
    Settled("config", ("grace",), is_gone),
    Settled("kubelet_restart", ("state",), is_gone),
    Settled("node_reboot", ("state",), is_gone),
    Settled("process", ("state",), is_gone),
    Settled("worker", ("grace",), is_removed),
    Settled("cache", ("state", "attempt", "is_newer"), has_left_sync),
    Settled("init", ("state", "due"), has_left_sync),
    Settled(ALL + "seen", ("state",), has_left_sync),
    Settled(ALL + "back_off", ("state", "level"), has_left_sync),
    Settled(ALL + "shown", ("state", "outcome"), nobody_asks),
    Settled(ALL + "life", ("older",), is_overwritten),
    Settled(ALL + "life", ("in_sandbox",), has_exited),
    Settled("init", ("state", "due"), rests),
    Settled("phase", ("state",), nobody_asks),
    Settled(ALL + "life", ("state", "outcome", "in_sandbox", "ever_started"), is_collected),
    Settled("sandbox", ("state", "attempt"), is_over),
    Settled("sandbox_death", ("state",), is_over),
    Settled("termination", ("state",), is_over),
)


def settled(scope: Scope) -> SettledScope:
    """The scope in which what no longer matters goes back to its beginning; its states stand for those of the whole one."""
    return SettledScope(
        scope.name,
        scope.words,
        scope.composition,
        scope.initial,
        scope.moves,
        scope.urgent,
        scope.saturated,
        (*scope.cuts, "what no longer matters goes back to its beginning"),
        SETTLED,
    )
