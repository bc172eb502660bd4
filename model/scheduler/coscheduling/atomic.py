"""Atomic: a group is one Pod, which is bound as a whole (semantics B32.4)."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from ...core.event import Actor, Event
from ...core.kind import Edge, Kind
from ...core.rule import Rule
from ...core.world import Composition, Coupling
from ...core.world import Place as At
from . import machines
from .machines import Machine
from .task import TASK, End, Place, Task

# Rules
BOUND = Rule(
    "B32.4", "scheduler noderesources Fit", "a Pod is bound once, to a node with room for the sum of its containers"
)
ENDED = Rule("B32.4", "scheduler cache RemovePod", "a Pod that has ended gives its memory back")


# States
class GroupPodState(Enum):
    PENDING = "Pending"
    BOUND = "Bound"
    ENDED = "Ended"


# Record
@frozen
class GroupPod:
    state: GroupPodState = GroupPodState.PENDING


# View
@frozen
class GroupPodView:
    fits_on_a: bool = True
    """Node_A has room for all containers of the Pod together."""
    fits_on_b: bool = True


# Events
@frozen
class Bind(Event):
    actor = Actor.SCHEDULER
    machine: Machine


# Guards
def sum_fits(view: GroupPodView, me: GroupPod, event: Bind) -> bool:
    match event.machine:
        case Machine.A:
            return view.fits_on_a
        case Machine.B:
            return view.fits_on_b
    return False


N, B, E = GroupPodState
# fmt: off
GROUP_POD = Kind(
    name="group-pod", words="A group of containers as one Pod.",
    states=GroupPodState, record=GroupPod, view=GroupPodView, events=(Bind, End),
    edges=(
        Edge(Bind, N, B, by=BOUND, when=sum_fits),
        Edge(End,  B, E, by=ENDED),
    ),
)
# fmt: on


@frozen
class AtomicGroup:
    """A Pod and its two containers."""

    pod: GroupPod = GroupPod()
    app: Task = Task()
    log_collector: Task = Task()


@frozen
class AtomicWorld:
    groups: tuple[AtomicGroup, ...] = field(metadata={"group": AtomicGroup})


def _place(world: object, index: int, event: Bind) -> Event:
    return Place(event.machine)


PODS, TASKS = "groups/*/pod", ("groups/*/app", "groups/*/log_collector")
ATOMIC = Composition(
    name="pod-atomic",
    words="a world of groups, each of them one Pod",
    world=AtomicWorld,
    places={
        PODS: At(GROUP_POD, {"fits_on_a": machines.group_fits_a, "fits_on_b": machines.group_fits_b}),
        **{task: At(TASK) for task in TASKS},
    },
    couplings=(
        *(Coupling(PODS, Bind, task, _place, by=BOUND) for task in TASKS),
        *(Coupling(PODS, End, task, End(), by=ENDED) for task in TASKS),
    ),
)
