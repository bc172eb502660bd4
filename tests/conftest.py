"""conftest: what tests of all folders share: Hypothesis profiles, `--rewrite`, stand-ins of which only attributes are read.

The profile is chosen by HYPOTHESIS_PROFILE, else `ci` under CI, else `dev`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import settings

settings.register_profile("dev", max_examples=50, stateful_step_count=30, deadline=None)
settings.register_profile("ci", max_examples=100, stateful_step_count=50, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=5000, stateful_step_count=200, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--rewrite`: golden runs are written anew; a person reads the difference before it is committed."""
    parser.addoption("--rewrite", action="store_true", help="Write tests/runs/*.txt anew instead of comparing.")


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
