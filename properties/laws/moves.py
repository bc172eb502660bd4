"""Moves: what a law may ask of the firings of one move, and of a world's containers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet.container import ContainerState, Outcome


def fired(firings: Sequence[Firing], place: str, *events: type[Event]) -> bool:
    """Whether one of these events happened at this single place."""
    return any(path == (place,) and isinstance(event, events) for path, event in firings)


def indices(firings: Sequence[Firing], part: str, *events: type[Event]) -> list[int]:
    """The containers at whose machine of this name one of these events happened."""
    return [path[1] for path, event in firings if len(path) == 3 and path[2] == part and isinstance(event, events)]


def running(world: Any) -> list[int]:
    """The containers that run."""
    return [n for n, container in enumerate(world.containers) if container.life.state is ContainerState.RUNNING]


def apps(world: Any) -> list[Any]:
    return [container for container in world.containers if not container.is_init]


def inits(world: Any) -> list[Any]:
    return [container for container in world.containers if container.is_init]


def has_succeeded(container: Any) -> bool:
    """Its newest instance has exited with 0."""
    return container.life.state is ContainerState.EXITED and container.life.outcome is Outcome.SUCCEEDED


def has_failed(container: Any) -> bool:
    """Its newest instance has exited otherwise."""
    return container.life.state is ContainerState.EXITED and container.life.outcome is not Outcome.SUCCEEDED
