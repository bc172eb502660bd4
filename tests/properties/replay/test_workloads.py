"""workloads: recorded scenarios of controllers are replayed; generated names are matched by family and order."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.model.cluster.families import Families, Meant, chosen, members, standing
from podlaw.properties.replay.recording import read_recording
from podlaw.properties.replay.runner import InCluster
from podlaw.properties.replay.verdict import judge

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
