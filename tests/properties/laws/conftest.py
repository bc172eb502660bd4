"""conftest: stand-ins that let nothing be read of a record but its attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest


class OnlyAttributes:
    """Stands in for an attrs instance; comparing, hashing, printing or rebuilding it as a whole fails."""

    def __init__(self, real: Any) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return stand_in(getattr(self._real, name))

    def __eq__(self, other: object) -> bool:
        raise AssertionError(f"a whole {type(self._real).__name__} was compared")

    def __hash__(self) -> int:
        raise AssertionError(f"a whole {type(self._real).__name__} was hashed")

    def __repr__(self) -> str:
        raise AssertionError(f"a whole {type(self._real).__name__} was printed")


def stand_in(value: Any) -> Any:
    """A stand-in for an attrs instance, or for each of a tuple of them; any other value as it is."""
    if isinstance(value, tuple):
        return tuple(stand_in(one) for one in value)
    return OnlyAttributes(value) if attrs.has(type(value)) else value


@pytest.fixture
def only_attributes() -> Callable[[Any], Any]:
    """Makes a stand-in."""
    return stand_in
