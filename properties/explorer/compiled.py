"""Compiled: breadth first with the Numba kernel; Python traces what the kernel does not know and makes room for more.

A state costs 14 bytes for its word, its parent and the move that led to it, and 16 to 32 in the hash table of words.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import numpy as np

from ...model.core.world import Firing, Scope
from . import numba_kernel as kernel
from . import vectors
from .layout import layout
from .result import Progress, Report
from .table import Tables
from .verdicts import Found, Sorted
from .words import Words

MISSES = 256
"""So many states may ask for unknown cells before they are traced."""

SLICE = 1 << 20
"""States that are expanded between two looks at the clock."""


class Compiled:
    """One exploration: all states in the order of their discovery."""

    def __init__(self, scope: Scope, laws: Sorted) -> None:
        self.scope = scope
        self.layout = layout(scope, laws.on_orders)
        self.tables = Tables(scope, self.layout, laws)
        self.found = Found(scope, laws)
        self.depth, self.complete = 0, False
        self.words = Words(self.layout)
        self.uses: Any = np.zeros((1 << 12, 3), np.int64)
        """By outcome: how often it came up, the first state where it did, and the move there."""
        self.sparse: tuple[Any, Any, int] = (np.full(1 << 10, -1, np.int64), np.zeros(1 << 10, np.int32), 0)
        codes = [np.array(column) for column in zip(*map(self.layout.encode, scope.initial), strict=True)]
        numbers = [self.words.number(at, code) for at, code in enumerate(codes)]
        self.words.widen()
        first = list(dict.fromkeys(self.words.pack(numbers).tolist()))
        room = 1 << 12
        self.kept = vectors.States(
            np.zeros(room, np.uint64),
            np.zeros(room, np.uint32),
            np.zeros(room, np.int16),
            np.zeros(4 * room, np.uint64),
            np.array([len(first), 0]),
        )
        self.initial = len(first)
        self.kept.words[: self.initial] = first
        kernel.add_all(self.kept.words[: self.initial], self.kept.slots)
        self.roots = self._roots()
        self.numbers = self._numbered()

    @property
    def states(self) -> int:
        """How many states there are."""
        return int(self.kept.counts[0])

    @property
    def edges(self) -> int:
        """How many moves were taken."""
        return int(self.kept.counts[1])

    def run(self, *, most: int, seconds: float | None, report: Report | None) -> None:
        """Explore until all is expanded, or there are more than `most` states, or the seconds are over."""
        began, low = monotonic(), 0
        while low < self.states:
            high = self.states
            while low < high:
                if self.states > most or (seconds is not None and monotonic() - began > seconds):
                    self._count()
                    return
                self._expand(np.arange(low, min(low + SLICE, high)))
                low = min(low + SLICE, high)
                if report is not None:
                    report(Progress(self.states, low, self.edges, self.depth, monotonic() - began))
            self.depth += self.states > high
        self.complete = True
        self._count()

    def path(self, where: tuple[int, Firing | None]) -> tuple[int, tuple[Firing, ...]]:
        """The initial world from which the shortest path leads here, and its firings."""
        state, last = where
        firings = [] if last is None else [last]
        moves = self.scope.urgent_firings + self.scope.firings
        while state >= self.initial:
            firings.append(moves[int(self.kept.moves[state])])
            state = int(self.kept.parents[state])
        return self.scope.initial.index(self.layout.decode(self._codes(state))), tuple(reversed(firings))

    def _expand(self, todo: Any) -> None:
        """Expand these states, again and again where they ask for what is not known."""
        tables, misses = self.tables, np.zeros((MISSES, 2), np.int64)
        begin, again = 0, []
        while True:
            # plain tuples: the names of NamedTuples would be part of what Numba keeps
            states, numbers, tabled = tuple(self.kept), tuple(self.numbers), tuple(self._vectors())
            why, begin, missed = kernel.expand(
                todo, begin, tuple(self.roots), misses, states, numbers, tabled, self.uses
            )
            for place, root in misses[:missed].tolist():
                again.append(todo[place])
                tables.walk(root, self._codes(todo[place]) * 2)
            if why == kernel.FULL:
                self._grow()
            elif why == kernel.WIDE:
                self._widen()
            elif why == kernel.DONE:
                if not again:
                    return
                todo, begin, again = np.array(again), 0, []

    def _codes(self, state: int) -> list[int]:
        word = self.kept.words[state : state + 1]
        return [int(self.numbers.codes[at, number[0]]) for at, number in enumerate(self.words.unpack(word))]

    def _roots(self) -> vectors.Roots:
        """Where moves begin, and in which states of their machine."""
        nodes, rows = (*self.tables.urgent, *self.tables.moves), []
        for node, (path, event) in zip(nodes, self.scope.urgent_firings + self.scope.firings, strict=True):
            leaf = self.layout.records[path]["state"]
            states = {edge.source for edge in self.scope.composition.kind(path).edges if edge.event is type(event)}
            rows.append((node, leaf.code, leaf.shift, leaf.mask, sum(1 << leaf.number(state) for state in states)))
        return vectors.Roots(self.tables.on_states, len(self.tables.urgent), np.array(rows, np.int64))

    def _vectors(self) -> vectors.Tabled:
        """The tables as they are now."""
        tables = self.tables
        keys, values, done = self.sparse
        new = tables.sparse_key.size
        if 2 * new > len(keys):
            room = 4 << new.bit_length()
            keys, values, done = np.full(room, -1, np.int64), np.zeros(room, np.int32), 0
        kernel.put_all(keys, values, tables.sparse_key.array[done:new], tables.sparse_outcome.array[done:new])
        self.sparse = (keys, values, new)
        while len(tables.outcomes) > len(self.uses):
            self.uses = np.concatenate([self.uses, np.zeros_like(self.uses)])
        by_node, by_read, by_outcome = tables.by_node.array, tables.by_read.array, tables.by_outcome.array
        return vectors.Tabled(by_node, by_read, by_outcome, tables.cells.array, keys, values)

    def _numbered(self) -> vectors.Numbers:
        """The numbers of all codes with room for as many again."""
        words = self.words
        room = 4 << max(*words.known, 1 << 8).bit_length()
        keys, values = np.full((words.count, room), -1, np.int64), np.zeros((words.count, room), np.int32)
        codes = np.zeros((words.count, room), np.int64)
        for at, known in enumerate(words.known):
            codes[at, :known] = words.codes[at][:known]
            kernel.put_all(keys[at], values[at], codes[at, :known], np.arange(known, dtype=np.int32))
        limits = np.array([words.known, words.bits, words.shifts], np.int64).T.copy()
        most = int(np.bincount(self.roots.moves[:, 1]).max()) + 1
        listed = np.full((words.count, room, most), -1, np.int64)
        for at, known in enumerate(words.known):
            for number in range(known):
                kernel.list_moves(at, number, codes, listed, self.roots.moves)
        return vectors.Numbers(keys, values, codes, listed, limits)

    def _widen(self) -> None:
        """A code has run out of numbers: give it one bit more, and pack all words anew."""
        words, count = self.words, self.states
        numbers = words.unpack(self.kept.words[:count])
        words.known = self.numbers.limits[:, 0].tolist()
        words.codes = list(self.numbers.codes)
        full = [known >= 1 << bits for known, bits in zip(words.known, words.bits, strict=True)]
        words.bits = [bits + more for bits, more in zip(words.bits, full, strict=True)]
        words.widen()
        self.kept.words[:count] = words.pack(numbers)
        self.kept.slots[:] = 0
        kernel.add_all(self.kept.words[:count], self.kept.slots)
        self.numbers = self._numbered()

    def _grow(self) -> None:
        """Make room for as many states again."""
        words, parents, moves, slots, counts = self.kept
        if 2 * len(words) > len(slots) // 2:
            slots = np.zeros(2 * len(slots), np.uint64)
            kernel.add_all(words[: self.states], slots)
        words, parents, moves = (np.concatenate([vector, np.zeros_like(vector)]) for vector in (words, parents, moves))
        self.kept = vectors.States(words, parents, moves, slots, counts)

    def _count(self) -> None:
        """What the outcomes that came up mean for the laws and the edges."""
        moves = self.scope.urgent_firings + self.scope.firings
        came = np.flatnonzero(self.uses[: len(self.tables.outcomes), 0])
        for outcome in came[np.argsort(self.uses[came, 1], kind="stable")]:
            times, state, move = self.uses[outcome].tolist()
            self.found.count(self.tables.outcomes[outcome][1], times, (state, None if move < 0 else moves[move]))
