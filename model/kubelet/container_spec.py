"""ContainerSpec: whether the newest instance of a container was made from the spec that the kubelet has now (semantics B.31, B10.8)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, Nothing, become
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
TAKEN = Rule("B3.20", "kubelet podWorkerLoop", "a sync works with the spec as it was when it began")
MADE = Rule("B31.2", "kubelet/kuberuntime startContainer", "a new instance is made from the spec that its sync took")
STALE = Rule(
    "B31.2",
    "kubelet/kuberuntime startContainer",
    "a spec that changed since its sync began counts from the next one on",
)


# States
class SpecState(Enum):
    ABSENT = "Absent"
    AS_MADE = "As made"
    CHANGED = "Changed"


# Record
@frozen
class ContainerSpec:
    state: SpecState = SpecState.AS_MADE
    is_taken: bool = True
    """No other spec was seen since the last sync began."""


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
class TakeSpec(Event):
    """A sync begins."""

    actor = Actor.KUBELET


@frozen
class MakeAsTaken(Event):
    actor = Actor.KUBELET


# Guards
def is_taken(view: Nothing, me: ContainerSpec, event: MakeAsTaken) -> bool:
    return me.is_taken


# Effects
def outdate(view: Nothing, me: ContainerSpec, event: ChangeSpec) -> Changes:
    return become(is_taken=False)


def take(view: Nothing, me: ContainerSpec, event: TakeSpec) -> Changes:
    return become(is_taken=True)


A, S, C = SpecState
# fmt: off
CONTAINER_SPEC = Kind(
    name="container-spec", words="Whether the newest instance of a container was made from the spec that the kubelet has now.",
    states=SpecState, record=ContainerSpec, view=Nothing, events=(AddSpec, ChangeSpec, TakeSpec, MakeAsTaken),
    edges=(
        Edge(AddSpec,     A, S, by=ADDED),
        Edge(ChangeSpec,  S, C, by=CHANGED,                then=outdate),
        Edge(ChangeSpec,  C, C, by=CHANGED,                then=outdate),
        Edge(TakeSpec,    A, A, by=TAKEN,                  then=take),
        Edge(TakeSpec,    S, S, by=TAKEN,                  then=take),
        Edge(TakeSpec,    C, C, by=TAKEN,                  then=take),
        Edge(MakeAsTaken, S, S, by=MADE),
        Edge(MakeAsTaken, C, S, by=MADE,  when=is_taken),
        Edge(MakeAsTaken, C, C, by=STALE),
    ),
)
# fmt: on
