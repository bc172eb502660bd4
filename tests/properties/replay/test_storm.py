"""storm: very many Pods of one controller are compared by the sorts of their lives, few of them one by one."""

from __future__ import annotations

from typing import Any

from podlaw.properties.replay.compare import compare
from podlaw.properties.replay.life import Life, lives_of


def lives(count: int, reason: str = "OutOfcpu") -> tuple[Life, ...]:
    """So many Pods that are made and fail at once."""

    def entry(index: int, phase: str, at: float, why: str = "") -> dict[str, Any]:
        metadata = {"name": f"rs-{index}", "generateName": "rs-"}
        return {
            "at": at,
            "kind": "Pod",
            "type": "ADDED",
            "object": {"metadata": metadata, "status": {"phase": phase, "reason": why}},
        }

    watch = []
    for index in range(count):
        watch += [entry(index, "Pending", index / 20), entry(index, "Failed", index / 20 + 0.01, reason)]
    return lives_of(watch, 30_000)


def test_in_a_storm_the_number_may_differ_by_a_factor_of_two() -> None:
    assert compare(lives(60), lives(100), ()).difference is None
    assert compare(lives(60), lives(130), ()).difference is not None


def test_few_pods_are_counted() -> None:
    assert compare(lives(20), lives(21), ()).difference is not None


def test_a_sort_of_life_that_only_one_side_has_is_found_in_a_storm() -> None:
    assert compare(lives(60), lives(60, "OutOfmemory"), ()).difference is not None
    assert compare(lives(60), (*lives(60), *lives(1, "Evicted")), ()).difference is not None
