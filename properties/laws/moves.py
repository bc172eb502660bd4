"""Moves: what a law may ask of the firings of one move, and of a world's containers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.facts import is_app
from ...model.cluster.pod_world import ContainerPolicy
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet.container import ContainerState
from ...model.kubelet.container_resources import ResourcesState
from ...model.kubelet.container_spec import SpecState
from ...model.kubelet.container_status import StatusState
from ...model.kubelet.rules.restart import RestartPolicy


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
    """App containers: no init container, sidecar or ephemeral container."""
    return [container for container in world.containers if is_app(container)]


def inits(world: Any) -> list[Any]:
    """Ordinary init containers, without sidecars."""
    return [container for container in world.containers if container.is_init]


def has_succeeded(container: Any) -> bool:
    """Its newest instance has exited with 0."""
    return container.life.state is ContainerState.EXITED and bool(container.life.outcome.has_succeeded)


def has_failed(container: Any) -> bool:
    """Its newest instance has exited otherwise."""
    return container.life.state is ContainerState.EXITED and not container.life.outcome.has_succeeded


def policy(world: Any, container: Any) -> RestartPolicy:
    """The container's own restart policy, else the Pod's."""
    own = container.policy
    if container.is_sidecar or own is ContainerPolicy.ALWAYS:
        return RestartPolicy.ALWAYS
    if own is ContainerPolicy.ON_FAILURE:
        return RestartPolicy.ON_FAILURE
    return RestartPolicy.NEVER if own is ContainerPolicy.NEVER else world.shape.policy


def restarts(world: Any, container: Any, outcome: Any) -> bool:
    """Whether an end like this is answered with a restart: by a rule, or else by the policy (B.10); of an ephemeral
    container never."""
    if container.is_ephemeral:
        return False
    if outcome.has_rule:
        return True
    its = policy(world, container)
    return its is RestartPolicy.ALWAYS or (its is RestartPolicy.ON_FAILURE and not outcome.has_succeeded)


def is_as_made(container: Any) -> bool:
    """Its image is still the one that it was made with, and no resize asks for another instance."""
    return container.spec.state is SpecState.AS_MADE and container.resources.state is not ResourcesState.TO_RESTART


def stays_ended(world: Any, container: Any) -> bool:
    """It is shown terminated, and nothing answers that with a restart; under the Pod's Always nobody asks."""
    if container.shown.state is not StatusState.STOPPED or not is_as_made(container):
        return False
    if world.shape.policy is RestartPolicy.ALWAYS:
        return False
    return not restarts(world, container, container.shown.outcome)


def is_held_back(world: Any) -> bool:
    """A container whose shown end is final was made anew: no status is accepted, for it would take that end back (CTR-4)."""
    anew = (ContainerState.CREATED, ContainerState.RUNNING)
    if world.shape.may_restart_all:
        return False
    return any(one.life.state in anew and stays_ended(world, one) for one in world.containers)
