"""conftest: the recorded answers that the rules are held against."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from podlaw.properties.vectors.commands import side_by_side
from podlaw.properties.vectors.runner import check_file

VECTORS = Path(__file__).parents[1] / "data" / "vectors"


@pytest.fixture
def assert_agrees() -> Callable[[str], None]:
    """Assert that podlaw gives every recorded answer of the vectors file of this name."""

    def check(name: str) -> None:
        outcome = check_file(VECTORS / f"{name}.jsonl")
        first = "\n".join(line for case in outcome.disagreements for line in side_by_side(case))
        assert outcome.total > 0
        assert (outcome.agree, outcome.implemented) == (outcome.total, True), first

    return check
