"""Memo: a function of one immutable object, worked out once for each object as long as it lives."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import TypeVar
from weakref import ref

Of = TypeVar("Of")
Result = TypeVar("Result")


def once_for_each(function: Callable[[Of], Result]) -> Callable[[Of], Result]:
    """The same function, which remembers its results by the identity of what it was asked of; that must not change.

    For objects that cannot be hashed, or whose hash would cost as much as the answer.
    """
    known: dict[int, tuple[ref[Of], Result]] = {}

    def forget(key: int, _: object) -> None:
        known.pop(key, None)

    @wraps(function)
    def remembering(of: Of) -> Result:
        key = id(of)
        if key not in known:
            known[key] = ref(of, partial(forget, key)), function(of)
        return known[key][1]

    return remembering
