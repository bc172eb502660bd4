"""Program: a move of a world taken apart into its steps, one for each firing and each coupling that may follow.

What is left to do after a step is a tuple of steps, so a move is a graph of nodes that needs no stack. Where laws ask for
the firings of a whole move, nodes are kept apart by what fired before; else equal rests are one node.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from attrs import field, frozen

from ...model.core.event import Event
from ...model.core.kind import Edge
from ...model.core.world import Coupling, Firing, Path, Scope, Uncoupled, pattern, put
from ..law import Law, Mood
from .layout import Layout, Leaf
from .trace import LazyView, Moved, Run

REFUSED, ENDED, UNCOUPLED = -2, -1, -3
"""Where a move stands after a step that is not followed by another."""


@frozen
class Fire:
    """The first firing of a move."""

    path: Path
    event: Event


@frozen
class Pass:
    """One row of the coupling table, for one target, after this event."""

    row: Coupling
    event: Event
    target: Path
    index: int


@frozen
class Check:
    """A law of worlds, on the whole move."""

    law: Law


@frozen(eq=False)
class Tidy:
    """What a scope keeps at its beginning once it no longer matters, after the move."""

    when: Any
    path: Path
    fields: tuple[str, ...]


Step = Fire | Pass | Check | Tidy


@frozen
class Result:
    """What a step does: the firing, its edge, what it writes, and what laws said of it; `halts` where nothing may follow."""

    firing: Firing | None = None
    edge: Edge | None = None
    writes: tuple[tuple[Leaf, int], ...] = ()
    spoke: tuple[Law, ...] = ()
    broken: tuple[Law, ...] = ()
    halts: int | None = None
    why: str = ""


class Steps:
    """Runs single steps of a scope's moves on codes, with the laws that watch them."""

    def __init__(self, scope: Scope, layout: Layout, laws: tuple[Law, ...]) -> None:
        self.scope, self.layout, self.laws = scope, layout, laws
        self.now = Run(layout)
        self.before = Run(layout, offset=len(layout.widths))
        self._kind_laws = {
            name: tuple(law for law in laws if law.mood is Mood.STEP and law.speaks_of(place.kind))
            for name, place in scope.composition.places.items()
        }
        self.passes = cache(self._passes)

    def run(self, step: Step, firings: tuple[Firing, ...], codes: Any) -> tuple[Result, dict[tuple[int, Leaf], None]]:
        """The result of this step on these codes, and the leaves that it depends on, in the order of reading."""
        reads: dict[tuple[int, Leaf], None] = {}
        self.now.begin(codes, reads)
        match step:
            case Fire(path, event):
                result = self._take(path, event) or Result(halts=REFUSED)
            case Pass():
                result = self._pass(step)
            case Check(law):
                self.before.begin(codes, reads)
                result = self._check(law, firings)
            case Tidy():
                result = self._tidy(step)
        return result, reads

    def _tidy(self, step: Tidy) -> Result:
        if not step.when(self.now.world, step.path[1] if len(step.path) == 3 else 0):
            return Result()
        leaves = self.layout.records[step.path]
        return Result(writes=tuple((leaves[name], self.layout.encode0(leaves[name])) for name in step.fields))

    def _pass(self, step: Pass) -> Result:
        row, world = step.row, self.now.world
        if row.when is not None and not row.when(world, step.index, step.event):
            return Result()
        passed = row.fires if isinstance(row.fires, Event) else row.fires(world, step.index, step.event)
        taken = self._take(step.target, passed)
        if taken is not None:
            return taken
        if row.may_refuse:
            return Result()
        return Result(halts=UNCOUPLED, why=f"{step.event} passes {passed} on to {step.target}, which refuses it")

    def _take(self, path: Path, event: Event) -> Result | None:
        scope, world = self.scope, self.now.world
        kind, record = scope.composition.kind(path), _at(world, path)
        view = LazyView(scope.composition, world, path)
        edge = kind.edge(view, record, event)
        if edge is None:
            return None
        changes = {"state": edge.target, **(edge.then(view, record, event) if edge.then else {})}
        changes = dict(scope.saturate(path, changes))
        after, spoke, broken = Moved(record, changes), [], []
        for law in self._kind_laws[pattern(path)]:
            if law.applies(view, record, event, after):
                spoke.append(law)
                if not law.holds(view, record, event, after):
                    broken.append(law)
        leaves = self.layout.records[path]
        writes = tuple((leaves[name], leaves[name].number(value)) for name, value in changes.items())
        return Result((path, event), edge, writes, tuple(spoke), tuple(broken))

    def _check(self, law: Law, firings: tuple[Firing, ...]) -> Result:
        if law.mood is Mood.ALWAYS or law.mood is Mood.POSSIBLE:
            arguments: tuple[Any, ...] = (self.now.world,)
        else:
            arguments = (self.before.world, firings, self.now.world)
        if law.given is not None and not law.given(*arguments):
            return Result()
        if law.holds(*arguments):
            return Result(spoke=(law,))
        return Result(spoke=(law,), broken=(law,))

    def _passes(self, path: Path, event: Event) -> tuple[Pass, ...]:
        composition = self.scope.composition
        return tuple(
            Pass(row, event, target, index)
            for row in composition._after.get((pattern(path), type(event)), ())
            for target, index in composition._targets(self.now.world, row, path)
        )


def _at(world: Any, path: Path) -> Any:
    return getattr(world, path[0]) if len(path) == 1 else getattr(getattr(world, path[0])[path[1]], path[2])
