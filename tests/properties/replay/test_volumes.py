"""Volumes: recorded scenarios of claims and volumes are replayed, and a claim that stays bound is told from one that is lost."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from podlaw.properties.replay.recording import read_recording
from podlaw.properties.replay.runner import InCluster
from podlaw.properties.replay.verdict import judge
from podlaw.properties.replay.workloads import compare_courses, courses_of

COPIES = sorted((Path(__file__).parents[2] / "data" / "volumes").glob("*.json"))
END = 60_000


@pytest.mark.parametrize("path", COPIES, ids=lambda path: path.stem)
def test_a_recorded_scenario_of_volumes_is_replayed(path: Path) -> None:
    verdict = judge(read_recording(path), InCluster())
    assert verdict.difference is None, verdict.difference


def test_a_claim_that_is_not_lost_is_found() -> None:
    lost = read_recording(next(path for path in COPIES if path.stem == "volume-claim-lost"))
    kept = [entry for entry in lost.workloads if entry["object"]["status"].get("phase") != "Lost"]
    assert "phase=Lost" in str(compare_courses(courses_of(lost.workloads, END), courses_of(kept, END), END))


def test_which_of_two_equal_volumes_a_claim_got_does_not_matter() -> None:
    recorded = read_recording(next(path for path in COPIES if path.stem == "volume-sts-claims-deleted")).workloads
    swapped = copy.deepcopy([dict(entry) for entry in recorded])
    for entry in swapped:
        name = entry["object"]["metadata"]["name"]
        if entry["kind"] == "PersistentVolume":
            entry["object"]["metadata"]["name"] = name[:-1] + {"a": "b", "b": "a"}[name[-1]]
    assert compare_courses(courses_of(recorded, END), courses_of(swapped, END), END) is None
