"""Structure: a located tree into the attrs classes of this folder, as strictly as kubectl's strict validation.

One walker serves every class: what a field may hold is its type annotation, what it must hold is whether it has a
default. Parts that are kept as plain data are checked against their shape (shapes.py) on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from .located import Flaw, Located, item, member, plain
from .quantity import parse_quantity
from .shapes import fields_of
from .time import Time, parse_rfc3339

T = TypeVar("T")

INT64 = frozenset(
    {
        "activeDeadlineSeconds",
        "deletionGracePeriodSeconds",
        "generation",
        "observedGeneration",
        "seconds",
        "terminationGracePeriodSeconds",
        "tolerationSeconds",
    }
)
"""The fields of v1 that are int64; its other integers are int32."""


@attrs.frozen
class _Walk:
    """What one walk over a tree collects, and whether it minds unknown and missing fields."""

    flaws: list[Flaw]
    strict: bool

    def wrong(self, node: Located, path: str, sentence: str) -> None:
        self.flaws.append(Flaw(node.line, path, sentence))


_Read = Callable[[Located, str, _Walk], Any]
_WRONG: Any = object()
"""Stands for a value that could not be read; the flaw is noted and the field keeps its default."""


def structure(kind: type[T], tree: Located, *, strict: bool = True, path: str = "") -> tuple[T | None, list[Flaw]]:
    """The object, and all that is wrong with the tree; with flaws the object is incomplete, or None.

    Not strict is how the API server decodes: unknown fields are dropped, missing ones are empty.
    """
    walk = _Walk([], strict)
    root: Any = kind
    value = _reader_of(root, "")(tree, path, walk)
    return None if value is _WRONG else value, walk.flaws


@cache
def _reader_of(annotation: Any, field: str) -> _Read:
    """How a value of this annotation is read; `field` is the name of the field that has it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _shape_reader(annotation.__metadata__[0].type)
    if origin in (Union, UnionType):
        kinds = [kind for kind in arguments if kind is not NoneType]
        return _int_or_string if kinds == [int, str] else _reader_of(kinds[0], field)
    if origin is tuple:
        return _list_reader(_reader_of(arguments[0], field), tuple)
    if origin is not None and issubclass(origin, Mapping):
        return _map_reader(_reader_of(arguments[1], field))
    if annotation is Any:
        return lambda node, path, walk: plain(node)
    if isinstance(annotation, NewType):
        return _time if annotation is Time else _integer("int64")
    if annotation is int:
        return _integer("int64" if field in INT64 else "int32")
    return {str: _string, bool: _boolean}.get(annotation) or _class_reader(annotation)


def _class_reader(kind: Any) -> _Read:
    hints = get_type_hints(kind, include_extras=True)
    readers = {a.name: _reader_of(hints[a.name], a.name) for a in attrs.fields(kind)}
    required = [a for a in attrs.fields(kind) if a.default is attrs.NOTHING]

    def read(node: Located, path: str, walk: _Walk) -> Any:
        if not isinstance(node.value, dict):
            return _mismatch(node, path, walk, "an object")
        values = {}
        for key, child in node.value.items():
            reader = readers.get(key)
            if reader is None:
                _unknown(child, path, key, list(readers), walk)
            elif child.value is not None:
                value = reader(child, member(path, key), walk)
                if value is not _WRONG:
                    values[key] = value
        for attribute in required:
            if attribute.name not in values:
                if walk.strict and (attribute.name not in node.value or node.value[attribute.name].value is None):
                    walk.wrong(node, member(path, attribute.name), "required field is missing")
                values[attribute.name] = _zero(attribute)
        return kind(**values)

    return read


def _shape_reader(shape: str) -> _Read:
    """A reader of plain data for a type of shapes.py."""
    if shape.startswith("["):
        return _list_reader(_shape_reader(shape[1:-1]), list)
    if shape.startswith("{"):
        return _map_reader(_shape_reader(shape[1:-1]))
    if shape in ("int32", "int64"):
        return _integer(shape)
    return _SHAPED.get(shape) or _row_reader(shape)


