"""Layout: where each field of a world's records lies in a few integers, its codes.

A *leaf* is one field of one record, numbered over its finite domain. Leaves that belong together (all records of one
container; all single records) share a *code*, an integer of at most `CODE_BITS` bits; a world is a tuple of codes. What
the shape fixes (`is_init`) is no leaf. Codes are sparse: explorers number those that are reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs
from attrs import frozen

from ...model.core.domain import domains
from ...model.core.world import Path, Scope, at, pattern, spell
from ..law import Law

CODE_BITS = 62
"""The most bits that one code may have."""

MONITOR_VALUES = 16
"""The most values that the monitor of a law about order may take."""

Codes = Sequence[int]


class TooWide(Exception):
    """What the tables cannot hold; the message names it."""


@frozen(eq=False)
class Leaf:
    """One field of one record: its values in order, how many there may be, and where its number lies."""

    path: Path
    name: str
    values: Sequence[Any]
    size: int
    code: int
    shift: int

    @cached_property
    def mask(self) -> int:
        """The bits of this leaf, at the right end."""
        return (1 << _bits(self.size)) - 1

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        return {value: number for number, value in enumerate(self.values)}

    def number(self, value: Any) -> int:
        """The number of this value; raises ValueError by name for one that its domain has not."""
        try:
            return self._numbers[value]
        except KeyError:
            raise ValueError(f"{self} cannot be {value!r}: neither its domain nor its cut has that value") from None

    def number_in(self, codes: Codes) -> int:
        """The number of this leaf in these codes."""
        return (int(codes[self.code]) >> self.shift) & self.mask

    def __str__(self) -> str:
        return f"{spell(self.path)}.{self.name}"


class MonitorLeaf(Leaf):
    """Where the monitor of a law about order stands; its values are numbered as they come up."""

    values: list[Any]

    def number(self, value: Any) -> int:
        """The number of this value; raises TooWide where there are too many."""
        if value not in self.values:
            self.values.append(value)
        if len(self.values) > self.size:
            raise TooWide(f"the monitor of {self.name} takes more than {self.size} values")
        return self.values.index(value)


@frozen(eq=False)
class Layout:
    """The leaves of a scope's worlds by record, and how a world becomes codes and comes back."""

    scope: Scope
    records: Mapping[Path, Mapping[str, Leaf]]
    monitors: Mapping[Law, MonitorLeaf]
    widths: tuple[int, ...]
    """The bits of each code."""

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf of the world's records."""
        return tuple(leaf for fields in self.records.values() for leaf in fields.values())

    def encode(self, world: Any) -> list[int]:
        """The codes of this world, with every monitor at its beginning."""
        codes = [0] * len(self.widths)
        for leaf in self.leaves:
            codes[leaf.code] |= leaf.number(getattr(at(world, leaf.path), leaf.name)) << leaf.shift
        for law, leaf in self.monitors.items():
            codes[leaf.code] |= leaf.number(law.initial) << leaf.shift
        return codes

    def decode(self, codes: Codes) -> Any:
        """The world of these codes."""

        def record(path: Path, first: Any) -> Any:
            if path not in self.records:
                return first
            return type(first)(**{n: leaf.values[leaf.number_in(codes)] for n, leaf in self.records[path].items()})

        return map_records(self.scope, record)


def map_records(scope: Scope, record: Any, group: Any = None, world: Any = None) -> Any:
    """A world whose records are `record(path, the first initial world's)`, made by `group` and `world` or their classes."""
    first, values = scope.initial[0], {}
    for attribute in attrs.fields(scope.composition.world):
        now, kind = getattr(first, attribute.name), attribute.metadata.get("group")
        if kind is None:
            values[attribute.name] = record((attribute.name,), now)
            continue
        names = [part.name for part in attrs.fields(kind)]
        values[attribute.name] = tuple(
            (group or kind)(**{name: record((attribute.name, index, name), getattr(member, name)) for name in names})
            for index, member in enumerate(now)
        )
    return (world or scope.composition.world)(**values)


def layout(scope: Scope, orders: Sequence[Law] = ()) -> Layout:
    """Lay out the worlds of this scope, and a monitor for each law about order; raises TooWide by name."""
    records: dict[Path, dict[str, Leaf]] = {}
    monitors: dict[Law, MonitorLeaf] = {}
    widths: list[int] = []
    together: Any = None

    def place(of: Any, bits: int) -> None:
        """Begin another code where this does not belong to the one before, or has no room in it."""
        nonlocal together
        if not widths or of != together or widths[-1] + bits > CODE_BITS:
            widths.append(0)
        together = of

    def leaf(kind: type[Leaf], path: Path, name: str, values: Sequence[Any], size: int) -> Any:
        widths[-1] += _bits(size)
        return kind(path, name, values, size, len(widths) - 1, widths[-1] - _bits(size))

    for path, record in _parts(scope):
        if fields := _domains(scope, path, record):
            place(path[:-1], sum(_bits(len(values)) for values in fields.values()))
            records[path] = {n: leaf(Leaf, path, n, values, len(values)) for n, values in fields.items()}
    for law in orders:
        place((), _bits(MONITOR_VALUES))
        monitors[law] = leaf(MonitorLeaf, ("monitor",), law.id, [], MONITOR_VALUES)
    return Layout(scope, records, monitors, tuple(widths))


def _parts(scope: Scope) -> Iterator[tuple[Path, Any]]:
    """Every record of a world with its path: the groups first, since they are alike, then what is single."""
    parts: list[tuple[Path, Any]] = []
    map_records(scope, lambda path, record: parts.append((path, record)))
    yield from sorted(parts, key=lambda part: len(part[0]) == 1)


def _domains(scope: Scope, path: Path, record: Any) -> dict[str, tuple[Any, ...]]:
    """The values of each field of the record at this path, as this scope cuts them; none for what is fixed."""
    everywhere = [at(world, path) for world in scope.initial]
    if pattern(path) not in scope.composition.places:
        if all(other == record for other in everywhere):
            return {}
        if not attrs.has(type(record)):
            raise TooWide(f"{spell(path)} differs between the initial worlds, but is no record")
        names = [field.name for field in attrs.fields(type(record))]
        return {name: tuple(dict.fromkeys(getattr(other, name) for other in everywhere)) for name in names}
    cut = scope.saturated.get(pattern(path), {})
    fields = {
        name: tuple(dict.fromkeys(cut[name](value) for value in values)) if name in cut else values
        for name, values in domains(type(record)).items()  # type: ignore[arg-type]  # a class can be hashed
    }
    if (bits := sum(_bits(len(values)) for values in fields.values())) > CODE_BITS:
        raise TooWide(f"{spell(path)} alone needs {bits} bits; a record may have {CODE_BITS}")
    return fields


def _bits(values: int) -> int:
    return (values - 1).bit_length()
