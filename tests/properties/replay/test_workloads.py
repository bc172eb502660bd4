"""workloads: recorded scenarios of controllers are replayed; generated names are matched by family and order."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from podlaw.model.cluster.families import Families, Meant, chosen, members, standing
from podlaw.properties.replay.recording import read_recording
from podlaw.properties.replay.runner import InCluster
from podlaw.properties.replay.verdict import judge
from podlaw.properties.replay.workloads import Course, compare_courses, courses_of

COPIES = sorted((Path(__file__).parents[2] / "data" / "workloads").glob("*.json"))


@pytest.mark.parametrize("path", COPIES, ids=lambda path: path.stem)
def test_a_recorded_scenario_of_a_controller_is_replayed(path: Path) -> None:
    verdict = judge(read_recording(path), InCluster())
    assert verdict.difference is None, verdict.difference


def test_the_hash_of_a_template_counts_by_its_place_in_the_order() -> None:
    families = Families()
    metadata = [
        {"generateName": f"dep-{each}-", "labels": {"pod-template-hash": each}} for each in ("5d6", "7c7", "5d6")
    ]
    assert [families.of(each) for each in metadata] == ["dep-0-", "dep-1-", "dep-0-"]


def test_a_stateful_sets_names_are_its_own() -> None:
    assert Families().of({"generateName": "s-", "ownerReferences": [{"kind": "StatefulSet"}]}) == ""


def test_a_pod_is_meant_by_family_then_state_then_number() -> None:
    def pod(phase: str) -> dict[str, object]:
        return {"metadata": {}, "status": {"phase": phase}}

    known = members(iter([(name, {"generateName": "rs-"}) for name in ("rs-a", "rs-b", "rs-c")]))
    now = {"rs-a": pod("Pending"), "rs-b": pod("Running"), "rs-c": pod("Running")}
    assert chosen(Meant("rs-", 0, standing(pod("Running"))), known, now) == "rs-b"
    assert chosen(Meant("rs-", 2, standing(pod("Running"))), known, now) == "rs-c"
    assert chosen(Meant("ds-", 0, standing(pod("Running"))), known, now) is None


def watch_of(*stands: tuple[float, dict[str, int]], kind: str = "ReplicaSet") -> list[dict[str, object]]:
    return [
        {"at": at, "kind": kind, "type": "MODIFIED", "object": {"metadata": {"name": "web"}, "status": status}}
        for at, status in stands
    ]


def courses(*stands: tuple[float, dict[str, int]]) -> dict[str, Course]:
    return courses_of(watch_of(*stands), 60_000)


RECORDED = courses((0, {"replicas": 1}), (10, {"replicas": 2}), (11, {"replicas": 3}), (30, {"replicas": 2}))


@pytest.mark.parametrize(
    "other",
    [
        courses((0.5, {"replicas": 1}), (12, {"replicas": 3}), (29, {"replicas": 2})),
        courses((0, {"replicas": 1}), (10, {"replicas": 3, "observedGeneration": 7}), (30, {"replicas": 2})),
        courses((0, {"replicas": 1}), (10, {"replicas": 3}), (30, {"replicas": 2}), (58, {"replicas": 5})),
    ],
)
def test_counts_that_last_come_in_the_same_order_and_short_ones_may_be_missing(other: dict[str, Course]) -> None:
    assert compare_courses(RECORDED, other, 60_000) is None
    assert compare_courses(other, RECORDED, 60_000) is None


@pytest.mark.parametrize(
    "other",
    [
        courses((0, {"replicas": 1}), (30, {"replicas": 2})),
        courses((0, {"replicas": 3}), (10, {"replicas": 1}), (30, {"replicas": 2})),
        courses((0, {"replicas": 1}), (10, {"replicas": 3, "readyReplicas": 3}), (30, {"replicas": 2})),
        {},
    ],
)
def test_counts_that_are_missing_swapped_or_other_are_found(other: dict[str, Course]) -> None:
    assert compare_courses(RECORDED, other, 60_000) is not None
    assert compare_courses(other, RECORDED, 60_000) is not None


def test_a_changed_count_of_a_recording_is_found() -> None:
    path = next(each for each in COPIES if each.stem == "deploy-rolling")
    recording = read_recording(path)
    end = recording.scenario.duration
    corrupted = copy.deepcopy(recording.workloads)
    for entry in corrupted:
        status = entry["object"]["status"]
        if entry["kind"] == "Deployment" and status.get("availableReplicas") == 3:
            status["availableReplicas"] = 2
    assert compare_courses(courses_of(recording.workloads, end), courses_of(corrupted, end), end) is not None
