"""Rival: a Pod whose scheduler shares a node with another scheduler, of whose choices it hears late (semantics B.21, B.17)."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import field, frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from ..core.world import Composition, Place

# Rules
ASSUMED = Rule("B21.8", "scheduler assume", "a scheduler counts what it has assumed itself")
BOUND = Rule("B21.9", "registry/core/pod BindingREST", "the API server binds a Pod without looking at its node's room")
HEARD = Rule("B2.5", "backend/cache AddPod", "what another scheduler has bound is counted when the watch tells of it")
ADMITTED = Rule("B17.1", "kubelet/lifecycle predicate Admit", "the kubelet runs what fits beside the Pods that it runs")
REJECTED = Rule("B17.1", "kubelet/lifecycle predicate Admit", "what does not fit is refused: Failed, OutOfcpu")


# States
class RivalState(Enum):
    PENDING = "Pending"
    ASSUMED = "Assumed"
    BOUND = "Bound"
    RUNNING = "Running"
    REJECTED = "Rejected"


# Record
@frozen
class Rival:
    state: RivalState = RivalState.PENDING
    is_known: bool = False
    """The other Pod's scheduler counts it."""


# View
@frozen
class RivalView:
    sees_room: bool = True
    """Its scheduler knows of nobody on the node."""
    has_room: bool = True
    """No other Pod runs on the node."""
    one_scheduler: bool = False
    """The other Pod's scheduler is its own."""


# Events
@frozen
class Assume(Event):
    actor = Actor.SCHEDULER


@frozen
class Bind(Event):
    actor = Actor.API_SERVER


@frozen
class Hear(Event):
    """The other Pod's scheduler hears of the binding."""

    actor = Actor.SCHEDULER


@frozen
class Admit(Event):
    actor = Actor.KUBELET


@frozen
class Reject(Event):
    actor = Actor.KUBELET


# Guards
def sees_room(view: RivalView, me: Rival, event: Assume) -> bool:
    return view.sees_room


def is_news(view: RivalView, me: Rival, event: Hear) -> bool:
    return not me.is_known


def has_room(view: RivalView, me: Rival, event: Admit) -> bool:
    return view.has_room


def has_no_room(view: RivalView, me: Rival, event: Reject) -> bool:
    return not view.has_room


# Effects
def know_own(view: RivalView, me: Rival, event: Assume) -> Changes:
    return become(is_known=view.one_scheduler)


def know(view: RivalView, me: Rival, event: Hear) -> Changes:
    return become(is_known=True)


def forget(view: RivalView, me: Rival, event: Reject) -> Changes:
    return become(is_known=False)


P, A, B, R, X = RivalState
# fmt: off
RIVAL = Kind(
    name="rival-pod", words="A Pod whose scheduler may share the node with another one.",
    states=RivalState, record=Rival, view=RivalView, events=(Assume, Bind, Hear, Admit, Reject),
    edges=(
        Edge(Assume, P, A, by=ASSUMED,  when=sees_room, then=know_own),
        Edge(Bind,   A, B, by=BOUND),
        Edge(Hear,   B, B, by=HEARD,    when=is_news, then=know),
        Edge(Hear,   R, R, by=HEARD,    when=is_news, then=know),
        Edge(Admit,  B, R, by=ADMITTED, when=has_room),
        Edge(Reject, B, X, by=REJECTED, when=has_no_room, then=forget),
    ),
)
# fmt: on


@frozen
class RivalPod:
    """A Pod; `own_scheduler`: it is not scheduled by the scheduler of the others."""

    own_scheduler: bool
    pod: Rival = Rival()


@frozen
class RivalWorld:
    pods: tuple[RivalPod, ...] = field(metadata={"group": RivalPod})


def _others(world: Any, index: int) -> list[Any]:
    return [pod for other, pod in enumerate(world.pods) if other != index]


def _sees_room(world: Any, index: int) -> bool:
    return not any(each.pod.is_known for each in _others(world, index))


def _has_room(world: Any, index: int) -> bool:
    return not any(each.pod.state is RivalState.RUNNING for each in _others(world, index))


PODS = "pods/*/pod"
RIVALS = Composition(
    name="rival-schedulers",
    words="a world of Pods whose schedulers share one node",
    world=RivalWorld,
    places={
        PODS: Place(
            RIVAL,
            {
                "sees_room": _sees_room,
                "has_room": _has_room,
                "one_scheduler": lambda world, index: not world.pods[index].own_scheduler,
            },
        )
    },
    couplings=(),
)
