"""Table: the steps of all moves as look-up tables, filled with what is reached.

A node is a step at one place of a move. It reads some leaves; their mixed-radix number is the index of a cell; the cell
names an outcome: which code changes and how, and which node comes next. Small tables are dense, large ones sparse. A cell
that is asked for and not known is traced. Where laws ask for the firings of whole moves, nodes are kept apart by what
fired before; else equal rests are one node.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ...model.core.world import Firing, Scope
from .layout import Codes, Layout, Leaf, TooWide
from .program import ENDED, Check, Fire, Pass, Settle, Step, Steps, Upshot
from .verdicts import Sorted

DENSE = 1 << 16
"""A table of more cells than this is kept sparse."""

BASE, KEEP, VALUE, NEXT = 0, 1, 2, 3
"""Columns of `by_node` and `by_outcome`."""

INDEX_BITS = 48
"""A step whose reads have more combinations than this many bits is refused by name."""


class Growing:
    """A NumPy vector, or table with so many columns, that is appended to."""

    def __init__(self, dtype: Any, columns: int = 0) -> None:
        self.array: Any = np.zeros((64, columns) if columns else 64, dtype)
        self.size = 0

    def append(self, *rows: Any) -> int:
        """Put these at the end; returns where they begin."""
        begin = self.reserve(len(rows), 0)
        if rows:
            self.array[begin : self.size] = rows
        return begin

    def reserve(self, count: int, fill: int) -> int:
        """Make room for so many at the end; returns where they begin."""
        begin, self.size = self.size, self.size + count
        if self.size > len(self.array):
            more = max(count, len(self.array))
            self.array = np.concatenate([self.array, np.zeros((more, *self.array.shape[1:]), self.array.dtype)])
        self.array[begin : self.size] = fill
        return begin


class Node:
    """What is left to do at one place of a move, and what fired before it.

    `reads` gives the stride of each leaf that its table reads, `code` is the one that its step writes to, `sparse` is the
    table (index -> outcome) where it has too many `cells` to be dense.
    """

    def __init__(self, number: int, rest: tuple[Step, ...], firings: tuple[Firing, ...]) -> None:
        self.number, self.rest, self.firings = number, rest, firings
        self.reads: dict[tuple[int, Leaf], int] = {}
        self.cells = 1
        self.code = 0
        self.sparse: dict[int, int] = {}
        self.outcomes: dict[Upshot, int] = {}

    def index(self, codes: Codes) -> int:
        """The number of the cell of these codes."""
        return sum(((int(codes[at]) >> leaf.shift) & leaf.mask) * stride for (at, leaf), stride in self.reads.items())


class Tables:
    """The nodes and outcomes of all moves of a scope: objects for people, vectors for the explorers."""

    def __init__(self, scope: Scope, layout: Layout, laws: Sorted) -> None:
        self.scope, self.layout = scope, layout
        self.steps = Steps(scope, layout, laws)
        self.nodes: list[Node] = []
        self.outcomes: list[tuple[Node, Upshot]] = []
        self.sparse_key, self.sparse_outcome = Growing(np.int64), Growing(np.int32)
        """Of sparse tables, in the order of discovery: node << INDEX_BITS | index, and the outcome."""
        self.cells = Growing(np.int32)
        """Of dense tables; -1 where it is not known."""
        self.by_node = Growing(np.int64, 3)
        """Where its cells begin (-1: they are sparse), where its reads begin and end."""
        self.by_read = Growing(np.int64, 4)
        """The code that is read, by how much it is shifted, the mask, the stride."""
        self.by_outcome = Growing(np.int64, 4)
        """The code that changes, the bits kept of it, those set in it, the next node (negative: see program)."""
        self._nodes: dict[tuple[tuple[Step, ...], tuple[Firing, ...]], Node] = {}
        self._mute: dict[tuple[Step, tuple[Firing, ...]], bool] = {}
        states = self.steps.on_states
        self.on_states = self._node(states, ()).number if states else ENDED
        self.urgent = [self._node((Fire(*firing),), ()).number for firing in scope.urgent_firings]
        self.moves = [self._node((Fire(*firing),), ()).number for firing in scope.firings]

    def outcome(self, number: int, codes: Codes) -> int:
        """The outcome of this node for these codes, traced where it is not known."""
        node = self.nodes[number]
        known = self.known(number, node.index(codes))
        return known if known >= 0 else self._trace(node, codes)

    def known(self, number: int, index: int) -> int:
        """The outcome in this cell, -1 where it is not known."""
        base = int(self.by_node.array[number, BASE])
        return int(self.cells.array[base + index]) if base >= 0 else self.nodes[number].sparse.get(index, -1)

    def node(self, rest: tuple[Step, ...], firings: tuple[Firing, ...] = ()) -> Node | None:
        """The node where this is left to do; None where no state led to it."""
        return self._nodes.get((rest, firings))

    def cells_of(self, node: Node) -> Iterator[tuple[int, int]]:
        """(index, outcome) of each cell that this node's table knows."""
        base = int(self.by_node.array[node.number, BASE])
        if base < 0:
            yield from node.sparse.items()
            return
        cells = self.cells.array[base : base + node.cells]
        yield from ((int(index), int(cells[index])) for index in np.flatnonzero(cells >= 0))

    def walk(self, number: int, codes: list[int]) -> int:
        """Go on from this node, changing the codes, until nothing is left to do; returns how it ended."""
        while number >= 0:
            outcome = self.outcome(number, codes)
            at, keep, value, number = self.by_outcome.array[outcome].tolist()
            codes[at] = (codes[at] & keep) | value
        return number

    def _node(self, rest: tuple[Step, ...], firings: tuple[Firing, ...]) -> Node:
        if (rest, firings) not in self._nodes:
            self._nodes[rest, firings] = node = Node(len(self.nodes), rest, firings)
            self.nodes.append(node)
            self.by_node.append((self.cells.reserve(1, -1), 0, 0))
        return self._nodes[rest, firings]

    def _trace(self, node: Node, codes: Codes) -> int:
        upshot, reads = self.steps.run(node.rest[0], node.firings, codes)
        if new := [read for read in reads if read not in node.reads]:
            self._widen(node, new)
        if upshot not in node.outcomes:
            node.outcomes[upshot] = self._outcome(node, upshot, codes)
        self._learn(node, node.index(codes), node.outcomes[upshot])
        return node.outcomes[upshot]

    def _learn(self, node: Node, index: int, outcome: int) -> None:
        base = int(self.by_node.array[node.number, BASE])
        if base >= 0:
            self.cells.array[base + index] = outcome
        else:
            node.sparse[index] = outcome
            self.sparse_key.append(node.number << INDEX_BITS | index)
            self.sparse_outcome.append(outcome)

    def _widen(self, node: Node, new: list[tuple[int, Leaf]]) -> None:
        """Let the node read more leaves. What its table knows holds whatever their values are, and is kept."""
        number, before = node.number, node.cells
        for read in new:
            node.reads[read] = node.cells
            node.cells *= read[1].size
        if node.cells >> INDEX_BITS:
            raise TooWide(
                f"{node.rest[0]} reads too much for a table: {', '.join(str(leaf) for _, leaf in node.reads)}"
            )
        reads = [(at, leaf.shift, leaf.mask, stride) for (at, leaf), stride in node.reads.items()]
        first = self.by_read.append(*reads)
        self.by_node.array[number, 1:] = first, first + len(reads)
        base = int(self.by_node.array[number, BASE])
        if base < 0:
            return
        known = self.cells.array[base : base + before].copy()
        if node.cells <= DENSE:
            self.by_node.array[number, BASE] = base = self.cells.reserve(node.cells, -1)
            self.cells.array[base : base + node.cells] = np.tile(known, node.cells // before)
            return
        self.by_node.array[number, BASE] = -1
        for index in np.flatnonzero(known >= 0):
            self._learn(node, int(index), int(known[index]))

    def _outcome(self, node: Node, upshot: Upshot, codes: Codes) -> int:
        code, keep, value = 0, -1, 0
        for leaf, number in upshot.writes:
            code = leaf.code
            keep &= ~(leaf.mask << leaf.shift)
            value |= number << leaf.shift
        if upshot.writes:
            node.code = code
        self.outcomes.append((node, upshot))
        self.by_outcome.append((code, keep, value, 0))
        self.by_outcome.array[len(self.outcomes) - 1, NEXT] = self._next(node, upshot, codes)
        return len(self.outcomes) - 1

    def _next(self, node: Node, upshot: Upshot, codes: Codes) -> int:
        if upshot.halts is not None:
            return upshot.halts
        step, *left = node.rest
        firings = node.firings
        if upshot.firing is not None:
            left = [*self.steps.passes(*upshot.firing), *left]
            firings = (*firings, upshot.firing) if self.steps.on_moves else ()
        if not left and isinstance(step, Fire | Pass):
            left = [check for check in self.steps.on_moves if not self._is_mute(check, firings, codes)]
            left += self.steps.settles
        if left and isinstance(left[0], Settle):
            firings = ()
        return self._node(tuple(left), firings).number if left else ENDED

    def _is_mute(self, check: Check, firings: tuple[Firing, ...], codes: Codes) -> bool:
        """Whether the law says nothing of a move with these firings, whatever the worlds are."""
        if (check, firings) not in self._mute:
            upshot, reads = self.steps.run(check, firings, codes)
            self._mute[check, firings] = not reads and not upshot.spoke
        return self._mute[check, firings]
