"""Optimistic: a group is planned on a snapshot and committed as a whole, or not at all, as in Omega (semantics B32.3)."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from ...core.event import Actor, Event
from ...core.kind import Changes, Edge, Kind, become
from ...core.rule import Rule
from ...core.world import Composition, Coupling
from ...core.world import Place as At
from . import machines
from .machines import Machine
from .task import TASK, End, Place, Task

# Rules
PLANNED = Rule("B32.3", "Omega", "the whole group is planned on a machine that has room for it in the snapshot")
COMMITTED = Rule("B32.3", "Omega", "a plan is committed, all of it, if the machine's version is that of the snapshot")
CONFLICT = Rule("B32.3", "Omega", "a plan on a machine that has changed is given up, all of it, and made anew")
CHANGED = Rule("B32.3", "Omega", "whatever is committed to a machine or ends there gives it another version")
ENDED = Rule("B32.3", "Omega", "a group that ends gives its memory back")


# States
class PlannerState(Enum):
    WAITING = "Waiting"
    PLANNED = "Planned"
    COMMITTED = "Committed"
    ENDED = "Ended"


# Record
@frozen
class Planner:
    state: PlannerState = PlannerState.WAITING
    machine: Machine = Machine.NONE
    is_current: bool = True
    """The machine's version is still that of the snapshot."""


# View
@frozen
class PlannerView:
    fits_on_a: bool = True
    """Node_A has room for the whole group."""
    fits_on_b: bool = True


# Events
@frozen
class Plan(Event):
    actor = Actor.SCHEDULER
    machine: Machine


@frozen
class Commit(Event):
    actor = Actor.SCHEDULER
    machine: Machine


@frozen
class RollBack(Event):
    actor = Actor.SCHEDULER


@frozen
class VersionChanges(Event):
    actor = Actor.API_SERVER
    machine: Machine


@frozen
class EndOn(Event):
    """The group has run to its end on this machine."""

    actor = Actor.RUNTIME
    machine: Machine


# Guards
def has_room(view: PlannerView, me: Planner, event: Plan) -> bool:
    match event.machine:
        case Machine.A:
            return view.fits_on_a
        case Machine.B:
            return view.fits_on_b
    return False


def is_current(view: PlannerView, me: Planner, event: Commit) -> bool:
    return me.is_current and me.machine is event.machine


def is_stale(view: PlannerView, me: Planner, event: RollBack) -> bool:
    return not me.is_current


def is_there(view: PlannerView, me: Planner, event: EndOn) -> bool:
    return me.machine is event.machine


# Effects
def take_snapshot(view: PlannerView, me: Planner, event: Plan) -> Changes:
    return become(machine=event.machine, is_current=True)


def forget(view: PlannerView, me: Planner, event: RollBack) -> Changes:
    return become(machine=Machine.NONE, is_current=True)


def compare(view: PlannerView, me: Planner, event: VersionChanges) -> Changes:
    return become(is_current=me.is_current and me.machine is not event.machine)


W, P, C, E = PlannerState
# fmt: off
PLANNER = Kind(
    name="optimistic-planner", words="What schedules one group: it plans on a snapshot, and commits or rolls back.",
    states=PlannerState, record=Planner, view=PlannerView, events=(Plan, Commit, RollBack, VersionChanges, EndOn),
    edges=(
        Edge(Plan,           W, P, by=PLANNED,   when=has_room,   then=take_snapshot),
        Edge(Commit,         P, C, by=COMMITTED, when=is_current),
        Edge(RollBack,       P, W, by=CONFLICT,  when=is_stale,   then=forget),
        Edge(EndOn,          C, E, by=ENDED,     when=is_there),
        Edge(VersionChanges, W, W, by=CHANGED),
        Edge(VersionChanges, P, P, by=CHANGED,                    then=compare),
        Edge(VersionChanges, C, C, by=CHANGED),
        Edge(VersionChanges, E, E, by=CHANGED),
    ),
)
# fmt: on


@frozen
class OptimisticGroup:
    """Two tasks that must share a machine, and what schedules them."""

    planner: Planner = Planner()
    app: Task = Task()
    log_collector: Task = Task()


@frozen
class OptimisticWorld:
    groups: tuple[OptimisticGroup, ...] = field(metadata={"group": OptimisticGroup})


def _place(world: object, index: int, event: Commit) -> Event:
    return Place(event.machine)


def _version_changes(world: object, index: int, event: Commit | EndOn) -> Event:
    return VersionChanges(event.machine)


PLANS, TASKS = "groups/*/planner", ("groups/*/app", "groups/*/log_collector")
OPTIMISTIC = Composition(
    name="optimistic",
    words="a world of groups that are planned on a snapshot and committed as a whole",
    world=OptimisticWorld,
    places={
        PLANS: At(PLANNER, {"fits_on_a": machines.group_fits_a, "fits_on_b": machines.group_fits_b}),
        **{task: At(TASK) for task in TASKS},
    },
    couplings=(
        *(Coupling(PLANS, Commit, task, _place, by=COMMITTED) for task in TASKS),
        *(Coupling(PLANS, EndOn, task, End(), by=ENDED) for task in TASKS),
        Coupling(PLANS, Commit, PLANS, _version_changes, by=CHANGED, each=True),
        Coupling(PLANS, EndOn, PLANS, _version_changes, by=CHANGED, each=True),
    ),
)
