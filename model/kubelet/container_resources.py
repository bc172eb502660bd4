"""ContainerResources: whether the newest instance of a container runs with what is allocated to it, or how it gets it (B31.8)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
EQUAL = Rule(
    "B31.8", "kubelet/kuberuntime computePodResizeAction", "resources that are what they were change no container"
)
IN_PLACE = Rule(
    "A3.15", "kubelet/kuberuntime computePodResizeAction", "by default a running container is changed in place"
)
RESTARTS = Rule(
    "A3.15", "kubelet/kuberuntime computePodResizeAction", "where resizePolicy says RestartContainer it is replaced"
)
UPDATED = Rule("B31.8", "kubelet/kuberuntime updatePodContainerResources", "the runtime changes a running container")
MADE = Rule("B31.8", "kubelet/kuberuntime startContainer", "a new instance is made with what is allocated to it")


# States
class ResourcesState(Enum):
    AS_ALLOCATED = "As allocated"
    TO_UPDATE = "To be updated"
    TO_RESTART = "To be restarted"


# Record
@frozen
class ContainerResources:
    state: ResourcesState = ResourcesState.AS_ALLOCATED


# View
@frozen
class ResourcesView:
    runs: bool = False
    """In the runtime."""


# Events
@frozen
class Reallocate(Event):
    """Other resources are allocated to it; `needs` is what an instance that was made with the old ones needs."""

    actor = Actor.KUBELET
    needs: ResourcesState


@frozen
class UpdateInPlace(Event):
    actor = Actor.KUBELET


@frozen
class MakeAsAllocated(Event):
    actor = Actor.KUBELET


# Guards
def needs_nothing(view: ResourcesView, me: ContainerResources, event: Reallocate) -> bool:
    return event.needs is ResourcesState.AS_ALLOCATED


def needs_update(view: ResourcesView, me: ContainerResources, event: Reallocate) -> bool:
    return event.needs is ResourcesState.TO_UPDATE


def needs_restart(view: ResourcesView, me: ContainerResources, event: Reallocate) -> bool:
    return event.needs is ResourcesState.TO_RESTART


def runs(view: ResourcesView, me: ContainerResources, event: UpdateInPlace) -> bool:
    return view.runs


A, U, R = ResourcesState
# fmt: off
CONTAINER_RESOURCES = Kind(
    name="container-resources", words="Whether the newest instance of a container runs with the resources that are allocated to it.",
    states=ResourcesState, record=ContainerResources, view=ResourcesView,
    events=(Reallocate, UpdateInPlace, MakeAsAllocated),
    edges=(
        *(Edge(Reallocate, state, A, by=EQUAL,    when=needs_nothing) for state in ResourcesState),
        *(Edge(Reallocate, state, U, by=IN_PLACE, when=needs_update) for state in ResourcesState),
        *(Edge(Reallocate, state, R, by=RESTARTS, when=needs_restart) for state in ResourcesState),
        Edge(UpdateInPlace, U, A, by=UPDATED, when=runs),
        *(Edge(MakeAsAllocated, state, A, by=MADE) for state in ResourcesState),
    ),
)
# fmt: on
