"""Hoarding: a group keeps what it is offered until one machine has room for all its tasks, as Mesos' frameworks may (semantics B32.2)."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from ...core.event import Actor, Event
from ...core.kind import Changes, Edge, Kind, become
from ...core.rule import Rule
from ...core.world import Composition, Coupling
from ...core.world import Place as At
from .machines import APP, CAPACITY, LOG_COLLECTOR, Machine
from .task import End

# Rules
ARRIVED = Rule("B32.2", "Mesos", "the tasks of a group arrive one by one")
HELD = Rule("B32.2", "Mesos", "an arrived task holds room on every machine that offers it, and nobody takes it back")
LAUNCHED = Rule(
    "B32.2", "Mesos", "when one machine is held for all tasks the group runs there, and what it held elsewhere is free"
)
ENDED = Rule("B32.2", "Mesos", "a group that ends gives its memory back")


# States
class HoarderState(Enum):
    EXPECTED = "Expected"
    ARRIVED = "Arrived"
    RUNNING = "Running"
    ENDED = "Ended"


# Record
@frozen
class Hoarder:
    state: HoarderState = HoarderState.EXPECTED
    has_a: bool = False
    """Room on Node_A is held for this task, or taken by it."""
    has_b: bool = False


# View
@frozen
class HoarderView:
    fits_on_a: bool = True
    fits_on_b: bool = True
    peer_has_a: bool = False
    """Room on Node_A is held for the group's other task, or taken by it."""
    peer_has_b: bool = False


# Events
@frozen
class Arrive(Event):
    actor = Actor.USER


@frozen
class Hold(Event):
    actor = Actor.SCHEDULER
    machine: Machine


@frozen
class Launch(Event):
    actor = Actor.SCHEDULER
    machine: Machine


# Guards
def is_offered(view: HoarderView, me: Hoarder, event: Hold) -> bool:
    match event.machine:
        case Machine.A:
            return view.fits_on_a and not me.has_a
        case Machine.B:
            return view.fits_on_b and not me.has_b
    return False


def all_is_held(view: HoarderView, me: Hoarder, event: Launch) -> bool:
    match event.machine:
        case Machine.A:
            return me.has_a and view.peer_has_a
        case Machine.B:
            return me.has_b and view.peer_has_b
    return False


# Effects
def keep(view: HoarderView, me: Hoarder, event: Hold) -> Changes:
    return become(has_a=me.has_a or event.machine is Machine.A, has_b=me.has_b or event.machine is Machine.B)


def keep_only(view: HoarderView, me: Hoarder, event: Launch) -> Changes:
    return become(has_a=event.machine is Machine.A, has_b=event.machine is Machine.B)


def give_back(view: HoarderView, me: Hoarder, event: End) -> Changes:
    return become(has_a=False, has_b=False)


X, A, R, E = HoarderState
# fmt: off
HOARDING_TASK = Kind(
    name="hoarding-task", words="A task of a group that holds room until there is room for all of the group.",
    states=HoarderState, record=Hoarder, view=HoarderView, events=(Arrive, Hold, Launch, End),
    edges=(
        Edge(Arrive, X, A, by=ARRIVED),
        Edge(Hold,   A, A, by=HELD,     when=is_offered,  then=keep),
        Edge(Launch, A, R, by=LAUNCHED, when=all_is_held, then=keep_only),
        Edge(End,    R, E, by=ENDED,                      then=give_back),
    ),
)
# fmt: on


@frozen
class HoardingGroup:
    """Two tasks that must share a machine."""

    app: Hoarder = Hoarder()
    log_collector: Hoarder = Hoarder()


@frozen
class HoardingWorld:
    groups: tuple[HoardingGroup, ...] = field(metadata={"group": HoardingGroup})


def _free_on_a(world: HoardingWorld) -> int:
    used = 0
    for group in world.groups:
        used += APP if group.app.has_a else 0
        used += LOG_COLLECTOR if group.log_collector.has_a else 0
    return CAPACITY[Machine.A] - used


def _free_on_b(world: HoardingWorld) -> int:
    used = 0
    for group in world.groups:
        used += APP if group.app.has_b else 0
        used += LOG_COLLECTOR if group.log_collector.has_b else 0
    return CAPACITY[Machine.B] - used


HOARDING = Composition(
    name="hoarding",
    words="a world of groups that hold what they are offered",
    world=HoardingWorld,
    places={
        "groups/*/app": At(
            HOARDING_TASK,
            {
                "fits_on_a": lambda world, index: _free_on_a(world) >= APP,
                "fits_on_b": lambda world, index: _free_on_b(world) >= APP,
                "peer_has_a": lambda world, index: world.groups[index].log_collector.has_a,
                "peer_has_b": lambda world, index: world.groups[index].log_collector.has_b,
            },
        ),
        "groups/*/log_collector": At(
            HOARDING_TASK,
            {
                "fits_on_a": lambda world, index: _free_on_a(world) >= LOG_COLLECTOR,
                "fits_on_b": lambda world, index: _free_on_b(world) >= LOG_COLLECTOR,
                "peer_has_a": lambda world, index: world.groups[index].app.has_a,
                "peer_has_b": lambda world, index: world.groups[index].app.has_b,
            },
        ),
    },
    couplings=(
        Coupling(
            "groups/*/app", Launch, "groups/*/log_collector",
            lambda world, index, event: event, by=LAUNCHED,
        ),
        Coupling("groups/*/app", End, "groups/*/log_collector", End(), by=ENDED),
    ),
)  # fmt: skip
