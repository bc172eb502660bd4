"""Table: the steps of all moves as look-up tables, filled with what is reached.

A node reads some leaves; their mixed-radix number is the index of a cell; the cell names an outcome: which code changes and
how, and which node comes next. Small tables are dense, large ones sparse. A cell that is asked for and not known is traced.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...model.core.world import Firing, Scope
from ..law import Law, Mood
from .layout import Layout, Leaf, TooWide
from .program import ENDED, REFUSED, UNCOUPLED, Check, Fire, Pass, Tidy, Result, Step, Steps

DENSE = 1 << 16
"""A table of more cells than this is kept sparse."""

MOST_READ = 1 << 50
"""A step whose reads have more combinations than this is refused by name."""


class Growing:
    """A NumPy vector that is appended to."""

    def __init__(self, dtype: Any) -> None:
        self.array, self.size = np.zeros(64, dtype), 0

    def append(self, *values: Any) -> int:
        """Put these at the end; returns where they begin."""
        begin = self.size
        self.reserve(len(values))
        self.array[begin : self.size] = values
        return begin

    def reserve(self, count: int, fill: int = 0) -> int:
        """Make room for so many at the end; returns where they begin."""
        begin, self.size = self.size, self.size + count
        if self.size > len(self.array):
            self.array = np.concatenate([self.array, np.zeros(max(self.size, len(self.array)), self.array.dtype)])
        self.array[begin : self.size] = fill
        return begin


class Node:
    """A step at one place of a move: what is left to do after it, what fired before it, and its table's reads."""

    def __init__(self, number: int, rest: tuple[Step, ...], firings: tuple[Firing, ...]) -> None:
        self.number, self.rest, self.firings = number, rest, firings
        self.reads: list[tuple[int, Leaf, int]] = []
        self.product = 1
        self.results: dict[Result, int] = {}


class Tables:
    """The nodes and outcomes of all moves of a scope, as vectors for the explorers and as objects for people."""

    def __init__(self, scope: Scope, layout: Layout, laws: tuple[Law, ...] = ()) -> None:
        self.scope, self.layout, self.laws = scope, layout, laws
        self.steps = Steps(scope, layout, laws)
        self.after_moves = tuple(Check(law) for law in laws if law.speaks_of(scope.composition) and law.mood in (Mood.STEP, Mood.ORDER))
        self.nodes: list[Node] = []
        self.tidies = tuple(Tidy(r.when, p, r.fields) for r, p in getattr(scope, "tidies", ()))
        self.outcomes: list[tuple[Node, Result]] = []
        self._nodes: dict[tuple[tuple[Step, ...], tuple[Firing, ...]], Node] = {}
        # per node
        self.base, self.first_read, self.reads = Growing(np.int64), Growing(np.int64), Growing(np.int64)
        # per read
        self.read_code, self.read_shift, self.read_mask, self.read_stride = (Growing(np.int64) for _ in range(4))
        self.cells = Growing(np.int32)
        self.sparse: dict[int, int] = {}
        # per outcome
        self.code, self.keep, self.value, self.next = (Growing(np.int64) for _ in range(4))
        states = tuple(Check(law) for law in laws if law.speaks_of(scope.composition) and law.mood in (Mood.ALWAYS, Mood.POSSIBLE))
        self.on_states = self.node(states, ()).number if states else ENDED
        self.urgent = [self.node((Fire(*firing),), ()).number for firing in scope.urgent_firings]
        self.moves = [self.node((Fire(*firing),), ()).number for firing in scope.firings]

    def node(self, rest: tuple[Step, ...], firings: tuple[Firing, ...]) -> Node:
        """The node where this is left to do."""
        key = (rest, firings if self.after_moves else ())
        if key not in self._nodes:
            node = self._nodes[key] = Node(len(self.nodes), rest, key[1])
            self.nodes.append(node)
            self.base.append(self.cells.reserve(1, -1))
            self.first_read.append(0)
            self.reads.append(0)
        return self._nodes[key]

    def index(self, node: Node, codes: Any) -> int:
        """The number of the cell of these codes."""
        return sum(((int(codes[at]) >> leaf.shift) & leaf.mask) * stride for at, leaf, stride in node.reads)

    def outcome(self, number: int, codes: Any) -> int:
        """The outcome of this node for these codes, traced where it is not known."""
        node = self.nodes[number]
        index = self.index(node, codes)
        known = self.look_up(node, index)
        if known >= 0:
            return known
        result, reads = self.steps.run(node.rest[0], node.firings, codes)
        known_reads = {(at, leaf) for at, leaf, _ in node.reads}
        new = [read for read in ((offset + leaf.code, leaf) for offset, leaf in reads) if read not in known_reads]
        if new:
            self._widen(node, new)
            index = self.index(node, codes)
        outcome = self._outcome(node, result)
        base = int(self.base.array[number])
        if base >= 0:
            self.cells.array[base + index] = outcome
        else:
            self.sparse[number << 50 | index] = outcome
        return outcome

    def look_up(self, node: Node, index: int) -> int:
        base = int(self.base.array[node.number])
        return int(self.cells.array[base + index]) if base >= 0 else self.sparse.get(node.number << 50 | index, -1)

    def walk(self, number: int, codes: list[int]) -> int:
        """Go on from this node, changing the codes, until nothing is left to do; traces what is not known."""
        while number >= 0:
            outcome = self.outcome(number, codes)
            at = int(self.code.array[outcome])
            codes[at] = (codes[at] & int(self.keep.array[outcome])) | int(self.value.array[outcome])
            number = int(self.next.array[outcome])
        return number

    def _widen(self, node: Node, new: list[tuple[int, Leaf]]) -> None:
        """Let the node read more leaves; what its table knew is traced again when it is asked for."""
        for at, leaf in new:
            node.reads.append((at, leaf, node.product))
            node.product *= len(leaf.values)
        if node.product > MOST_READ:
            read = ", ".join(str(leaf) for _, leaf, _ in node.reads)
            raise TooWide(f"{node.rest[0]} reads too much for one table: {read}")
        n = node.number
        self.first_read.array[n] = self.read_code.append(*(at for at, _, _ in node.reads))
        self.read_shift.append(*(leaf.shift for _, leaf, _ in node.reads))
        self.read_mask.append(*(leaf.mask for _, leaf, _ in node.reads))
        self.read_stride.append(*(stride for _, _, stride in node.reads))
        self.reads.array[n] = len(node.reads)
        self.base.array[n] = self.cells.reserve(node.product, -1) if node.product <= DENSE else -1

    def _outcome(self, node: Node, result: Result) -> int:
        if result not in node.results:
            code, keep, value = 0, -1, 0
            for leaf, number in result.writes:
                code = leaf.code
                keep &= ~(leaf.mask << leaf.shift)
                value |= number << leaf.shift
            node.results[result] = len(self.outcomes)
            self.outcomes.append((node, result))
            self.code.append(code)
            self.keep.append(keep)
            self.value.append(value)
            self.next.append(result.halts if result.halts is not None else self._next(node, result))
        return node.results[result]

    def _next(self, node: Node, result: Result) -> int:
        rest, firings = node.rest[1:], node.firings
        if result.firing is not None:
            rest = (*self.steps.passes(*result.firing), *rest)
            firings = (*firings, result.firing) if self.after_moves else ()
        if not rest and isinstance(node.rest[0], Fire | Pass):
            rest = self.after_moves + self.tidies
        return self.node(rest, firings).number if rest else ENDED


__all__ = ["ENDED", "REFUSED", "UNCOUPLED", "Growing", "Node", "Tables"]
