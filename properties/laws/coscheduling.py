"""Coscheduling: laws of tasks that must share a machine, under each strategy of the laboratory (semantics C.23)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ...model.core.world import Composition, Firing, Spontaneous, at
from ...model.scheduler.coscheduling import atomic, gang, greedy, hoarding, optimistic
from ...model.scheduler.coscheduling.gang import MemberState
from ...model.scheduler.coscheduling.hoarding import Hoarder, HoarderState
from ...model.scheduler.coscheduling.machines import MACHINES, Machine, free, is_placed_as_a_whole
from ...model.scheduler.coscheduling.optimistic import Planner, PlannerState
from ...model.scheduler.coscheduling.task import Task, TaskState
from ..law import Mood, Move, Step, law
from ..worlds.coscheduling import (
    ATOMIC_MOVES,
    GANG_MOVES,
    GREEDY_MOVES,
    HOARDING_MOVES,
    OPTIMISTIC_MOVES,
    PERMIT_MOVES,
)

SEED, MESOS, OMEGA = "seed 004", "Mesos, resource hoarding", "Omega, optimistic concurrency"
PERMIT = "scheduler-plugins#117"


def can_go_on(composition: Composition, moves: tuple[Spontaneous, ...], world: Any) -> bool:
    """Some event may happen by itself."""
    for row in moves:
        part = row.at.rpartition("/")[2]
        for index in range(len(world.groups)):
            path = ("groups", index, part)
            kind, view, record = composition.kind(path), composition.view_of(world, path), at(world, path)
            if any(kind.edge(view, record, event) is not None for event in row.events):
                return True
    return False


def is_over(world: Any, part: str) -> bool:
    """Every group has run to its end, as this part of it says."""
    return all(getattr(group, part).state.name == "ENDED" for group in world.groups)


def _stuck(composition: Composition, moves: tuple[Spontaneous, ...], world: Any, part: str) -> bool:
    return not is_over(world, part) and not can_go_on(composition, moves, world)


ON_A, ON_B = Task(TaskState.PLACED, Machine.A), Task(TaskState.PLACED, Machine.B)
ARRIVED = Hoarder(HoarderState.ARRIVED)


def _greedy(*groups: greedy.GreedyGroup) -> greedy.GreedyWorld:
    return greedy.GreedyWorld(groups)


@law(
    "COS-1", greedy.GREEDY, by=(greedy.PLACED, SEED), mood=Mood.POSSIBLE,
    witness="no group can get stuck when each task is placed by itself",
    breach=(_greedy(greedy.GreedyGroup(app=ON_B)), _greedy(greedy.GreedyGroup(app=ON_B, log_collector=ON_B))),
)  # fmt: skip
def greedy_placement_can_get_stuck(world: Any) -> bool:
    """Tasks that are placed one by one can get stuck: one of a group is placed, the other fits nowhere beside it."""
    return _stuck(greedy.GREEDY, GREEDY_MOVES, world, "app")


@law(
    "COS-1", greedy.GREEDY, by=(greedy.PLACED, SEED), mood=Mood.POSSIBLE,
    witness="no group ever runs as a whole when each task is placed by itself",
    breach=(_greedy(greedy.GreedyGroup(app=ON_A)),),
)  # fmt: skip
def greedy_placement_can_work(world: Any) -> bool:
    """Tasks that are placed one by one may all find room: it depends on the first choice."""
    return any(is_placed_as_a_whole(group, Machine.B) for group in world.groups)


def _hoarding(*groups: hoarding.HoardingGroup) -> hoarding.HoardingWorld:
    return hoarding.HoardingWorld(groups)


def holders(world: Any, machine: Machine) -> list[int]:
    """The groups that hold room on this machine for a part of their tasks and do not run."""
    held = "has_a" if machine is Machine.A else "has_b"
    found = []
    for index, group in enumerate(world.groups):
        waits = group.app.state is HoarderState.ARRIVED or group.log_collector.state is HoarderState.ARRIVED
        if waits and (getattr(group.app, held) or getattr(group.log_collector, held)):
            found.append(index)
    return found


@law(
    "COS-2", hoarding.HOARDING, by=(hoarding.HELD, MESOS), mood=Mood.ALWAYS,
    given=lambda world: len(world.groups) == 1,
    witness="the only group waits for what nobody can give it",
    breach=_hoarding(hoarding.HoardingGroup(app=evolve(ARRIVED, has_a=True, has_b=True), log_collector=Hoarder(HoarderState.ENDED))),
)  # fmt: skip
def one_hoarder_is_never_stuck(world: Any) -> bool:
    """A group that hoards alone always gets on: nobody else holds what it waits for."""
    return not _stuck(hoarding.HOARDING, HOARDING_MOVES, world, "app")


@law(
    "COS-2", hoarding.HOARDING, by=(hoarding.HELD, MESOS), mood=Mood.POSSIBLE,
    given=lambda world: len(world.groups) > 1,
    witness="groups that hoard never wait for each other in a circle",
    breach=(_hoarding(hoarding.HoardingGroup(), hoarding.HoardingGroup()),),
)  # fmt: skip
def hoarders_can_deadlock(world: Any) -> bool:
    """Two groups that hoard can deadlock: each holds on Node_B what the other waits for, and nobody gives anything back."""
    return len(holders(world, Machine.B)) > 1 and _stuck(hoarding.HOARDING, HOARDING_MOVES, world, "app")


@law(
    "COS-2", hoarding.HOARDING_TASK, by=(hoarding.LAUNCHED,),
    given=lambda view, before, event, after: isinstance(event, hoarding.Launch),
    witness="it was launched with {sight}",
    breach=Step(
        hoarding.HoarderView(), evolve(ARRIVED, has_b=True), hoarding.Launch(Machine.B), Hoarder(HoarderState.RUNNING, has_b=True)
    ),
)  # fmt: skip
def a_hoarder_waits_for_the_last(
    view: hoarding.HoarderView, before: Hoarder, event: hoarding.Launch, after: Hoarder
) -> bool:
    """A group that hoards runs only when the last of its tasks has arrived and room is held for all of them on one machine."""
    return view.peer_has_a if event.machine is Machine.A else view.peer_has_b


def _optimistic(*groups: optimistic.OptimisticGroup) -> optimistic.OptimisticWorld:
    return optimistic.OptimisticWorld(groups)


def _groups(**parts: Any) -> Any:
    return _optimistic(optimistic.OptimisticGroup(**parts))


@law(
    "COS-3", optimistic.OPTIMISTIC, by=(optimistic.COMMITTED, OMEGA), mood=Mood.ALWAYS,
    witness="more was given away than a machine has",
    breach=_optimistic(*(optimistic.OptimisticGroup(app=ON_B, log_collector=ON_B),) * 2),
)  # fmt: skip
def commits_never_exceed_a_machine(world: Any) -> bool:
    """What has been committed to a machine never needs more than the machine has."""
    return all(free(world, machine) >= 0 for machine in MACHINES)


@law(
    "COS-3", optimistic.OPTIMISTIC, by=(optimistic.COMMITTED, optimistic.CONFLICT, OMEGA), mood=Mood.ALWAYS,
    witness="a part of a group is placed",
    breach=_groups(app=ON_B),
)  # fmt: skip
def a_group_is_committed_as_a_whole(world: Any) -> bool:
    """A group is placed as a whole, on one machine, exactly while its plan counts as committed."""
    for group in world.groups:
        whole = any(is_placed_as_a_whole(group, machine) for machine in MACHINES)
        part = group.app.state.takes_room or group.log_collector.state.takes_room
        if part != whole or whole != (group.planner.state is PlannerState.COMMITTED):
            return False
    return True


PLANNED_ON_B = Planner(PlannerState.PLANNED, Machine.B)


def _loses(before: Any, after: Any, index: int) -> bool:
    return bool(before.groups[index].planner.is_current and not after.groups[index].planner.is_current)


@law(
    "COS-4", optimistic.OPTIMISTIC, by=(optimistic.CHANGED, OMEGA), mood=Mood.STEP,
    given=lambda before, firings, after: any(_loses(before, after, n) for n in range(len(before.groups))),
    witness="a plan lost although nobody won",
    breach=Move(
        _groups(planner=PLANNED_ON_B),
        ((("groups", 0, "planner"), optimistic.RollBack()),),
        _groups(planner=evolve(PLANNED_ON_B, is_current=False)),
    ),
)  # fmt: skip
def somebody_wins_every_conflict(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A plan goes stale only because another group is committed or ends in that very step: of two that conflict one succeeds."""
    for n, group in enumerate(before.groups):
        if _loses(before, after, n):
            winners = [m for m in range(len(before.groups)) if m != n and _moves_on(before, after, m)]
            if not winners or group.planner.machine not in {after.groups[m].planner.machine for m in winners}:
                return False
    return True


