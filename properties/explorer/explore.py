"""Explore: every reachable state of a scope, every law asked in each, by the engine of one's choice."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, Literal, Protocol

from ...model.core.world import Firing, Scope
from ..law import Law
from .counterexample import Counterexample
from .result import Report, Result
from .verdicts import Found, Where, sort_laws

if TYPE_CHECKING:  # the plain engine does without NumPy
    from .table import Tables

Engine = Literal["plain", "numpy", "numba"]

MOST = 100_000_000
"""States after which an exploration gives up; the tabulated engines need about 40 bytes for each."""


class Search(Protocol):
    """What every engine offers once it has run."""

    @property
    def tables(self) -> Tables | None: ...

    @property
    def found(self) -> Found: ...

    @property
    def states(self) -> int: ...

    @property
    def edges(self) -> int: ...

    @property
    def depth(self) -> int: ...

    @property
    def complete(self) -> bool: ...

    def run(self, *, most: int, seconds: float | None, report: Report | None) -> None: ...

    def path(self, where: Where) -> tuple[int, tuple[Firing, ...]]: ...


def explore(
    scope: Scope,
    laws: Iterable[Law] = (),
    *,
    seconds: float | None = None,
    most: int = MOST,
    progress: Report | None = None,
    engine: Engine = "numpy",
) -> Result:
    """Explore the scope breadth first; laws that do not speak of its machines or worlds are left out.

    Ends early, with `complete` False, when the seconds are over or there are more than `most` states. Raises
    ModuleNotFoundError where the engine's library is not installed, and TooWide for a world that no table can hold.
    """
    began = monotonic()
    made = search(scope, tuple(laws), engine)
    made.run(most=most, seconds=seconds, report=progress)

    def shown(broken: str, where: Where) -> Counterexample:
        return Counterexample(scope, broken, *made.path(where))

    refused = made.found.refused
    return Result(
        states=made.states,
        edges=made.edges,
        depth=made.depth,
        complete=made.complete,
        seconds=monotonic() - began,
        engine=engine,
        verdicts=made.found.verdicts(made.complete, shown),
        uncoupled=None if refused is None else shown(f"the tables disagree: {refused[0]}", refused[1]),
        dead=made.found.dead(),
    )


def search(scope: Scope, laws: tuple[Law, ...], engine: Engine) -> Search:
    """An exploration that has not run yet, for those who want to look into it afterwards."""
    asked = sort_laws(scope, laws)
    if engine == "plain":
        from .plain import Plain

        return Plain(scope, asked)
    if engine == "numpy":
        from .tabulated import Tabulated

        return Tabulated(scope, asked)
    from .compiled import Compiled

    return Compiled(scope, asked)
