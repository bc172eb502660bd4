"""Coscheduling: what the laboratory proves of each strategy, and that its laws notice a strategy that is built wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.core.world import Composition, Place, Scope
from podlaw.model.scheduler.coscheduling.machines import APP, Machine, free
from podlaw.properties.explorer.explore import explore
from podlaw.properties.explorer.result import Result
from podlaw.properties.laws import find_laws, laws_of_worlds
from podlaw.properties.worlds.coscheduling import LABORATORY, STRATEGIES


def broken(result: Result) -> set[str]:
    return {verdict.law.name for verdict in result.verdicts if verdict.holds is False}


@pytest.mark.parametrize("name", LABORATORY)
def test_every_law_holds_and_the_tables_agree(name: str) -> None:
    result = explore(LABORATORY[name](), laws_of_worlds(), engine="numpy")
    assert result.complete
    assert result.uncoupled is None, str(result.uncoupled)
    assert not broken(result)
    assert result.verdicts


@pytest.mark.parametrize("name", LABORATORY)
def test_both_explorers_count_the_same(name: str) -> None:
    scope = LABORATORY[name]()
    plain, table = (explore(scope, (), engine=engine) for engine in ("plain", "numpy"))
    assert (plain.states, plain.edges, plain.depth) == (table.states, table.edges, table.depth)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_edge_is_taken_with_two_groups(strategy: str) -> None:
    assert explore(STRATEGIES[strategy](2), (), engine="plain").dead == ()


def test_one_group_that_hoards_cannot_deadlock_and_two_can() -> None:
    """Each of the two laws must have spoken, so neither verdict is empty."""
    one, two = (explore(STRATEGIES["hoarding"](groups), laws_of_worlds(), engine="plain") for groups in (1, 2))
    spoke_of_one = {verdict.law.name for verdict in one.verdicts if verdict.spoke}
    spoke_of_two = {verdict.law.name for verdict in two.verdicts if verdict.spoke}
    assert "one_hoarder_is_never_stuck" in spoke_of_one
    assert "hoarders_can_deadlock" in spoke_of_two


def with_facts(scope: Scope, place: str, facts: Mapping[str, Any]) -> Scope:
    """The scope whose machines at this place see something else."""
    old = scope.composition
    mutated = Place(old.places[place].kind, {**old.places[place].facts, **facts})
    return evolve(scope, composition=Composition(old.name, old.world, {**old.places, place: mutated}, old.couplings))


def without_coupling(scope: Scope, on: str, at: str) -> Scope:
    old = scope.composition
    rows = tuple(row for row in old.couplings if (row.event.__name__, row.at) != (on, at))
    assert len(rows) < len(old.couplings)
    return evolve(scope, composition=Composition(old.name, old.world, old.places, rows))


def test_a_filter_by_the_largest_container_is_noticed() -> None:
    """COS-5: a Pod that is filtered by its largest container instead of the sum ends up on Node_A."""
    facts = {"fits_on_a": lambda world, index: free(world, Machine.A) >= APP}
    mutant = with_facts(STRATEGIES["pod-atomic"](1), "groups/*/pod", facts)
    assert "a_pod_is_placed_on_node_b_or_not_at_all" in broken(explore(mutant, find_laws("COS-5"), engine="plain"))


def test_a_commit_of_half_a_group_is_noticed() -> None:
    """COS-3: a commit that leaves the LogCollector behind."""
    mutant = without_coupling(STRATEGIES["optimistic"](1), "Commit", "groups/*/log_collector")
    mutant = without_coupling(mutant, "EndOn", "groups/*/log_collector")
    assert "a_group_is_committed_as_a_whole" in broken(explore(mutant, find_laws("COS-3"), engine="plain"))


def test_a_commit_that_does_not_compare_versions_is_noticed() -> None:
    """COS-3: without the change of version both of two conflicting plans are committed to Node_B."""
    mutant = without_coupling(STRATEGIES["optimistic"](2), "Commit", "groups/*/planner")
    assert "commits_never_exceed_a_machine" in broken(explore(mutant, find_laws("COS-3"), engine="plain"))


def test_greedy_placement_that_looks_ahead_is_not_greedy() -> None:
    """COS-1: a placement that counts the whole group never gets stuck, so the law about what must be possible is broken."""
    both = {
        "fits_on_a": lambda world, index: False,
        "fits_on_b": lambda world, index: free(world, Machine.B) >= APP + APP // 2,
    }
    mutant = with_facts(STRATEGIES["greedy"](1), "groups/*/app", both)
    mutant = with_facts(mutant, "groups/*/log_collector", {"fits_on_a": lambda world, index: False})
    assert "greedy_placement_can_get_stuck" in broken(explore(mutant, find_laws("COS-1"), engine="plain"))