def _moves_on(before: Any, after: Any, index: int) -> bool:
    was, now = before.groups[index].planner.state, after.groups[index].planner.state
    return was is not now and now in (PlannerState.COMMITTED, PlannerState.ENDED)


@law(
    "COS-4", optimistic.OPTIMISTIC, by=(optimistic.CONFLICT, OMEGA), mood=Mood.ALWAYS,
    witness="no group can do anything",
    breach=_groups(planner=Planner(PlannerState.COMMITTED)),
)  # fmt: skip
def optimists_are_never_stuck(world: Any) -> bool:
    """As long as some group has not ended, some group can plan, commit, roll back or end."""
    return not _stuck(optimistic.OPTIMISTIC, OPTIMISTIC_MOVES, world, "planner")


@law(
    "COS-5", atomic.ATOMIC, by=(atomic.BOUND, "scheduler noderesources Fit"), mood=Mood.ALWAYS,
    witness="the Pod's containers are elsewhere than both on Node_B",
    breach=atomic.AtomicWorld((atomic.AtomicGroup(app=ON_A),)),
)  # fmt: skip
def a_pod_is_placed_on_node_b_or_not_at_all(world: Any) -> bool:
    """Both containers of the Pod are on Node_B, the only machine with room for their sum, or neither is placed."""
    for group in world.groups:
        whole = is_placed_as_a_whole(group, Machine.B)
        if not whole and (group.app.state.takes_room or group.log_collector.state.takes_room):
            return False
    return free(world, Machine.B) >= 0


