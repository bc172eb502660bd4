"""sampling: how many feasible nodes are enough."""

from __future__ import annotations

import pytest

from podlaw.model.scheduler.rules.sampling import enough_nodes


@pytest.mark.parametrize(("nodes", "enough"), [(1, 1), (99, 99), (100, 100), (200, 100), (1000, 420), (5000, 500)])
def test_the_more_nodes_the_smaller_the_part(nodes: int, enough: int) -> None:
    assert enough_nodes(nodes) == enough


def test_of_very_many_nodes_one_in_twenty_is_enough() -> None:
    assert enough_nodes(20_000) == 1_000
