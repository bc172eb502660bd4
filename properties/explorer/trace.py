"""Trace: stand-ins for records that watch which fields are read while guards, effects, facts and laws run.

A step is run on one world; what it read is all that its result depends on, so the result holds for every world that
agrees in these fields. Views are stand-ins too, whose facts are worked out when they are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import FunctionType, SimpleNamespace
from typing import Any

from ...model.core.world import Composition, Path, pattern
from .layout import Codes, Layout, Leaf, map_records

Reads = dict[tuple[int, Leaf], None]
"""(which of the codes, leaf) of everything that was read, in the order of reading."""


class Run:
    """A world that watches what is read of it: `world` is the stand-in, its codes begin at `offset`."""

    def __init__(self, layout: Layout, offset: int = 0) -> None:
        self.offset = offset
        self.codes: Codes = ()
        self.reads: Reads = {}

        def record(path: Path, first: Any) -> Any:
            leaves = layout.records.get(path)
            return first if leaves is None else Watched(self, type(first), leaves)

        self.world = map_records(layout.scope, record, SimpleNamespace, SimpleNamespace)

    def begin(self, codes: Codes, reads: Reads) -> None:
        """Run on these codes from here on, and collect what is read."""
        self.codes, self.reads = codes, reads

    def read(self, leaf: Leaf) -> Any:
        """The value of this leaf."""
        number = self.offset + leaf.code
        self.reads[number, leaf] = None
        return leaf.values[(self.codes[number] >> leaf.shift) & leaf.mask]


class Watched:
    """Stands in for a record: each of its fields is read through the run."""

    __slots__ = ("_kind", "_leaves", "_run")

    def __init__(self, run: Run, kind: type, leaves: Mapping[str, Leaf]) -> None:
        self._run, self._kind, self._leaves = run, kind, leaves

    def __getattr__(self, name: str) -> Any:
        leaf = self._leaves.get(name)
        return self._run.read(leaf) if leaf is not None else _derived(self._kind, name, self)


class Moved:
    """Stands in for a record after a step: what changed, and for the rest the record before."""

    __slots__ = ("_before", "_changes", "_kind")

    def __init__(self, kind: type, before: Any, changes: Mapping[str, Any]) -> None:
        self._kind, self._before, self._changes = kind, before, changes

    def __getattr__(self, name: str) -> Any:
        if name in self._changes:
            return self._changes[name]
        if isinstance(self._kind.__dict__.get(name), property | FunctionType):
            return _derived(self._kind, name, self)
        return getattr(self._before, name)


class LazyView:
    """Stands in for a View: a fact is worked out when it is asked for."""

    __slots__ = ("_facts", "_index", "_world")

    def __init__(self, composition: Composition, world: Any, path: Path) -> None:
        self._facts = composition.places[pattern(path)].facts
        self._world, self._index = world, path[1] if len(path) == 3 else 0

    def __getattr__(self, name: str) -> Any:
        return self._facts[name](self._world, self._index)


def _derived(kind: type, name: str, stand_in: Any) -> Any:
    """What a record's class derives from its fields: a property or a method, on the stand-in."""
    derived = kind.__dict__.get(name)
    if isinstance(derived, property) and derived.fget is not None:
        return derived.fget(stand_in)
    if isinstance(derived, FunctionType):
        return derived.__get__(stand_in)
    raise AttributeError(f"{kind.__name__} has no field {name!r}")
