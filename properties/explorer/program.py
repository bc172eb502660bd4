"""Program: a move of a world taken apart into steps: a firing, the couplings that may follow, the laws, what is settled.

What is left to do after a step is a tuple of steps, so a move is a graph of nodes that needs no stack.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import field, frozen

from ...model.core.event import Event
from ...model.core.kind import Edge
from ...model.core.world import Coupling, Firing, Path, Scope, at, pattern, spell
from ..law import Law, Mood
from .layout import Codes, Layout, Leaf
from .settled import Settled, settlements
from .trace import LazyView, Moved, Reads, Run
from .verdicts import Sorted, advance, judge

ENDED, REFUSED, UNCOUPLED = -1, -2, -3
"""Where a move stands after a step that no other follows: done, not possible here, or the tables disagree."""


@frozen
class Fire:
    """The first firing of a move."""

    path: Path
    event: Event


@frozen
class Pass:
    """One row of the coupling table for one target, after this event."""

    row: Coupling
    event: Event
    target: Path
    index: int


@frozen
class Check:
    """A law, asked of a state or of a whole move."""

    law: Law


@frozen
class Settle:
    """What a scope settles at one place after each move."""

    row: Settled
    path: Path


Step = Fire | Pass | Check | Settle


@frozen
class Upshot:
    """What a step does: the firing, its edge, what it writes, what laws said of it; `halts` where nothing follows."""

    firing: Firing | None = None
    edge: Edge | None = None
    writes: tuple[tuple[Leaf, int], ...] = ()
    spoke: tuple[Law, ...] = ()
    broken: tuple[Law, ...] = ()
    halts: int | None = None
    why: str = field(default="", eq=False)


class Steps:
    """Runs single steps of a scope's moves on codes: those of the world, then those of the world before the move."""

    def __init__(self, scope: Scope, layout: Layout, laws: Sorted) -> None:
        self.scope, self.layout, self.laws = scope, layout, laws
        self.now = Run(layout)
        self.before = Run(layout, offset=len(layout.widths))
        self.on_states = tuple(Check(law) for law in laws.on_states)
        self.on_moves = tuple(Check(law) for law in (*laws.on_moves, *laws.on_orders))
        self.settles = tuple(Settle(row, path) for row, path in settlements(scope))
        self.passes = cache(self._passes)

    def run(self, step: Step, firings: tuple[Firing, ...], codes: Codes) -> tuple[Upshot, Reads]:
        """What this step does on these codes, after these firings, and the leaves that it depends on."""
        reads: Reads = {}
        self.now.begin(codes, reads)
        self.before.begin(codes, reads)
        match step:
            case Fire(path, event):
                return self._take(path, event) or Upshot(halts=REFUSED), reads
            case Pass():
                return self._pass(step), reads
            case Check(law):
                return self._check(law, firings), reads
            case Settle(row, path):
                return self._settle(row, path), reads

    def _pass(self, step: Pass) -> Upshot:
        row, world = step.row, self.now.world
        if row.when is not None and not row.when(world, step.index, step.event):
            return Upshot()
        passed = row.fires if isinstance(row.fires, Event) else row.fires(world, step.index, step.event)
        taken = self._take(step.target, passed)
        if taken is not None:
            return taken
        if row.may_refuse:
            return Upshot()
        return Upshot(halts=UNCOUPLED, why=f"{step.event} passes {passed} on to {spell(step.target)}, which refuses it")

    def _take(self, path: Path, event: Event) -> Upshot | None:
        scope, record = self.scope, at(self.now.world, path)
        kind, view = scope.composition.kind(path), LazyView(scope.composition, self.now.world, path)
        edge = kind.edge(view, record, event)
        if edge is None:
            return None
        changes = {"state": edge.target, **(edge.then(view, record, event) if edge.then else {})}
        after, spoke, broken = Moved(kind.record, record, changes), [], []  # before the scope cuts it
        for law in self.laws.on_steps[pattern(path)]:
            speaks, breaks = judge(law, view, record, event, after)
            spoke += [law] * speaks
            broken += [law] * breaks
        writes = self._writes(path, scope.saturate(path, changes))
        return Upshot((path, event), edge, writes, tuple(spoke), tuple(broken))

    def _check(self, law: Law, firings: tuple[Firing, ...]) -> Upshot:
        if law.mood is Mood.ORDER:
            leaf = self.layout.monitors[law]
            spoke, broken, now = advance(law, self.now.read(leaf), self.before.world, firings, self.now.world)
            return Upshot(writes=((leaf, leaf.number(now)),), spoke=(law,) * spoke, broken=(law,) * broken)
        about_state = law.mood in (Mood.ALWAYS, Mood.POSSIBLE)
        arguments = (self.now.world,) if about_state else (self.before.world, firings, self.now.world)
        spoke, broken = judge(law, *arguments)
        return Upshot(spoke=(law,) * spoke, broken=(law,) * broken)

    def _settle(self, row: Settled, path: Path) -> Upshot:
        if not row.when(self.now.world, path[1] if len(path) == 3 else 0):
            return Upshot()
        first = at(self.scope.initial[0], path)
        return Upshot(writes=self._writes(path, {name: getattr(first, name) for name in row.fields}))

    def _writes(self, path: Path, changes: Any) -> tuple[tuple[Leaf, int], ...]:
        leaves = self.layout.records[path]
        return tuple((leaves[name], leaves[name].number(value)) for name, value in changes.items())

    def _passes(self, path: Path, event: Event) -> tuple[Pass, ...]:
        """The rows of the coupling table that follow this firing, spread over their targets."""
        composition = self.scope.composition
        return tuple(
            Pass(row, event, target, index)
            for row in composition.rows_after.get((pattern(path), type(event)), ())
            for target, index in composition.targets(self.now.world, row, path)
        )
