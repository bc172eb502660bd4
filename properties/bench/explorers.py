"""Explorers: distinct states a second of each engine and of SPIN, on one world; SPIN's counts are compared with ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ...model.core.world import Scope
from ..explorer.explore import MOST, Engine, Search, explore, search
from .measure import Row, processor_time
from .spin import Unavailable, programs, run

if TYPE_CHECKING:  # without NumPy there still is the plain row
    from ..explorer.table import Tables

UNIT = "states/s"


def rows(scope: Scope, warm: Scope, *, seconds: float) -> Iterator[Row]:
    """A row for each engine, the fastest of ours last, then SPIN; `warm` is explored first, so that all is compiled.

    The plain one is stopped after so many seconds, since its rate is all that counts.
    """
    plain, took = processor_time(lambda: explore(scope, engine="plain", seconds=seconds))
    yield Row("explorer, plain Python", plain.states / took, UNIT, "" if plain.complete else f"of {seconds:.0f} s")
    found: Search | None = None
    engines: tuple[Engine, ...] = ("numpy", "numba")
    for engine in engines:
        if find_spec(engine) is None:
            yield Row(f"explorer, {engine}", None, UNIT, f"{engine} is not installed")
            continue
        found, rate = _tabulated(scope, warm, engine)
        yield Row(f"explorer, {engine}", rate, UNIT, f"{found.states:,} states, {found.edges:,} edges")
    if found is not None and found.tables is not None:
        yield _spin(scope, found.tables, found.states)


def _tabulated(scope: Scope, warm: Scope, engine: Engine) -> tuple[Search, float]:
    def work(on: Scope) -> Callable[[], Search]:
        def explored() -> Search:
            made = search(on, (), engine)
            made.run(most=MOST, seconds=None, report=None)
            return made

        return explored

    work(warm)()
    found, took = processor_time(work(scope))
    return found, found.states / took


def _spin(scope: Scope, tables: Tables, states: int) -> Row:
    """SPIN on the model that these tables are; one state more where it has to choose the initial world."""
    from ..explorer.promela import promela

    expected = states + (len(scope.initial) > 1)
    try:
        programs()
        seen = run(promela(tables), states=expected)
    except Unavailable as reason:
        return Row("SPIN", None, UNIT, str(reason))
    differs = "the same number of states" if seen.states == expected else f"differs: {seen.states:,} states"
    return Row("SPIN", seen.states / seen.seconds, UNIT, differs)
