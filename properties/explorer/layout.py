"""Layout: where each field of a world's records lies in a few small integers, its codes.

A *leaf* is one field of one record, numbered over its finite domain. Leaves that belong together (all parts of one
container, the single records in order) share a *code*, an integer of at most `CODE_BITS` bits; a world is a tuple of codes.
What the shape fixes (`is_init`) is no leaf. Codes are sparse: the explorers number those that are reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs
from attrs import frozen

from ...model.core.domain import domains
from ...model.core.world import Path, Scope, pattern, spell

CODE_BITS = 21
"""The most bits that one code may have, so that a table over all its values still fits a cache."""

Codes = tuple[int, ...]


class TooWide(Exception):  # noqa: N818 -- says what cannot be explored, and why
    """A world that this explorer cannot hold: the message names the field and the bits."""


@frozen(eq=False)
class Leaf:
    """One field of one record: its values in order, and where its number lies."""

    path: Path
    name: str
    values: tuple[Any, ...]
    code: int
    shift: int

    @cached_property
    def numbers(self) -> dict[Any, int]:
        return {value: number for number, value in enumerate(self.values)}

    @property
    def mask(self) -> int:
        """The bits of this leaf, at the right end."""
        return (1 << _bits(len(self.values))) - 1

    def number(self, value: Any) -> int:
        """The number of this value; raises ValueError by name for one that its domain has not."""
        try:
            return self.numbers[value]
        except KeyError:
            raise ValueError(f"{self} cannot be {value!r}: its domain or its cut has not got it") from None

    def of(self, codes: Codes | list[int]) -> Any:
        """The value in these codes."""
        return self.values[(codes[self.code] >> self.shift) & self.mask]

    def __str__(self) -> str:
        return f"{spell(self.path)}.{self.name}"


@frozen(eq=False)
class Layout:
    """The leaves of a scope's worlds, by record, and how a world becomes codes and comes back."""

    scope: Scope
    leaves: tuple[Leaf, ...]
    records: Mapping[Path, Mapping[str, Leaf]]
    widths: tuple[int, ...]
    """The bits of each code."""
    fixed: Mapping[tuple[Any, ...], Any]
    """What never varies, by place: `("containers", 0, "is_init")`."""

    def encode(self, world: Any) -> Codes:
        """The codes of this world."""
        codes = [0] * len(self.widths)
        for leaf in self.leaves:
            codes[leaf.code] |= leaf.number(getattr(_at(world, leaf.path), leaf.name)) << leaf.shift
        return tuple(codes)

    def encode0(self, leaf: Leaf) -> int:
        return leaf.number(getattr(_at(self.scope.initial[0], leaf.path), leaf.name))

    def decode(self, codes: Codes) -> Any:
        """The world of these codes."""

        def value(kind: type, path: Path) -> Any:
            if path in self.records:
                return kind(**{name: leaf.of(codes) for name, leaf in self.records[path].items()})
            return self.fixed[path]

        first, values = self.scope.initial[0], {}
        for attribute in attrs.fields(self.scope.composition.world):
            group, now = attribute.metadata.get("group"), getattr(first, attribute.name)
            if group is None:
                values[attribute.name] = value(type(now), (attribute.name,))
                continue
            values[attribute.name] = tuple(
                group(**{
                    part.name: value(type(getattr(member, part.name)), (attribute.name, index, part.name))
                    for part in attrs.fields(group)
                })
                for index, member in enumerate(now)
            )  # fmt: skip
        return self.scope.composition.world(**values)


def layout(scope: Scope) -> Layout:
    """Lay out the worlds of this scope; raises TooWide where a record alone is wider than a code may be."""
    leaves: list[Leaf] = []
    records: dict[Path, dict[str, Leaf]] = {}
    fixed: dict[tuple[Any, ...], Any] = {}
    widths: list[int] = []
    group: Any = None
    for path, record in _parts(scope.initial[0]):
        fields = _domains(scope, path, record)
        if fields is None:
            fixed[path] = record
            continue
        bits = sum(_bits(len(values)) for values in fields.values())
        if bits > CODE_BITS:
            raise TooWide(f"{spell(path)} alone needs {bits} bits; a record may have {CODE_BITS}")
        if not widths or path[:-1] != group or widths[-1] + bits > CODE_BITS:
            widths.append(0)
            group = path[:-1]
        records[path] = {}
        for name, values in fields.items():
            records[path][name] = Leaf(path, name, values, len(widths) - 1, widths[-1])
            widths[-1] += _bits(len(values))
        leaves += records[path].values()
    return Layout(scope, tuple(leaves), records, tuple(widths), fixed)


def _parts(world: Any) -> Iterator[tuple[Path, Any]]:
    """Every record of a world with its path: the groups first, since they are alike, then what is single."""
    fields = attrs.fields(type(world))
    for attribute in fields:
        if (group := attribute.metadata.get("group")) is not None:
            for index, member in enumerate(getattr(world, attribute.name)):
                for part in attrs.fields(group):
                    yield (attribute.name, index, part.name), getattr(member, part.name)
    for attribute in fields:
        if "group" not in attribute.metadata:
            yield (attribute.name,), getattr(world, attribute.name)


def _domains(scope: Scope, path: Path, record: Any) -> dict[str, tuple[Any, ...]] | None:
    """The values of each field of the record at this path, as this scope cuts them; None for what is fixed."""
    everywhere = [_at(world, path) for world in scope.initial]
    if pattern(path) not in scope.composition.places:
        if all(other == record for other in everywhere):
            return None
        if not attrs.has(type(record)):
            raise TooWide(f"{spell(path)} differs between the initial worlds, but is no record")
        names = [field.name for field in attrs.fields(type(record))]
        return {name: tuple(dict.fromkeys(getattr(other, name) for other in everywhere)) for name in names}
    cut = scope.saturated.get(pattern(path), {})
    return {
        name: tuple(dict.fromkeys(cut[name](value) for value in values)) if name in cut else values
        for name, values in domains(type(record)).items()
    }


def _at(world: Any, path: Path) -> Any:
    return getattr(world, path[0]) if len(path) == 1 else getattr(getattr(world, path[0])[path[1]], path[2])


def _bits(values: int) -> int:
    return (values - 1).bit_length()
