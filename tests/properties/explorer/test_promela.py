"""promela: the exported model reads well and, where SPIN is installed, has as many states as ours."""

from __future__ import annotations

import pytest

from podlaw.model.core.world import Scope
from podlaw.model.kubelet.rules.restart import RestartPolicy
from podlaw.properties.bench.spin import SpinRun, Unavailable, programs, run
from podlaw.properties.explorer.promela import promela
from podlaw.properties.explorer.tabulated import Tabulated
from podlaw.properties.explorer.verdicts import sort_laws
from podlaw.properties.worlds.one_pod import one_pod


def explored(scope: Scope) -> Tabulated:
    search = Tabulated(scope, sort_laws(scope, ()))
    search.run(most=1_000_000, seconds=None, report=None)
    return search


def spin(scope: Scope) -> tuple[Tabulated, SpinRun]:
    """The scope explored by us and by SPIN, or the test is skipped."""
    try:
        programs()
    except Unavailable as reason:
        pytest.skip(str(reason))
    search = explored(scope)
    return search, run(promela(search.tables), states=search.states)


def test_a_move_is_one_guarded_option_with_its_rules(house: Scope) -> None:
    text = promela(explored(house).tables)
    assert "unsigned rooms_0_lamp_state : 1 = LampState_DARK;" in text
    assert ":: d_step { /* user: rooms/0/lamp Light */\n  (rooms_0_lamp_state == LampState_DARK) && calm ->" in text
    assert "bell_state = BellState_RUNG; /* T1: bell Ring */" in text


def test_spin_finds_as_many_states_of_the_toy_house(house: Scope) -> None:
    search, seen = spin(house)
    assert (seen.states, seen.transitions - 1) == (search.states, search.edges)


def test_spin_finds_as_many_states_of_a_pod(pod: Scope) -> None:
    search, seen = spin(pod)
    assert (seen.states, seen.transitions - 1) == (search.states, search.edges)


def test_a_choice_of_initial_worlds_is_one_state_more() -> None:
    policies = (RestartPolicy.NEVER, RestartPolicy.ON_FAILURE)
    search, seen = spin(one_pod("0+1", init=0, app=1, policies=policies))
    assert seen.states == search.states + 1
