"""Settled: what no longer matters in a world goes back to its beginning, so that states which behave alike are one state.

A cut like any other: it is listed in the scope, and `tests` compare the behaviour of a small scope with and without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from attrs import frozen

from ...model.core.world import Firing, Path, Scope, at, pattern, put


@frozen(eq=False)
class Settled:
    """Where `when(world, index)` holds, nothing reads these fields of the places `at` any more."""

    at: str
    fields: tuple[str, ...]
    when: Callable[[Any, int], bool]


@frozen(eq=False)
class SettledScope(Scope):
    """A scope in which, after each move, each row that holds is applied, in order."""

    settled: tuple[Settled, ...] = ()

    @cached_property
    def settlements(self) -> tuple[tuple[Settled, Path], ...]:
        """Each row for each of its places, in the order of the table."""
        paths = list(self.composition.paths(self.initial[0]))
        return tuple((row, path) for row in self.settled for path in paths if pattern(path) == row.at)

    def after(self, world: Any, firing: Firing) -> Any:
        """As in any scope, then what no longer matters is settled."""
        return self.settle(super().after(world, firing))

    def settle(self, world: Any) -> Any:
        """This world, with what no longer matters as it was at the beginning."""
        draft = self.composition.thaw(world)
        for row, path in self.settlements:
            if row.when(draft, path[1] if len(path) == 3 else 0):
                record, first = at(draft, path), at(self.initial[0], path)
                changes = {name: getattr(first, name) for name in row.fields}
                put(draft, path, self.composition.kind(path).apply(record, changes))
        return self.composition.freeze(draft)


def settle(scope: Scope, world: Any) -> Any:
    """The world as this scope keeps it."""
    return scope.settle(world) if isinstance(scope, SettledScope) else world


def settlements(scope: Scope) -> tuple[tuple[Settled, Path], ...]:
    """What this scope settles; nothing, in most."""
    return scope.settlements if isinstance(scope, SettledScope) else ()
