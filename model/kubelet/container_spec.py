"""ContainerSpec: whether the newest instance of a container was made from the spec that the kubelet has now (semantics B.31, B10.8)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind, Nothing
from ..core.rule import Rule

# Rules
CHANGED = Rule(
    "B31.1",
    "kubelet/kuberuntime containerChanged",
    "another image is another spec: what runs is killed and made anew, whatever the policy",
)
ADDED = Rule(
    "B31.9", "registry/core/pod podEphemeralContainersStrategy", "an ephemeral container is added to a Pod that exists"
)
MADE = Rule("B31.2", "kubelet/kuberuntime startContainer", "a new instance is made from the spec as it is now")


# States
class SpecState(Enum):
    ABSENT = "Absent"
    AS_MADE = "As made"
    CHANGED = "Changed"


# Record
@frozen
class ContainerSpec:
    state: SpecState = SpecState.AS_MADE


# Events
@frozen
class AddSpec(Event):
    """The kubelet sees an ephemeral container that it did not know."""

    actor = Actor.USER


@frozen
class ChangeSpec(Event):
    """The kubelet sees another image for this container."""

    actor = Actor.USER


@frozen
class MakeAsNow(Event):
    actor = Actor.KUBELET


A, S, C = SpecState
# fmt: off
CONTAINER_SPEC = Kind(
    name="container-spec", words="Whether the newest instance of a container was made from the spec that the kubelet has now.",
    states=SpecState, record=ContainerSpec, view=Nothing, events=(AddSpec, ChangeSpec, MakeAsNow),
    edges=(
        Edge(AddSpec,    A, S, by=ADDED),
        Edge(ChangeSpec, S, C, by=CHANGED),
        Edge(ChangeSpec, C, C, by=CHANGED),
        Edge(MakeAsNow,  S, S, by=MADE),
        Edge(MakeAsNow,  C, S, by=MADE),
    ),
)
# fmt: on
