"""Tabulated: breadth first over whole frontiers with NumPy: a look-up for each step of each move, sort-unique for what is new.

A state costs 8 bytes among all words, twice while they are merged, and 14 for its word, its parent and the move that led to
it; a frontier is expanded in slices of `SLICE` states.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import numpy as np

from ...model.core.world import Firing, Scope
from .layout import layout
from .program import ENDED, REFUSED
from .result import Progress, Report
from .table import BASE, KEEP, NEXT, VALUE, Tables
from .verdicts import Found, Sorted
from .words import Words

SLICE = 1 << 16

Rows = Any
"""A vector of numbers of states in the slice."""


class Tabulated:
    """One exploration: all states in the order of their discovery, level by level."""

    def __init__(self, scope: Scope, laws: Sorted) -> None:
        self.scope = scope
        self.layout = layout(scope, laws.on_orders)
        self.tables = Tables(scope, self.layout, laws)
        self.words = Words(self.layout)
        self.found = Found(scope, laws)
        self.depth = self.edges = self.expanded = 0
        self.complete = False
        codes = [np.array(column) for column in zip(*map(self.layout.encode, scope.initial), strict=True)]
        first = self._pack(codes)
        self.levels: list[Any] = [np.unique(first)]
        self.parents: list[tuple[Any, Any]] = [(np.zeros(0, np.uint32), np.zeros(0, np.int16))]
        self.visited = self.levels[0]
        self.uses: dict[int, int] = {}
        self.first: dict[int, tuple[int, int | None]] = {}
        self._sparse: dict[int, tuple[int, Any, Any]] = {}

    @property
    def states(self) -> int:
        return len(self.visited)

    def run(self, *, most: int, seconds: float | None, report: Report | None) -> None:
        """Explore until all is expanded, or there are more than `most` states, or the seconds are over."""
        began = monotonic()
        while len(self.levels[-1]):
            frontier, found = self.levels[-1], []
            base = self.states - len(frontier)
            for begin in range(0, len(frontier), SLICE):
                if self.states > most or (seconds is not None and monotonic() - began > seconds):
                    self._count()
                    return
                found += self._expand(self.levels[-1][begin : begin + SLICE], base + begin)
                self.expanded = base + min(begin + SLICE, len(frontier))
                if report is not None:
                    report(Progress(self.states, self.expanded, self.edges, self.depth, monotonic() - began))
            self._level(found)
        self.levels.pop()
        self.depth = len(self.levels) - 1
        self.complete = True
        self._count()

    def path(self, where: tuple[int, Firing | None]) -> tuple[int, tuple[Firing, ...]]:
        """The initial world from which the shortest path leads here, and its firings."""
        state, last = where
        firings = [] if last is None else [last]
        moves = self.scope.urgent_firings + self.scope.firings
        starts = np.cumsum([0, *map(len, self.levels)])
        while state >= len(self.levels[0]):
            level = int(np.searchsorted(starts, state, side="right")) - 1
            parents, moved = self.parents[level]
            firings.append(moves[moved[state - starts[level]]])
            state = int(parents[state - starts[level]])
        world = self.layout.decode([int(code[0]) for code in self.words.decode(self.levels[0][state : state + 1])])
        return self.scope.initial.index(world), tuple(reversed(firings))

    def _level(self, found: list[tuple[Any, Any, int]]) -> None:
        """Keep what is new of what was found: (codes, states they come from, move)."""
        numbered = [([self.words.number(at, code) for at, code in enumerate(codes)]) for codes, _, _ in found]
        self._widen()
        words = np.concatenate([self.words.pack(numbers) for numbers in numbered] or [self.visited[:0]])
        parents = np.concatenate([rows.astype(np.uint32) for _, rows, _ in found] or [np.zeros(0, np.uint32)])
        moves = np.concatenate(
            [np.full(len(rows), move, np.int16) for _, rows, move in found] or [np.zeros(0, np.int16)]
        )
        words, first = np.unique(words, return_index=True)
        place = np.minimum(np.searchsorted(self.visited, words), len(self.visited) - 1)
        new = self.visited[place] != words
        self.levels.append(words[new])
        self.parents.append((parents[first][new], moves[first][new]))
        self.visited = np.sort(np.concatenate([self.visited, words[new]]), kind="stable")

    def _pack(self, codes: list[Any]) -> Any:
        numbers = [self.words.number(at, code) for at, code in enumerate(codes)]
        self._widen()
        return self.words.pack(numbers)

    def _widen(self) -> None:
        """Pack everything anew where a code has outgrown its bits."""
        if self.words.are_full:
            kept = [self.words.unpack(words) for words in (*getattr(self, "levels", ()),)]
            visited = self.words.unpack(self.visited) if kept else None
            self.words.widen()
            if visited is not None:
                self.levels = [self.words.pack(numbers) for numbers in kept]
                self.visited = self.words.pack(visited)

    def _expand(self, words: Any, base: int) -> list[tuple[Any, Any, int]]:
        """What the moves of these states lead to; `base` is the number of the first of them."""
        codes = self.words.decode(words)
        before = codes + codes
        waiting = np.arange(len(words))
        found: list[tuple[Any, Any, int]] = []
        if self.tables.on_states >= 0:
            self._walk(self.tables.on_states, before, waiting, base, None)
        number = 0
        for urgent, roots in ((True, self.tables.urgent), (False, self.tables.moves)):
            for root in roots:
                refused = self._move(root, before, waiting, base, number, found)
                number += 1
                if urgent:
                    waiting = waiting[refused]
        return found

    def _move(self, root: int, before: list[Any], waiting: Rows, base: int, number: int, found: list[Any]) -> Any:
        """Let these states take this move; returns a mask of those that refuse it."""
        outcomes = self._outcomes(root, before, waiting)
        takes = self.tables.by_outcome.array[outcomes, NEXT] != REFUSED
        rows = waiting[takes]
        self.edges += len(rows)
        if len(rows):
            for codes, ended in self._walk(root, before, rows, base, number):
                found.append((codes[: self.words.count], ended + base, number))
        return ~takes

    def _walk(
        self, root: int, before: list[Any], rows: Rows, base: int, move: int | None
    ) -> list[tuple[list[Any], Rows]]:
        """Go on from this node with these states, until nothing is left to do; (codes, states) that have ended."""
        tables, blocks, ended = self.tables, [(root, [code[rows] for code in before], rows)], []
        while blocks:
            node, codes, rows = blocks.pop()
            if node < 0:
                if node == ENDED:
                    ended.append((codes, rows))
                continue
            outcomes = self._outcomes(node, codes, None)
            self._use(outcomes, rows, base, move)
            at, follows = tables.nodes[node].code, tables.by_outcome.array[outcomes, NEXT]
            effects = tables.by_outcome.array
            codes = [*codes]
            codes[at] = (codes[at] & effects[outcomes, KEEP]) | effects[outcomes, VALUE]
            ways = np.unique(follows)
            if len(ways) == 1:
                blocks.append((int(ways[0]), codes, rows))
                continue
            for way in ways:
                taken = follows == way
                blocks.append((int(way), [code[taken] for code in codes], rows[taken]))
        return ended

    def _outcomes(self, node: int, codes: list[Any], rows: Rows | None) -> Any:
        """The outcome of this node for each state; what is not known is traced."""
        tables = self.tables
        while True:
            index: Any = np.zeros(len(codes[0] if rows is None else rows), np.int64)
            for (at, leaf), stride in tables.nodes[node].reads.items():
                code = codes[at] if rows is None else codes[at][rows]
                index += ((code >> leaf.shift) & leaf.mask) * stride
            outcomes = self._look_up(node, index)
            unknown = np.flatnonzero(outcomes < 0)
            if not len(unknown):
                return outcomes
            for place in unknown[np.unique(index[unknown], return_index=True)[1]]:
                row = place if rows is None else rows[place]
                tables.outcome(node, [int(code[row]) for code in codes])

    def _look_up(self, number: int, index: Any) -> Any:
        tables = self.tables
        if (base := int(tables.by_node.array[number, BASE])) >= 0:
            return tables.cells.array[base + index]
        sparse = tables.nodes[number].sparse
        if not sparse:
            return np.full(len(index), -1, np.int32)
        size, keys, outcomes = self._sparse.get(number, (0, None, None))
        if size != len(sparse):
            keys = np.fromiter(sparse.keys(), np.int64, len(sparse))
            order = np.argsort(keys)
            keys, outcomes = keys[order], np.fromiter(sparse.values(), np.int32, len(sparse))[order]
            self._sparse[number] = (len(sparse), keys, outcomes)
        place = np.minimum(np.searchsorted(keys, index), len(keys) - 1)
        return np.where(keys[place] == index, outcomes[place], -1)

    def _use(self, outcomes: Any, rows: Rows, base: int, move: int | None) -> None:
        """Count how often each outcome came up, and note where it first did."""
        counts = np.bincount(outcomes)
        for outcome in np.flatnonzero(counts):
            if outcome not in self.uses:
                self.uses[int(outcome)] = 0
                self.first[int(outcome)] = (base + int(rows[np.argmax(outcomes == outcome)]), move)
            self.uses[int(outcome)] += int(counts[outcome])

    def _count(self) -> None:
        """What the outcomes that came up mean for the laws and the edges."""
        moves = self.scope.urgent_firings + self.scope.firings
        for outcome, (state, move) in sorted(self.first.items(), key=lambda item: item[1][0]):
            where = (state, None if move is None else moves[move])
            upshot = self.tables.outcomes[outcome][1]
            self.found.count(upshot, self.uses[outcome], where)
