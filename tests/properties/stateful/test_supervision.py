"""supervision: recorded scenarios, run again in the Cluster, keep every law at every moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.model.cluster.scenario import nodes_of, play
from podlaw.model.core.event import Event
from podlaw.model.kubelet.image_pull import IMAGE_PULL, Ensure, ImagePull, ImagePullState, ImagePullView
from podlaw.model.kubelet.pod_worker import PodWorkerState
from podlaw.properties.law import Law, Step, law
from podlaw.properties.laws import all_laws
from podlaw.properties.replay.recording import read_recording
from podlaw.properties.stateful.supervision import Broken, Supervised

DATA = Path(__file__).parents[2] / "data"
REJECTED = DATA / "records" / "admit-outofmemory-second.json"
NODES = sorted((DATA / "nodes").glob("*.json"))
TRACES = (*sorted((DATA / "traces").glob("*.json")), *NODES, REJECTED)


def supervised(trace: Path) -> Supervised:
    """The run of a recorded scenario under every law; raises Broken."""
    scenario = read_recording(trace).scenario
    run = Supervised(nodes_of(scenario), all_laws(), start=scenario.start)
    play(run.cluster, scenario, run.run_until)
    return run


@pytest.mark.parametrize("trace", TRACES, ids=lambda path: path.stem)
def test_a_recorded_scenario_keeps_every_law(trace: Path) -> None:
    run = supervised(trace)
    assert run.judge.observations > 3
    assert sum(times > 0 for times in run.judge.spoke.values()) > 10


def test_a_rejected_pod_fails_without_a_worker_and_no_law_asks_why() -> None:
    """The laws of a natural end speak only of Pods that were admitted: this one ends before anything ran."""
    worlds = [life.world() for life in supervised(REJECTED).cluster.pods.lives.values()]
    rejected = [world for world in worlds if world.api_phase.state.is_terminal]
    assert [world.worker.state for world in rejected] == [PodWorkerState.UNKNOWN]
    assert len(worlds) == 2


def test_a_machine_beside_the_world_is_under_its_laws_too() -> None:
    """The pull of an image is no part of the composed world, and yet what it does is checked."""
    scenario = read_recording(DATA / "traces" / "image-pull-fails-never.json").scenario
    run = Supervised(nodes_of(scenario), (planted_law(),), start=scenario.start)
    with pytest.raises(Broken, match="IMG-9 No image is ever pulled"):
        play(run.cluster, scenario, run.run_until)


def planted_law() -> Law:
    """A law that the first pull breaks."""

    @law(
        "IMG-9", IMAGE_PULL, by=("nobody",), witness="{event} did it",
        breach=Step(ImagePullView(), ImagePull(), Ensure(), ImagePull(ImagePullState.PULLING)),
    )  # fmt: skip
    def nothing_is_pulled(view: ImagePullView, before: ImagePull, event: Event, after: ImagePull) -> bool:
        """No image is ever pulled."""
        return after.state is not ImagePullState.PULLING

    return nothing_is_pulled
