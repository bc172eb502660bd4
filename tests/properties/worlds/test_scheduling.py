"""Scheduling: what the worlds of contending Pods prove, and that their laws notice a scheduler that is built wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.core.world import Composition, Coupling, Place, Scope
from podlaw.model.scheduler.contest import SEATS, is_free
from podlaw.model.scheduler.coscheduling.machines import Machine
from podlaw.properties.explorer.explore import explore
from podlaw.properties.explorer.result import Result
from podlaw.properties.laws import find_laws, laws_of_worlds
from podlaw.properties.worlds.scheduling import SCHEDULING


def broken(result: Result) -> set[str]:
    return {verdict.law.name for verdict in result.verdicts if verdict.holds is False}


@pytest.mark.parametrize("name", SCHEDULING)
def test_every_law_holds_and_speaks_and_the_tables_agree(name: str) -> None:
    scope = SCHEDULING[name]()
    plain, table = (explore(scope, laws_of_worlds(), engine=engine) for engine in ("plain", "numpy"))
    assert table.complete
    assert table.uncoupled is None, str(table.uncoupled)
    assert not broken(table)
    assert (plain.states, plain.edges, plain.depth) == (table.states, table.edges, table.depth)


@pytest.mark.parametrize(
    ("name", "states"), [("preemption", 404), ("preemption-4", 3111), ("one-scheduler", 7), ("two-schedulers", 36)]
)
def test_the_worlds_are_as_large_as_they_were(name: str, states: int) -> None:
    assert explore(SCHEDULING[name](), (), engine="plain").states == states


def test_every_edge_of_a_seat_is_taken_by_four_pods() -> None:
    dead = explore(SCHEDULING["preemption-4"](), (), engine="plain").dead
    assert [edge for kind, edge in dead if kind == "seat"] == []


def mutant(
    scope: Scope, *, facts: dict[str, Any] | None = None, keep: Callable[[Coupling], bool] = lambda row: True
) -> Scope:
    old = scope.composition
    seats = Place(old.places[SEATS].kind, {**old.places[SEATS].facts, **(facts or {})})
    rows = tuple(filter(keep, old.couplings))
    return evolve(scope, composition=Composition(old.name, old.world, {**old.places, SEATS: seats}, rows))


def test_a_scheduler_that_loses_a_hint_is_noticed() -> None:
    """SCHED-6: nobody is told that a Pod has ended."""
    deaf = mutant(SCHEDULING["preemption"](), keep=lambda row: row.event.__name__ != "Finish")
    assert broken(explore(deaf, find_laws("SCHED-6"), engine="plain")) == {"free_room_is_never_forgotten"}


def test_a_scheduler_that_takes_the_room_of_the_going_is_noticed() -> None:
    """SCHED-1: a victim's room counts as free before the victim has ended."""

    def fits(world: Any, index: int) -> bool:
        return is_free(world, Machine.A) or world.pods[index].seat.nominated is Machine.A

    hasty = mutant(SCHEDULING["preemption"](), facts={"fits_on_a": fits})
    assert "a_node_never_holds_more_than_it_has" in broken(explore(hasty, find_laws("SCHED-1"), engine="plain"))


def test_a_nomination_is_no_part_of_safety() -> None:
    """B21.15: without nominations in the filters everything else still holds: they are no part of safety."""
    facts = {
        "fits_on_a": lambda world, index: is_free(world, Machine.A),
        "fits_on_b": lambda world, index: is_free(world, Machine.B),
    }
    assert not broken(explore(mutant(SCHEDULING["preemption"](), facts=facts), laws_of_worlds(), engine="plain"))
