"""table: what the tables say of any world, reached or not, is what plain Python does with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podlaw.model.core.world import Scope, Uncoupled
from podlaw.model.kubelet.rules.restart import RestartPolicy
from podlaw.properties.explorer.layout import Layout, layout
from podlaw.properties.explorer.program import ENDED, REFUSED, UNCOUPLED
from podlaw.properties.explorer.table import Tables
from podlaw.properties.explorer.verdicts import sort_laws
from podlaw.properties.worlds.one_pod import one_pod

SCOPE = one_pod("1+1", init=1, app=1, policies=(RestartPolicy.ALWAYS, RestartPolicy.ON_FAILURE))


def tables_of(scope: Scope) -> Tables:
    return Tables(scope, layout(scope), sort_laws(scope, ()))


TABLES = tables_of(SCOPE)


def plainly(scope: Scope, world: Any, number: int) -> tuple[int, Any]:
    """How this move ends, and the world after it."""
    firing = (scope.urgent_firings + scope.firings)[number]
    if not scope.allows(world, firing):
        return REFUSED, world
    try:
        return ENDED, scope.after(world, firing)
    except Uncoupled:
        return UNCOUPLED, None


def by_tables(tables: Tables, codes: list[int], number: int) -> tuple[int, Any]:
    codes = codes * 2
    end = tables.walk((tables.urgent + tables.moves)[number], codes)
    return end, None if end == UNCOUPLED else tables.layout.decode(codes)


@st.composite
def full_codes(draw: st.DrawFn, laid: Layout) -> list[int]:
    """The codes of any world, its fields drawn one by one."""
    codes = [0] * len(laid.widths)
    for leaf in laid.leaves:
        codes[leaf.code] |= draw(st.integers(0, leaf.size - 1)) << leaf.shift
    return codes


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(codes=full_codes(TABLES.layout))
def test_tables_agree_with_plain_python_on_random_full_records(codes: list[int]) -> None:
    world = TABLES.layout.decode(codes)
    for number in range(len(TABLES.urgent + TABLES.moves)):
        try:
            expected = plainly(SCOPE, world, number)
        except KeyError:  # a record that cannot be, such as an end without an outcome
            continue
        assert by_tables(TABLES, codes, number) == expected


@given(codes=full_codes(TABLES.layout))
def test_a_world_comes_back_from_its_codes(codes: list[int]) -> None:
    assert TABLES.layout.encode(TABLES.layout.decode(codes)) == codes


def test_a_table_that_grows_keeps_what_it_knows(house: Scope) -> None:
    tables = tables_of(house)
    codes = tables.layout.encode(house.initial[0]) * 2
    before = tables.outcome(tables.moves[0], codes)
    tables.walk(tables.moves[0], [*codes])
    assert tables.outcome(tables.moves[0], codes) == before


@pytest.mark.parametrize("number", range(4))
def test_moves_of_the_toy_house_agree(house: Scope, number: int) -> None:
    tables = tables_of(house)
    codes = tables.layout.encode(house.initial[0])
    assert by_tables(tables, codes, number) == plainly(house, house.initial[0], number)
