"""explore: every engine finds the same states, edges and verdicts, and says what it did not finish."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.core.world import Composition, Scope
from podlaw.properties.explorer.explore import Engine, explore
from podlaw.properties.explorer.result import Progress, Result
from podlaw.properties.explorer.sizes import pinned, size
from podlaw.properties.law import Law, Mood, law
from podlaw.properties.laws import laws_of_worlds

SIZES = json.loads(Path(__file__).with_name("sizes.json").read_text("utf-8"))
BOTH = ("0+1 Always", "0+1 OnFailure", "0+1 Never", "1+1 Never")
"""Those that plain Python explores in seconds."""

TABULATED: list[Any] = [
    "numpy",
    "numba",
]


def told(result: Result) -> tuple[Any, ...]:
    """All that engines must agree on."""
    verdicts = [
        (v.law.name, v.holds, v.spoke, v.counterexample and len(v.counterexample.firings)) for v in result.verdicts
    ]
    dead = [(name, str(edge)) for name, edge in result.dead]
    return result.states, result.edges, result.depth, result.complete, verdicts, dead


@pytest.mark.parametrize("name", SIZES)
def test_the_size_of_each_world_is_the_pinned_one(name: str) -> None:
    assert list(size(pinned()[name], "numpy")) == SIZES[name]


@pytest.mark.parametrize("name", BOTH)
def test_plain_python_finds_the_pinned_size_too(name: str) -> None:
    assert list(size(pinned()[name], "plain")) == SIZES[name]


@pytest.mark.parametrize("engine", TABULATED)
def test_tables_and_plain_python_agree_on_every_law(pod: Scope, engine: Engine) -> None:
    laws = laws_of_worlds()
    assert told(explore(pod, laws, engine=engine)) == told(explore(pod, laws, engine="plain"))


def laws_of(composition: Composition) -> tuple[Law, ...]:
    """One law of each mood, and a monitor that only follows; the first three are broken."""

    def made(mood: Mood, holds: Any, **more: Any) -> Law:
        name = more.pop("name")
        holds.__doc__, holds.__name__ = "A lamp is as it is.", name
        return law(name, composition, by=("tests",), witness="it is not", breach=None, mood=mood, **more)(holds)

    return (
        made(Mood.ALWAYS, lambda world: world.rooms[1].lamp.lit < 2, name="always"),
        made(Mood.STEP, lambda before, firings, after: len(firings) == 1, name="step"),
        made(Mood.ORDER, lambda seen, before, firings, after: seen + 1 if seen < 4 else None, name="order", initial=0),
        made(Mood.ORDER, lambda last, before, firings, after: firings[0][0][1], name="last", initial=-1),
        made(Mood.POSSIBLE, lambda world: world.bell.state.value == "Rung", name="possible"),
        made(Mood.POSSIBLE, lambda world: world.rooms[0].lamp.lit > 3, name="impossible"),
    )


@pytest.mark.parametrize("engine", ["plain", *TABULATED])
def test_laws_of_every_mood_are_asked(house: Scope, engine: Engine) -> None:
    result = explore(house, laws_of(house.composition), engine=engine)
    found = {verdict.law.id: verdict for verdict in result.verdicts}
    lengths = {name: len(v.counterexample.firings) for name, v in found.items() if v.counterexample is not None}
    assert lengths == {"always": 3, "step": 5, "order": 5}
    assert found["possible"].holds is True
    assert found["impossible"].holds is False
    assert [law.id for law in result.unreached] == ["impossible"]


@pytest.mark.parametrize("engine", TABULATED)
def test_monitors_multiply_states_alike(house: Scope, engine: Engine) -> None:
    laws = laws_of(house.composition)
    assert told(explore(house, laws, engine=engine)) == told(explore(house, laws, engine="plain"))
    assert explore(house, laws, engine=engine).states > explore(house, engine=engine).states


@pytest.mark.parametrize("engine", ["plain", *TABULATED])
def test_a_coupled_refusal_is_a_breach_with_a_path(strict_house: Scope, engine: Engine) -> None:
    result = explore(strict_house, engine=engine)
    assert not result.holds
    assert result.uncoupled is not None
    assert len(result.uncoupled.firings) == 7  # one lamp rings it with 5 moves; lit again it has to ring once more
    assert "refuses it" in str(result.uncoupled)


@pytest.mark.parametrize("engine", ["plain", *TABULATED])
def test_an_exploration_that_is_cut_short_says_so(pod: Scope, engine: Engine) -> None:
    reports: list[Progress] = []
    result = explore(pod, most=2000, engine=engine, progress=reports.append)
    assert not result.complete
    assert result.states > 2000
    assert reports
    assert explore(pod, seconds=0.0, engine=engine).complete is False


def test_edges_that_no_state_takes_are_named(house: Scope) -> None:
    still = Scope("still", "a house at rest", house.composition, house.initial, ())
    assert len(explore(still, engine="numpy").dead) == 3
    assert explore(house, engine="numpy").dead == ()
