"""Domains: the finitely many values that a field of a record, a view or an event can have."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from itertools import product
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen


@frozen
class UpTo:
    """Marks an int as bounded: `Annotated[int, UpTo(2)]` is one of 0, 1, 2; counters saturate there."""

    most: int


@cache
def domains(cls: type) -> dict[str, tuple[Any, ...]]:
    """Field name -> its values in order; raises TypeError for a field that is not finite."""
    hints = get_type_hints(cls, include_extras=True)
    return {field.name: _values(cls, field.name, hints[field.name]) for field in attrs.fields(cls)}


def _values(cls: type, name: str, hint: Any) -> tuple[Any, ...]:
    if get_origin(hint) is Annotated:
        _, *marks = get_args(hint)
        for mark in marks:
            if isinstance(mark, UpTo):
                return tuple(range(mark.most + 1))
    if hint is bool:
        return (False, True)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(hint)
    raise TypeError(f"{cls.__name__}.{name}: {hint!r} is not finite; use an Enum, a bool or Annotated[int, UpTo(n)]")


def instances(cls: type) -> Iterator[Any]:
    """Every instance of a finite class, in the order of its fields' domains."""
    names = domains(cls)
    for values in product(*names.values()):
        yield cls(**dict(zip(names, values, strict=True)))


def size(cls: type) -> int:
    """How many instances a finite class has."""
    total = 1
    for values in domains(cls).values():
        total *= len(values)
    return total
