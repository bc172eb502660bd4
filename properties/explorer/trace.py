"""Trace: stand-ins for records that watch which fields are read and written while guards, effects, facts and laws run.

A step of a move is run on one world; what it read is all that its result depends on, so the result holds for every
world that agrees in these fields. Views are stand-ins too, whose facts are worked out when they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import attrs

from ...model.core.world import Composition, Path, pattern
from .layout import Layout, Leaf


class Run:
    """One run of some code on one world, given by its codes: the leaves that it read, in order, and those it wrote."""

    def __init__(self, layout: Layout, offset: int = 0) -> None:
        self.offset = offset
        self.codes: Any = ()
        self.reads: dict[tuple[int, Leaf], None] = {}
        self.writes: dict[Leaf, Any] = {}
        self.world = stand_in(layout, self)

    def begin(self, codes: Any, reads: dict[tuple[int, Leaf], None]) -> None:
        """Forget what was, and run on these codes; `reads` collects (where the codes begin, leaf)."""
        self.codes, self.reads = codes, reads
        self.writes.clear()

    def read(self, leaf: Leaf) -> Any:
        if leaf in self.writes:
            return self.writes[leaf]
        self.reads[self.offset, leaf] = None
        return leaf.values[(self.codes[self.offset + leaf.code] >> leaf.shift) & leaf.mask]


class Watched:
    """Stands in for a record: each of its fields is read through the run."""

    __slots__ = ("_kind", "_leaves", "_run")

    def __init__(self, run: Run, kind: type, leaves: Mapping[str, Leaf]) -> None:
        self._run, self._kind, self._leaves = run, kind, leaves

    def __getattr__(self, name: str) -> Any:
        leaf = self._leaves.get(name)
        if leaf is not None:
            return self._run.read(leaf)
        derived = self._kind.__dict__.get(name)
        if isinstance(derived, property) and derived.fget is not None:
            return derived.fget(self)
        if callable(derived):
            return derived.__get__(self)
        raise AttributeError(f"{self._kind.__name__} has no field {name!r}")


class Moved:
    """Stands in for a record after a step: what changed, and for the rest the record before."""

    __slots__ = ("_before", "_changes")

    def __init__(self, before: Any, changes: Mapping[str, Any]) -> None:
        self._before, self._changes = before, changes

    def __getattr__(self, name: str) -> Any:
        return self._changes[name] if name in self._changes else getattr(self._before, name)


class LazyView:
    """Stands in for a View: a fact is worked out when it is asked for."""

    __slots__ = ("_facts", "_index", "_world")

    def __init__(self, composition: Composition, world: Any, path: Path) -> None:
        self._facts = composition.places[pattern(path)].facts
        self._world, self._index = world, path[1] if len(path) == 3 else 0

    def __getattr__(self, name: str) -> Any:
        return self._facts[name](self._world, self._index)


def stand_in(layout: Layout, run: Run) -> SimpleNamespace:
    """A world whose every record is watched by this run."""
    world, first = SimpleNamespace(), layout.scope.initial[0]

    def watch(path: Path, record: Any) -> Any:
        leaves = layout.records.get(path)
        return layout.fixed[path] if leaves is None else Watched(run, type(record), leaves)

    for attribute in attrs.fields(layout.scope.composition.world):
        group, now = attribute.metadata.get("group"), getattr(first, attribute.name)
        if group is None:
            setattr(world, attribute.name, watch((attribute.name,), now))
            continue
        names = [part.name for part in attrs.fields(group)]
        members = [
            SimpleNamespace(**{n: watch((attribute.name, index, n), getattr(member, n)) for n in names})
            for index, member in enumerate(now)
        ]
        setattr(world, attribute.name, tuple(members))
    return world
