"""Refinement: the running cluster and its Worlds say the same at every moment, and the Worlds allow all that it does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.apiserver.pod_object import PodObjectState
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.composition import POD
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.cluster.operations import debug
from podlaw.model.cluster.pod_life import PodLife
from podlaw.model.cluster.scenario import nodes_of, play
from podlaw.model.core.world import Firing
from podlaw.model.kubelet.container import ContainerState
from podlaw.model.kubelet.sandbox import SandboxDies, SandboxState
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.pod import Pod
from podlaw.properties.refinement import Recorder, abstract, differences, replay, saturated, scope_of
from podlaw.properties.replay.recording import read_recording
from podlaw.properties.stateful.supervision import Supervised

DATA = Path(__file__).parents[1] / "data"
TRACES = [*sorted((DATA / "traces").glob("*.json")), *sorted((DATA / "nodes").glob("*.json"))]
DONE = {"init": {"runs": [{"after": "1s", "exit": 0}]}}
SCRIPTS: Mapping[str, Mapping[str, Any]] = {
    "runs on": {},
    "succeeds": {"app": {"runs": [{"after": "3s", "exit": 0}]}},
    "fails twice": {"app": {"runs": [{"after": "1s", "exit": 1}, {"after": "1s", "exit": 1}, {}]}},
    "loses its sandbox": {"_sandbox": {"dies": ["2500ms"]}},
    "cannot start": {"app": {"runs": [{"start": "fails"}, {"create": "fails"}, {}]}},
    "has no image": {"app": {"image": {"fails": 2}}},
    "ignores SIGTERM": {"app": {"on_sigterm": "ignore"}},
}


def pod(policy: str) -> Pod:
    containers = [{"name": "app", "image": "app:1"}, {"name": "other", "image": "other:1"}]
    spec = {"restartPolicy": policy, "containers": containers, "initContainers": [{"name": "init", "image": "init:1"}]}
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}
    read = read_text(json.dumps(manifest))[0].object
    assert isinstance(read, Pod)
    return read


@pytest.mark.parametrize("policy", ["Always", "OnFailure", "Never"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_a_pod_refines_its_world_until_it_is_gone(policy: str, script: str) -> None:
    run = Supervised([NodeShape()], ())
    run.do(lambda cluster: cluster.create(pod(policy), {**DONE, **SCRIPTS[script]}))
    run.advance(45_000)
    run.do(lambda cluster: cluster.kill_sandbox("web"))
    run.advance(5_000)
    run.do(lambda cluster: cluster.restart_kubelet("node-1"))
    run.advance(20_000)
    run.do(lambda cluster: cluster.delete("web", grace=3))
    run.advance(60_000)
    assert [world.pod.state for world in [life.world() for life in run.cluster.pods.lives.values()]] == [
        PodObjectState.GONE
    ]
    assert run.departures() == []


@pytest.mark.parametrize("trace", TRACES, ids=lambda path: path.stem)
def test_a_recorded_scenario_refines_its_worlds(trace: Path) -> None:
    scenario = read_recording(trace).scenario
    run = Supervised(nodes_of(scenario), (), start=scenario.start)
    play(run.cluster, scenario, run.run_until)
    assert len(run.cluster.watch) > 5
    assert run.departures() == []


def logged() -> tuple[Cluster, PodLife, Recorder]:
    """A Pod that has run for a minute, and its Worlds."""
    recorder = Recorder()
    cluster = Cluster(on_firing=recorder)
    cluster.create(pod("Always"), {**DONE, **SCRIPTS["fails twice"]})
    cluster.advance("1m")
    return cluster, next(iter(cluster.pods.lives.values())), recorder


def test_abstract_reads_the_components_and_not_the_machines() -> None:
    """What the machines say of the sandbox and of a container is changed behind the components' back."""
    cluster, life, _ = logged()
    assert differences(life.world(), abstract(cluster, life.uid)) == []
    life.machines.sandbox = evolve(life.machines.sandbox, state=SandboxState.NOT_READY)
    parts = life.machines.containers[1]
    parts.life = evolve(parts.life, state=ContainerState.EXITED)
    found = differences(life.world(), abstract(cluster, life.uid))
    assert [each.path for each in found] == [("sandbox",), ("containers", 1, "life")]
    assert "components say" in str(found[0])


def test_a_log_with_a_firing_that_did_not_happen_departs() -> None:
    _, life, recorder = logged()
    worlds = recorder.worlds[life.uid]
    assert replay(life.initial, life.log, worlds, scope_of(life)) is None
    extra: Firing = (("sandbox",), SandboxDies())
    departure = replay(life.initial, [*life.log[:30], extra], [*worlds[:30], worlds[29]], scope_of(life))
    assert departure is not None
    assert departure.number == 30
    assert ("sandbox",) in [each.path for each in departure.differences]


def test_counters_are_compared_as_the_scope_saturates_them() -> None:
    _, life, _ = logged()
    world = life.world()
    levels = [container.back_off.level for container in world.containers]
    cut = saturated(scope_of(life), world)
    assert max(levels) > 1
    assert [container.back_off.level for container in cut.containers] == [min(level, 1) for level in levels]
    assert evolve(cut, containers=world.containers) == world
    assert list(POD.paths(cut)) == list(POD.paths(world))


def test_a_container_that_is_added_later_has_nothing_to_lose_before() -> None:
    """The kubelet restarts, and then somebody debugs the Pod: in its world the container was absent until then."""
    run = Supervised([NodeShape()], ())
    run.do(lambda cluster: cluster.create(pod("Always"), DONE))
    run.advance(5_000)
    run.do(lambda cluster: cluster.restart_kubelet("node-1"))
    run.advance(5_000)
    run.do(lambda cluster: debug(cluster, "web", image="x:1", container="debugger"))
    run.advance(5_000)
    assert run.departures() == []
