"""Mutants: planted bugs, and what each checker makes of them."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import Phase, settings

from podlaw.model.cluster.composition import POD
from podlaw.model.core.world import Scope
from podlaw.model.kubelet.kill_task import KILL_TASK
from podlaw.model.kubelet.rules.restart import RestartPolicy
from podlaw.model.kubelet.sandbox import SANDBOX
from podlaw.model.kubelet.status_manager import STATUS_MANAGER
from podlaw.properties.explorer.explore import explore
from podlaw.properties.laws import laws_of_worlds
from podlaw.properties.mutants import Mutant, fate, kind_breaches, planted, survivors, systematic
from podlaw.properties.stateful.kind_machine import machine_of
from podlaw.properties.worlds.one_pod import one_pod

NOTICED = {"restarts-the-deleted": "RST-2", "starts-out-of-turn": "RST-1", "kills-early": "TERM-1"}
IN_WORLDS = {"restarts-the-deleted": "RST-2", "starts-out-of-turn": "INIT-3", "kills-early": "TERM-1"}
SURVIVORS: list[str] = []
MOST = 50_000
"""States: breadth first, so the shortest paths to a breach are among them."""


def small(*, init: int, app: int) -> Scope:
    """A world under Never whose counters are not cut."""
    return evolve(one_pod("small", init=init, app=app, policies=(RestartPolicy.NEVER,)), saturated={})


Each = pytest.mark.parametrize("mutant", planted(), ids=lambda mutant: mutant.name)


@Each
def test_the_machine_alone_shows_a_planted_bug(mutant: Mutant) -> None:
    assert NOTICED[mutant.name] in {breach.law.id for breach in kind_breaches(mutant.kind, laws_of_worlds())}


@Each
def test_hypothesis_finds_a_planted_bug(mutant: Mutant) -> None:
    case = machine_of(mutant.kind, laws_of_worlds()).TestCase
    case.settings = settings(max_examples=200, stateful_step_count=30, deadline=None, phases=[Phase.generate])
    with pytest.raises(AssertionError, match=NOTICED[mutant.name]):
        case("runTest").runTest()


@Each
def test_the_explorer_finds_a_planted_bug_with_a_path(mutant: Mutant) -> None:
    scope = small(init=1, app=1)
    laws = [law for law in laws_of_worlds() if law.id == IN_WORLDS[mutant.name] and law.speaks_of(POD)]
    assert explore(scope, laws, engine="numpy", most=MOST).holds
    result = explore(mutant.within(scope), laws, engine="numpy", most=MOST)
    broken = [verdict for verdict in result.verdicts if verdict.holds is False]
    assert {verdict.law.id for verdict in broken} == {IN_WORLDS[mutant.name]}
    assert len(list(broken[0].counterexample.lines())) > 3  # type: ignore[union-attr]  # a broken law has one


def test_every_edge_is_changed_in_every_way() -> None:
    mutants = list(systematic((SANDBOX,)))
    guards = sum(edge.when is not None for edge in SANDBOX.edges)
    effects = sum(edge.then is not None for edge in SANDBOX.edges)
    assert len(mutants) == len(SANDBOX.edges) + guards + effects
    assert len({mutant.name for mutant in mutants}) == len(mutants)


def test_most_mutants_of_small_machines_are_noticed() -> None:
    """A sample, in one small world; `fate` tries any of them in any scope."""
    scope = small(init=0, app=1)
    sample = [mutant for mutant in systematic((SANDBOX, KILL_TASK)) if not mutant.name.endswith("missing")]
    survived = survivors(sample, laws_of_worlds(), (scope,), seconds=20)
    assert [one.mutant.name for one in survived] == SURVIVORS


def test_an_unchanged_machine_is_not_suspected() -> None:
    same = Mutant("none", "nothing is changed", STATUS_MANAGER)
    scope = small(init=0, app=1)
    assert not fate(same, laws_of_worlds(), (scope,)).killed
