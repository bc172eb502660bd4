"""Promela: a scope as a model for SPIN, written from the very tables that an exploration has filled.

One process, one loop, one guarded `d_step` for each move; a coupling is an `if` in it. Cells that no reachable state asks
for are left out, so the model is exact for the scope it was explored in and for no other. SPIN's number of stored states
must be ours; where the scope has several initial worlds it stores one more, before the choice between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from attrs import frozen

from ...model.core.world import Firing, spell
from .decision import Branch, condition, size, tree_of
from .layout import Leaf
from .program import REFUSED, UNCOUPLED, Fire, Step, Upshot
from .table import Node, Tables

LARGE = 64
"""A decision with more ways than this is written leaf by leaf: SPIN takes 2,048 statements in a `d_step`."""


@frozen
class Deed:
    """As much of an upshot as a model needs; edges with the same rule and the same writes are one deed."""

    rule: str
    firing: Firing | None
    writes: tuple[tuple[Leaf, int], ...]
    why: str


class Promela:
    """The lines of one model."""

    def __init__(self, tables: Tables) -> None:
        if tables.steps.laws.all:
            raise ValueError("a scope is exported from an exploration without laws")
        self.tables, self.scope, self.layout = tables, tables.scope, tables.layout
        self._kept: set[Leaf] = set()
        self.first = [self.layout.encode(world) for world in self.scope.initial]

    def lines(self) -> Iterator[str]:
        """The model: constants, variables, the initial worlds, the loop."""
        yield f"/* {self.scope.name}: {self.scope.words} */"
        yield from (f"/* cut: {cut} */" for cut in self.scope.cuts)
        varying = self._varying()
        self._kept = set(varying)
        yield from dict.fromkeys(define for leaf in varying for define in _constants(leaf))
        for leaf in varying:
            yield f"unsigned {_name(leaf)} : {leaf.mask.bit_length()} = {_value(leaf, leaf.number_in(self.first[0]))};"
        urgent = [self._guard(firing) for firing in self.scope.urgent_firings]
        for number, guard in enumerate(urgent):
            yield f"#define urgent_{number} ({guard})"
        yield f"#define calm !({' || '.join(f'urgent_{n}' for n in range(len(urgent))) or 'false'})"
        yield "hidden int at;"
        yield "active proctype world() {"
        yield from self._choice(varying)
        yield "end: do"
        for number, firing in enumerate(self.scope.urgent_firings):
            first = "".join(f" && !urgent_{before}" for before in range(number))
            yield from self._move(firing, urgent[number], first)
        for firing in self.scope.firings:
            yield from self._move(firing, self._guard(firing), " && calm")
        yield "od }"

    def _varying(self) -> list[Leaf]:
        """The leaves that are ever written with another value than the first."""
        written = {(leaf, number) for _, upshot in self.tables.outcomes for leaf, number in upshot.writes}
        written |= {(leaf, leaf.number_in(codes)) for leaf in self.layout.leaves for codes in self.first}
        return [leaf for leaf in self.layout.leaves if len({n for other, n in written if other is leaf}) > 1]

    def _choice(self, varying: list[Leaf]) -> Iterator[str]:
        """The choice of the initial world, where there are several."""
        if len(self.first) > 1:
            yield "  atomic { if"
            for codes in self.first:
                differ = [leaf for leaf in varying if len({leaf.number_in(other) for other in self.first}) > 1]
                yield "  :: " + "; ".join(f"{_name(leaf)} = {_value(leaf, leaf.number_in(codes))}" for leaf in differ)
            yield "  fi }"

    def _guard(self, firing: Firing) -> str:
        """When this move may begin."""
        path, event = firing
        node = self.tables.node((Fire(path, event),))
        if node is None:
            return "false"
        state, kind = self.layout.records[path]["state"], self.scope.composition.kind(path)
        sources = dict.fromkeys(state.number(edge.source) for edge in kind.edges if edge.event is type(event))
        asked = _asked(node)
        cells = {  # whether in another state the table says no, or was never asked, makes no difference
            cell: upshot.halts != REFUSED
            for cell, upshot in self._cells(node).items()
            if state not in asked or cell[asked.index(state)] in sources
        }
        if not any(cells.values()):
            return "false"
        begins, more = _is(state, tuple(sources)), condition(tree_of(asked, cells), _is)
        return begins if more == "true" else f"{begins} && {more}"

    def _move(self, firing: Firing, guard: str, also: str) -> Iterator[str]:
        if guard == "false":
            yield f"/* never: {_words(firing)} */"
            return
        yield f":: d_step {{ /* {firing[1].actor.value}: {_words(firing)} */"
        yield f"  ({guard}){also} ->"
        yield from self._step((Fire(*firing),), "  ")
        yield from self._sequence(self.tables.steps.settles, (), "  ")
        yield "  skip }"

    def _sequence(self, steps: tuple[Step, ...], tail: tuple[Step, ...], indent: str) -> Iterator[str]:
        for number in range(len(steps)):
            yield from self._step((*steps[number:], *tail), indent)

    def _step(self, rest: tuple[Step, ...], indent: str) -> Iterator[str]:
        """The first of these steps, and what it passes on; nothing where it is never reached or never does anything."""
        node = self.tables.node(rest)
        if node is None:
            return
        order = _asked(node)
        cells = {cell: self._deed(upshot) for cell, upshot in self._cells(node).items() if upshot.halts != REFUSED}
        if not any(deed.firing or deed.writes or deed.why for deed in cells.values()):
            return
        tree, firings = tree_of(order, cells), list(dict.fromkeys(deed.firing for deed in cells.values()))
        alike = len(firings) == 1
        write = self._branch if size(tree) < LARGE else self._fold
        yield from write(tree, order, () if alike else rest, indent)
        if alike and firings[0] is not None:
            yield from self._sequence(self.tables.steps.passes(*firings[0]), rest[1:], indent)

    def _deed(self, upshot: Upshot) -> Deed:
        rule = "" if upshot.edge is None else upshot.edge.by.id
        writes = tuple((leaf, number) for leaf, number in upshot.writes if leaf in self._kept)
        return Deed(rule, upshot.firing, writes, upshot.why if upshot.halts == UNCOUPLED else "")

    def _fold(self, tree: Any, order: list[Leaf], rest: tuple[Step, ...], indent: str) -> Iterator[str]:
        """A large tree, in which parts come up again and again: leaf by leaf, `at` says which part is reached."""
        parts: dict[Any, int] = {tree: 0}
        yield f"{indent}at = 0;"
        level = [tree]
        while level:
            leaf = min((part.leaf for part in level), key=order.index)
            below: list[Any] = []
            yield f"{indent}if"
            for part in level:
                if part.leaf is not leaf:
                    below.append(part)
                    continue
                for numbers, more in part.ways:
                    if more not in parts:
                        parts[more] = len(parts)
                        below += [] if isinstance(more, Deed) else [more]
                    yield f"{indent}:: at == {parts[part]} && {_is(leaf, numbers)} -> at = {parts[more]}"
            yield f"{indent}:: else -> skip"
            yield f"{indent}fi;"
            level = below
        yield f"{indent}if"
        for part, number in parts.items():
            if isinstance(part, Deed):
                yield f"{indent}:: at == {number} ->"
                yield from self._leaf(part, rest, indent + "  ")
        yield f"{indent}fi;"
        yield f"{indent}at = 0;"

    def _branch(self, tree: Any, order: list[Leaf], rest: tuple[Step, ...], indent: str) -> Iterator[str]:
        if not isinstance(tree, Branch):
            yield from self._leaf(tree, rest, indent)
            return
        yield f"{indent}if"
        for number, (numbers, below) in enumerate(tree.ways):
            last = number == len(tree.ways) - 1
            yield f"{indent}:: {'else' if last else _is(tree.leaf, numbers)} ->"
            yield from self._branch(below, order, rest, indent + "  ")
        yield f"{indent}fi;"

    def _leaf(self, deed: Deed, rest: tuple[Step, ...], indent: str) -> Iterator[str]:
        """What is done, and unless `rest` is empty what it passes on."""
        if deed.why:
            yield f"{indent}assert(false); /* {deed.why} */"
            return
        comment = "" if deed.firing is None else f" /* {deed.rule}: {_words(deed.firing)} */"
        written = " ".join(f"{_name(leaf)} = {_value(leaf, number)};" for leaf, number in deed.writes)
        yield f"{indent}{written or 'skip;'}{comment}"
        if rest and deed.firing is not None:
            yield from self._sequence(self.tables.steps.passes(*deed.firing), rest[1:], indent)

    def _cells(self, node: Node) -> dict[tuple[int, ...], Upshot]:
        """What this node's table knows."""
        return {
            tuple((index // stride) % leaf.size for (_, leaf), stride in node.reads.items()): self.tables.outcomes[
                outcome
            ][1]
            for index, outcome in self.tables.cells_of(node)
        }


def _asked(node: Node) -> list[Leaf]:
    return [leaf for _, leaf in node.reads]


def _is(leaf: Leaf, numbers: tuple[int, ...]) -> str:
    asked = " || ".join(f"{_name(leaf)} == {_value(leaf, number)}" for number in numbers)
    return asked if len(numbers) == 1 else f"({asked})"


def _name(leaf: Leaf) -> str:
    """`containers_0_life_state`."""
    return "_".join((*map(str, leaf.path), leaf.name))


def _value(leaf: Leaf, number: int) -> str:
    """`ContainerState_RUNNING`, or the number of what is no Enum."""
    value = leaf.values[number]
    return f"{type(value).__name__}_{value.name}" if isinstance(value, Enum) else str(number)


def _constants(leaf: Leaf) -> Iterator[str]:
    for number, value in enumerate(leaf.values):
        if isinstance(value, Enum):
            yield f"#define {_value(leaf, number)} {number}"


def _words(firing: Firing) -> str:
    path, event = firing
    return f"{spell(path)} {event}"


def promela(tables: Tables) -> str:
    """The model of the scope that filled these tables in a complete exploration without laws."""
    return "\n".join(Promela(tables).lines()) + "\n"
