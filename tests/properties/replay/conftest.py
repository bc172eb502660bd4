"""conftest: small copies of recordings (without cri and events), each with a second record of the same scenario."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.replay.compare import Comparison, compare
from podlaw.properties.replay.life import lives_of
from podlaw.properties.replay.recording import Recording, read_recording

Corrupt = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="session")
def traces() -> Path:
    """The folder of the copies; `repeats` in it has the second records."""
    return Path(__file__).parents[2] / "data" / "traces"


@pytest.fixture
def recording(traces: Path) -> Callable[[str], Recording]:
    """Reads a copy by its scenario's name."""
    return lambda name: read_recording(traces / f"{name}.json")


@pytest.fixture
def against(recording: Callable[[str], Recording]) -> Callable[..., Comparison]:
    """Compares a recording with a watch that claims to be its replay."""

    def compared(name: str, watch: list[dict[str, Any]]) -> Comparison:
        one = recording(name)
        end = one.scenario.duration
        moments = tuple(action.at for action in one.scenario.actions)
        return compare(lives_of(one.watch, end), lives_of(watch, end), moments)

    return compared


@pytest.fixture
def corrupted(recording: Callable[[str], Recording], against: Callable[..., Comparison]) -> Callable[..., Comparison]:
    """Compares a recording with itself after `spoil(entry)` has changed each entry of a copy."""

    def compared(name: str, spoil: Corrupt) -> Comparison:
        watch = copy.deepcopy(list(recording(name).watch))
        for entry in watch:
            spoil(entry)  # type: ignore[arg-type]  # a spoiler takes any entry
        return against(name, watch)

    return compared
