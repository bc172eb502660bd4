"""compare: whether an answer agrees with the recorded one, and where it does not, under the vectors' conventions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

Json = Any

UNORDERED = ("errors",)
"""The keys whose lists have no order."""

TELLING = ("waiting", "running", "terminated")
"""The keys whose object tells something by being there, even when it is empty."""


class Absent:
    """What stands in the place of a value that one side does not have."""

    def __repr__(self) -> str:
        return "-"


ABSENT = Absent()


@frozen
class Difference:
    """One place, such as `containerStatuses[0].ready`, where the two sides differ."""

    path: str
    recorded: Json
    answered: Json


def normal(value: Json, key: str = "") -> Json:
    """The value without what is empty or null, and with lists that have no order sorted."""
    if isinstance(value, dict):
        kept = ((name, normal(one, name)) for name, one in value.items())
        return {name: one for name, one in kept if not is_empty(one, name)}
    if isinstance(value, list | tuple):
        items = [normal(one) for one in value]
        return sorted(items, key=lambda one: json.dumps(one, sort_keys=True)) if key in UNORDERED else items
    return value


def is_empty(value: Json, key: str) -> bool:
    """Null, or an empty text, list or object; false and 0 are values."""
    if value is None or value == "" or value == []:
        return True
    return value == {} and key not in TELLING


def differences(recorded: Json, answered: Json) -> tuple[Difference, ...]:
    """Every place where the answer is not what was recorded; none when they agree."""
    return tuple(_differences(normal(recorded), normal(answered), ""))


def _differences(recorded: Json, answered: Json, path: str) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(answered, dict):
        for key in sorted({*recorded, *answered}):
            inner = f"{path}.{key}" if path else key
            yield from _differences(recorded.get(key, ABSENT), answered.get(key, ABSENT), inner)
    elif isinstance(recorded, list) and isinstance(answered, list):
        for index in range(max(len(recorded), len(answered))):
            inner = f"{path}[{index}]"
            yield from _differences(at(recorded, index), at(answered, index), inner)
    elif type(recorded) is not type(answered) or recorded != answered:
        yield Difference(path, recorded, answered)


def at(items: list[Json], index: int) -> Json:
    """The item, or ABSENT where the list is shorter."""
    return items[index] if index < len(items) else ABSENT