@law(
    "COS-5", atomic.ATOMIC, by=(atomic.BOUND,), mood=Mood.ALWAYS,
    witness="no Pod can be bound, and none can end",
    breach=atomic.AtomicWorld((atomic.AtomicGroup(pod=atomic.GroupPod(atomic.GroupPodState.PENDING), app=ON_B, log_collector=ON_B),)),
)  # fmt: skip
def pods_are_never_stuck(world: Any) -> bool:
    """As long as some Pod has not ended, some Pod can be bound or end."""
    return not _stuck(atomic.ATOMIC, ATOMIC_MOVES, world, "pod")


@law(
    "COS-2", gang.PERMIT, by=(gang.RESERVED, PERMIT), mood=Mood.POSSIBLE,
    witness="gangs that wait in Permit never wait for each other",
    breach=(gang.PermitWorld((gang.PermitGang(), gang.PermitGang())),),
)  # fmt: skip
def gangs_in_permit_can_deadlock(world: Any) -> bool:
    """Gangs whose Pods hold their room one by one in Permit can deadlock: each waits for the room that the other holds."""
    holding = [g for g in world.groups if MemberState.WAITING in (g.first.state, g.second.state)]
    return len(holding) > 1 and _stuck(gang.PERMIT, PERMIT_MOVES, world, "first")


@law(
    "COS-2", gang.ALL_OR_NOTHING, by=(gang.RESERVED_TOGETHER, PERMIT), mood=Mood.ALWAYS,
    witness="gangs hold more room than there is, or wait for each other",
    breach=gang.WholeGangWorld((gang.WholeGang(gang.Gang(gang.GangState.BOUND)),) * 2),
)  # fmt: skip
def whole_gangs_are_never_stuck(world: Any) -> bool:
    """Gangs that take room for all their Pods in one step, or for none, never wait for each other, nor take more than there is."""
    return gang.free_for_gangs(world) >= 0 and not _stuck(gang.ALL_OR_NOTHING, GANG_MOVES, world, "gang")
