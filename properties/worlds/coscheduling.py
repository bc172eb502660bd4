"""Coscheduling: the laboratory's worlds: one, two or three groups that must share a machine, under each strategy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from ...model.core.world import Scope, Spontaneous
from ...model.scheduler.coscheduling import atomic, gang, greedy, hoarding, optimistic
from ...model.scheduler.coscheduling.machines import MACHINES
from ...model.scheduler.coscheduling.task import End, Place

EXAMPLE = "App (1 GiB) and LogCollector (0.5 GiB) on Node_A (1.25 GiB) and Node_B (2 GiB)"
COMMON_CUTS = ("every group is the worked example's: " + EXAMPLE, "a group ends once, and does not come back")
BOTH = ("groups/*/app", "groups/*/log_collector")

GREEDY_MOVES = (
    *(Spontaneous(task, tuple(Place(machine) for machine in MACHINES)) for task in BOTH),
    Spontaneous("groups/*/app", (End(),)),
)
HOARDING_MOVES = (
    *(Spontaneous(task, (hoarding.Arrive(), *(hoarding.Hold(machine) for machine in MACHINES))) for task in BOTH),
    Spontaneous("groups/*/app", (*(hoarding.Launch(machine) for machine in MACHINES), End())),
)
OPTIMISTIC_MOVES = (
    *(
        Spontaneous(optimistic.PLANS, tuple(event(machine) for machine in MACHINES))
        for event in (optimistic.Plan, optimistic.Commit, optimistic.EndOn)
    ),
    Spontaneous(optimistic.PLANS, (optimistic.RollBack(),)),
)
ATOMIC_MOVES = (Spontaneous(atomic.PODS, (*(atomic.Bind(machine) for machine in MACHINES), End())),)
PERMIT_MOVES = (
    *(Spontaneous(member, (gang.Reserve(),)) for member in (gang.FIRST, gang.SECOND)),
    Spontaneous(gang.FIRST, (gang.Allow(), gang.Finish())),
)
GANG_MOVES = (Spontaneous("groups/*/gang", (gang.Reserve(), gang.Finish())),)


def _words(groups: int, strategy: str) -> str:
    return f"{groups} {'group' if groups == 1 else 'groups'} of two tasks, {strategy}"


def greedy_scope(groups: int) -> Scope:
    """Each task is placed by itself."""
    return Scope(
        name=f"greedy-{groups}",
        words=_words(groups, "each task placed by itself"),
        composition=greedy.GREEDY,
        initial=(greedy.GreedyWorld((greedy.GreedyGroup(),) * groups),),
        moves=GREEDY_MOVES,
        cuts=COMMON_CUTS,
    )


def hoarding_scope(groups: int) -> Scope:
    """Each group keeps what it is offered until it has enough."""
    return Scope(
        name=f"hoarding-{groups}",
        words=_words(groups, "holding what they are offered until there is room for all of a group"),
        composition=hoarding.HOARDING,
        initial=(hoarding.HoardingWorld((hoarding.HoardingGroup(),) * groups),),
        moves=HOARDING_MOVES,
        cuts=(*COMMON_CUTS, "a hold is never given back before the launch: no timeout, no preemption"),
    )


def optimistic_scope(groups: int) -> Scope:
    """Each group is planned on a snapshot and committed as a whole."""
    return Scope(
        name=f"optimistic-{groups}",
        words=_words(groups, "planned on a snapshot and committed as a whole"),
        composition=optimistic.OPTIMISTIC,
        initial=(optimistic.OptimisticWorld((optimistic.OptimisticGroup(),) * groups),),
        moves=OPTIMISTIC_MOVES,
        cuts=(*COMMON_CUTS, "of a machine's version a plan remembers only whether it has changed since"),
    )


def atomic_scope(groups: int) -> Scope:
    """Each group is one Pod."""
    return Scope(
        name=f"pod-atomic-{groups}",
        words=_words(groups, "each group one Pod"),
        composition=atomic.ATOMIC,
        initial=(atomic.AtomicWorld((atomic.AtomicGroup(),) * groups),),
        moves=ATOMIC_MOVES,
        cuts=COMMON_CUTS,
    )


STRATEGIES: Mapping[str, Callable[[int], Scope]] = {
    "greedy": greedy_scope,
    "hoarding": hoarding_scope,
    "optimistic": optimistic_scope,
    "pod-atomic": atomic_scope,
}
"""Name -> its scope of so many groups."""
GANG_CUTS = ("there is room for one gang of two Pods", "a gang ends once, and does not come back")


def permit_scope() -> Scope:
    """Two gangs whose Pods wait in Permit."""
    return Scope(
        name="gang-permit",
        words="2 gangs of two Pods that take their room one by one and wait in Permit",
        composition=gang.PERMIT,
        initial=(gang.PermitWorld((gang.PermitGang(),) * 2),),
        moves=PERMIT_MOVES,
        cuts=(*GANG_CUTS, "Permit has no timeout"),
    )


def all_or_nothing_scope() -> Scope:
    """Two gangs that take their room in one step."""
    return Scope(
        name="gang-all-or-nothing",
        words="2 gangs of two Pods that take room for both of them or for none",
        composition=gang.ALL_OR_NOTHING,
        initial=(gang.WholeGangWorld((gang.WholeGang(),) * 2),),
        moves=GANG_MOVES,
        cuts=GANG_CUTS,
    )


LABORATORY: Mapping[str, Callable[[], Scope]] = {
    **{f"{name}-{groups}": partial(scope, groups) for name, scope in STRATEGIES.items() for groups in (1, 2, 3)},
    "gang-permit": permit_scope,
    "gang-all-or-nothing": all_or_nothing_scope,
}
"""Name -> its scope: `hoarding-2` is two groups that hoard."""