@cache
def _row_reader(row: str) -> _Read:
    readers = {name: _shape_reader(shape) for name, shape in fields_of(row).items()}

    def read(node: Located, path: str, walk: _Walk) -> Any:
        if not isinstance(node.value, dict):
            return _mismatch(node, path, walk, "an object")
        values = {}
        for key, child in node.value.items():
            reader = readers.get(key)
            if reader is None:
                _unknown(child, path, key, list(readers), walk)
            elif child.value is not None:
                values[key] = reader(child, member(path, key), walk)
        return values

    return read


def _list_reader(read_item: _Read, make: Callable[[list[Any]], Any]) -> _Read:
    def read(node: Located, path: str, walk: _Walk) -> Any:
        if not isinstance(node.value, list):
            return _mismatch(node, path, walk, "a list")
        items = (read_item(child, item(path, index), walk) for index, child in enumerate(node.value))
        return make([value for value in items if value is not _WRONG])

    return read


def _map_reader(read_value: _Read) -> _Read:
    def read(node: Located, path: str, walk: _Walk) -> Any:
        if not isinstance(node.value, dict):
            return _mismatch(node, path, walk, "an object")
        values = {}
        for key, child in node.value.items():
            # a label without a value is an empty one
            value = "" if child.value is None else read_value(child, member(path, key), walk)
            if value is not _WRONG:
                values[key] = value
        return values

    return read


def _string(node: Located, path: str, walk: _Walk) -> Any:
    return node.value if isinstance(node.value, str) else _mismatch(node, path, walk, "a string")


def _boolean(node: Located, path: str, walk: _Walk) -> Any:
    return node.value if isinstance(node.value, bool) else _mismatch(node, path, walk, "true or false")


def _integer(size: str) -> _Read:
    limit = 2**31 if size == "int32" else 2**63

    def read(node: Located, path: str, walk: _Walk) -> Any:
        if not isinstance(node.value, int) or isinstance(node.value, bool):
            return _mismatch(node, path, walk, "an integer")
        if not -limit <= node.value < limit:
            walk.wrong(node, path, f"{node.value} does not fit in an {size}")
            return _WRONG
        return node.value

    return read


def _int_or_string(node: Located, path: str, walk: _Walk) -> Any:
    return node.value if isinstance(node.value, str) else _integer("int32")(node, path, walk)


def _quantity(node: Located, path: str, walk: _Walk) -> Any:
    """The amount as the API server shows it: 0.5 becomes 500m."""
    if not isinstance(node.value, int | float | str) or isinstance(node.value, bool):
        return _mismatch(node, path, walk, "a quantity such as 500m or 1Gi")
    try:
        return str(parse_quantity(str(node.value)))
    except ValueError:
        walk.wrong(node, path, f"{str(node.value)[:80]!r} is no quantity such as 500m or 1Gi")
        return _WRONG


def _time(node: Located, path: str, walk: _Walk) -> Any:
    if not isinstance(node.value, str):
        return _mismatch(node, path, walk, "a time such as 2026-01-01T00:00:00Z")
    try:
        return parse_rfc3339(node.value)
    except ValueError:
        walk.wrong(node, path, f"{node.value[:80]!r} is no time such as 2026-01-01T00:00:00Z")
        return _WRONG


_SHAPED: dict[str, _Read] = {
    "str": _string,
    "bool": _boolean,
    "quantity": _quantity,
    "any": lambda node, path, walk: plain(node),
}


def _mismatch(node: Located, path: str, walk: _Walk, wanted: str) -> Any:
    value = node.value
    match value:
        case dict():
            found = "an object"
        case list():
            found = "a list"
        case bool():
            found = "true" if value else "false"
        case int() | float():
            found = f"the number {value}"
        case str():
            found = f"the string {value[:80]!r}"
        case _:
            found = "null"
    hint = "; put it in quotes" if wanted == "a string" and isinstance(value, int | float) else ""
    walk.wrong(node, path, f"wants {wanted}, not {found}{hint}")
    return _WRONG


def _unknown(child: Located, path: str, key: str, known: list[str], walk: _Walk) -> None:
    if not walk.strict:
        return
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(key.lower()[:80], by_lower, n=1, cutoff=0.7)
    hint = f"; did you mean {by_lower[near[0]]}?" if near else ""
    walk.wrong(child, member(path, key), f"unknown field{hint}")


def _zero(attribute: attrs.Attribute[Any]) -> Any:
    """What an absent required field holds where nobody minds: Go's zero value."""
    return 0 if "int" in str(attribute.type) else ""
