"""Plain: breadth first over `Scope.successors`' own semantics, in Python; slow, and what the tables are held against."""

from __future__ import annotations

from time import monotonic
from typing import Any

from attrs import define, field

from ...model.core.event import Event
from ...model.core.kind import Edge
from ...model.core.world import Composition, Firing, Path, Scope, Uncoupled, at, pattern
from .result import Progress, Report
from .settled import settle
from .verdicts import Found, Sorted, advance, judge

Node = tuple[Any, tuple[Any, ...]]
"""A world, and where the monitor of each law about order stands."""


@define(eq=False)
class Plain:
    """One exploration: what was found, and how each node was first reached."""

    scope: Scope
    laws: Sorted
    found: Found = field(init=False)
    parents: dict[Node, tuple[Node, Firing] | None] = field(factory=dict)
    depth: int = 0
    edges: int = 0
    complete: bool = False

    def __attrs_post_init__(self) -> None:
        self.found = Found(self.scope, self.laws)

    def run(self, *, most: int, seconds: float | None, report: Report | None) -> None:
        """Explore until all is expanded, or there are more than `most` states, or the seconds are over."""
        began = monotonic()
        start = tuple(law.initial for law in self.laws.on_orders)
        frontier: list[Node] = [(world, start) for world in dict.fromkeys(self.scope.initial)]
        self.parents = dict.fromkeys(frontier)
        expanded = 0
        while frontier:
            found: list[Node] = []
            for node in frontier:
                if len(self.parents) > most or (seconds is not None and monotonic() - began > seconds):
                    return
                found += self._expand(node)
                expanded += 1
                if report is not None and expanded % 1000 == 0:
                    report(Progress(len(self.parents), expanded, self.edges, self.depth, monotonic() - began))
            frontier = found
            self.depth += bool(found)
        self.complete = True

    @property
    def tables(self) -> None:
        """There are none."""

    @property
    def states(self) -> int:
        return len(self.parents)

    def path(self, where: tuple[Node, Firing | None]) -> tuple[int, tuple[Firing, ...]]:
        """The initial world from which the shortest path leads here, and its firings."""
        node, last = where
        firings = [] if last is None else [last]
        while (parent := self.parents[node]) is not None:
            node, firing = parent
            firings.append(firing)
        return self.scope.initial.index(node[0]), tuple(reversed(firings))

    def _expand(self, node: Node) -> list[Node]:
        world, _ = node
        for law in self.laws.on_states:
            self.found.note(law, *judge(law, world), (node, None))
        new = []
        for firing in self.scope.enabled(world):
            self.edges += 1
            after = self._move(node, firing)
            if after is not None and after not in self.parents:
                self.parents[after] = (node, firing)
                new.append(after)
        return new

    def _move(self, node: Node, firing: Firing) -> Node | None:
        """The node after this move, all laws about moves asked; None where the tables disagree."""
        world, monitors = node
        composition, where = self.scope.composition, (node, firing)

        def watched(_: Composition, draft: Any, path: Path, event: Event) -> bool:
            kind, view, before = composition.kind(path), composition.view_of(draft, path), at(draft, path)
            edge: Edge | None = kind.edge(view, before, event)
            if edge is None or not self.scope.stepper(composition, draft, path, event):
                return False
            self.found.taken[edge] = None
            changes = kind.changes(view, before, event) or {}
            after = kind.apply(before, changes)  # a law of a Kind speaks of its step before the scope cuts it
            for law in self.laws.on_steps[pattern(path)]:
                self.found.note(law, *judge(law, view, before, event, after), where)
            return True

        draft = composition.thaw(world)
        try:
            firings = composition.fire(draft, *firing, stepper=watched)
        except Uncoupled as error:
            self.found.refused = self.found.refused or (str(error), where)
            return None
        after = composition.freeze(draft)
        for law in self.laws.on_moves:
            self.found.note(law, *judge(law, world, firings, after), where)
        moved = []
        for law, monitor in zip(self.laws.on_orders, monitors, strict=True):
            spoke, broken, now = advance(law, monitor, world, firings, after)
            self.found.note(law, spoke, broken, where)
            moved.append(now)
        return settle(self.scope, after), tuple(moved)
