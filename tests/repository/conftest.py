"""conftest: the checkout as the tests of the repository see it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

FLOORS = ("model", "properties", "diagrams")
MADE = {"__pycache__", "build", "dist"}


def kept_files(folder: Path) -> Iterator[Path]:
    """What belongs to the repository in this folder and below: not what make, pip or a cache has put there."""
    for entry in sorted(folder.iterdir()):
        if entry.name in MADE or entry.name.endswith(".egg-info"):
            continue
        if entry.is_file():
            yield entry
        elif entry.is_dir() and (not entry.name.startswith(".") or entry.name == ".ci"):
            yield from kept_files(entry)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's folder, which may have any name."""
    return Path(__file__).parents[2]


@pytest.fixture(scope="session")
def files(root: Path) -> list[Path]:
    """Every file of the repository, relative to its root."""
    return [file.relative_to(root) for file in kept_files(root)]


@pytest.fixture(scope="session")
def modules(files: list[Path]) -> list[Path]:
    """Every module of the package, relative to the root."""
    return [file for file in files if file.suffix == ".py" and (len(file.parts) == 1 or file.parts[0] in FLOORS)]
