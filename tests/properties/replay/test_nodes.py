"""Nodes: recordings of what happens to a node agree with podlaw's own runs of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.properties.replay.recording import read_recording
from podlaw.properties.replay.runner import InCluster
from podlaw.properties.replay.verdict import judge

COPIES = sorted((Path(__file__).parents[2] / "data" / "nodes").glob("*.json"))


@pytest.mark.parametrize("path", COPIES, ids=lambda path: path.stem)
def test_what_a_kubelet_does_to_its_node_is_as_recorded(path: Path) -> None:
    verdict = judge(read_recording(path), InCluster())
    assert verdict.agrees, verdict
