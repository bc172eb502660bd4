"""RestartAllFacts: what the machines of a Pod may know of a restart of all its containers (semantics B10.9)."""

from __future__ import annotations

from typing import Any

from ..kubelet.container import ContainerState
from ..kubelet.container_cache import Seen
from ..kubelet.restart_all import RestartAllState
from ..kubelet.sync import KillPlan, SyncState
from .plan_facts import plan_of

World = Any
"""A PodWorld, its draft, or a stand-in of either that watches what is read."""


def is_asked(world: World, index: int = 0) -> bool:
    """The last relist saw an exit that a rule with RestartAllContainers names (B10.9)."""
    return any(container.seen.state.restarts_all for container in world.containers)


def none_was_seen(world: World, index: int = 0) -> bool:
    """Ephemeral containers aside, which are not restarted."""
    return all(container.seen.state is Seen.NONE for container in world.containers if not container.is_ephemeral)


def all_restart(world: World, index: int = 0) -> bool:
    return world.restart_all.state is RestartAllState.RESTARTING or is_asked(world)


def needs_reset(world: World, index: int = 0) -> bool:
    return bool(plan_of(world).resets)


def resets(world: World) -> bool:
    """A sync is removing all containers, so that they restart."""
    return world.sync.state is SyncState.KILLING and world.sync.kills is KillPlan.RESET


def is_reset(world: World, index: int) -> bool:
    """It is this container's turn to be removed: those before it are gone, those whose exit asked for it go last."""
    if not resets(world):
        return False
    left = (i for i in plan_of(world).resets if world.containers[i].life.state is not ContainerState.ABSENT)
    return next(left, None) == index


def all_reset(world: World, index: int = 0) -> bool:
    return all(world.containers[i].life.state is ContainerState.ABSENT for i in plan_of(world).resets)


def has_hook(world: World, index: int) -> bool:
    """It has a preStop hook, which runs unless all containers are restarted: that leaves no grace (B14.24)."""
    return bool(world.containers[index].has_hook) and not resets(world)
