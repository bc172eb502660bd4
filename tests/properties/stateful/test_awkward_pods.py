"""Awkward Pods: small lives in which the machines of a Pod and its components once said different things."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.pod import Pod
from podlaw.properties.laws import all_laws
from podlaw.properties.stateful.supervision import Supervised

LAWS = all_laws()
Spec = dict[str, Any]


def a_pod(spec: Spec) -> Pod:
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}
    read = read_text(json.dumps(manifest))[0].object
    assert isinstance(read, Pod)
    return read


def container(name: str = "app", **fields: Any) -> Spec:
    return {"name": name, "image": f"{name}:1", **fields}


def probe(command: str, **fields: Any) -> Spec:
    return {"exec": {"command": [command]}, "periodSeconds": 1, "failureThreshold": 1, **fields}


def rule(action: str, operator: str, *values: int) -> Spec:
    return {
        "restartPolicy": "Never",
        "restartPolicyRules": [{"action": action, "exitCodes": {"operator": operator, "values": list(values)}}],
    }


def lives(spec: Spec, script: Mapping[str, Any], *then: tuple[int, Callable[[Cluster], object]]) -> Supervised:
    """The Pod's life for two minutes, under every law; `then`: after so many milliseconds each."""
    run = Supervised([NodeShape()], LAWS)
    run.do(lambda cluster: cluster.create(a_pod(spec), script))
    for step, action in then:
        run.advance(step)
        run.do(action)
    run.advance(120_000)
    assert run.departures() == []
    return run


def starts(run: Supervised) -> list[str]:
    return [call.container for call in run.cluster.calls if call.call == "StartContainer"]


def test_a_probe_of_a_port_fails_between_an_exit_and_the_relist_that_sees_it() -> None:
    """The kubelet replaces a container that it believes to run."""
    live = {"tcpSocket": {"port": 8080}, "periodSeconds": 1, "failureThreshold": 1}
    for exit_at in range(4_000, 5_000, 100):
        run = lives(
            {"containers": [container(livenessProbe=live)]},
            {"app": {"ports": {"8080": {}}}},
            (exit_at, lambda cluster: cluster.exit_container("web", "app", 42)),
        )
        assert starts(run) == ["app", "app"]


def test_a_sidecar_whose_startup_fails_keeps_the_next_one_waiting_though_it_has_a_liveness_probe() -> None:
    sidecar = container("side", restartPolicy="Always", startupProbe=probe("startup"), livenessProbe=probe("liveness"))
    run = lives(
        {"initContainers": [sidecar, container("init")], "containers": [container()]},
        {"side": {"exec": {"startup": [["fail"], ["ok"]]}}, "init": {"runs": [{"after": "1s"}]}},
    )
    assert starts(run) == ["side", "side", "init", "app"]


def test_readiness_of_a_new_sidecar_is_probed_before_its_startup_where_the_old_one_had_started() -> None:
    """App containers that have ended wait for the startup of the sidecar's new instance."""
    sidecar = container(
        "side", restartPolicy="Always", startupProbe=probe("startup", initialDelaySeconds=1),
        readinessProbe=probe("readiness"), livenessProbe=probe("liveness", periodSeconds=2),
    )  # fmt: skip
    run = lives(
        {"initContainers": [sidecar], "containers": [container(restartPolicy="OnFailure")], "restartPolicy": "Never"},
        {
            "side": {"exec": {"liveness": [["ok", "ok", "fail"], ["ok"]]}, "on_sigterm": "ignore"},
            "app": {"runs": [{"after": "8s", "exit": 1}, {}]},
        },
    )
    assert starts(run).count("app") == 2


@pytest.mark.parametrize("action", ["Restart", "RestartAllContainers"])
@pytest.mark.parametrize("code", [137, 255])
def test_a_reboot_ends_containers_with_255_for_restart_rules_too(action: str, code: int) -> None:
    run = lives(
        {"containers": [container(**rule(action, "In", code))], "restartPolicy": "Never"},
        {},
        (5_000, lambda cluster: cluster.reboot("node-1")),
    )
    assert run.cluster.pod("web").status.phase == ("Running" if code == 255 else "Failed")
    assert len(starts(run)) == (2 if code == 255 and action == "RestartAllContainers" else 1)


def test_what_waits_for_its_restart_at_the_end_is_given_another_end() -> None:
    """Its postStart hook failed, so it waits with the end of its only run as lastState, until the deadline."""
    hook = {"postStart": {"exec": {"command": ["postStart"]}}}
    run = lives(
        {"containers": [container(lifecycle=hook)], "activeDeadlineSeconds": 1},
        {"app": {"exec": {"postStart": "fail"}}},
    )
    status = run.cluster.pod("web").status
    end = status.containerStatuses[0].state.terminated
    assert status.reason == "DeadlineExceeded"
    assert end is not None
    assert (end.exitCode, end.reason) == (137, "ContainerStatusUnknown")


def test_all_containers_restart_in_a_new_sandbox_where_the_old_one_has_died_with_them() -> None:
    run = lives(
        {
            "containers": [container(), container("other", **rule("RestartAllContainers", "In", 137))],
            "initContainers": [container("init")],
            "restartPolicy": "Never",
        },
        {"init": {"runs": [{"after": "1s"}]}},
        (6_000, lambda cluster: cluster.kill_sandbox("web")),
    )
    assert starts(run) == ["init", "app", "other"] * 2
    assert len([call for call in run.cluster.calls if call.call == "RunPodSandbox"]) == 2


def test_a_deadline_ends_a_pod_whose_status_is_frozen() -> None:
    """Under OnFailure the status manager refuses an init container that runs again; the deadline counts nevertheless."""
    run = lives(
        {
            "initContainers": [container("init")],
            "containers": [container()],
            "restartPolicy": "OnFailure",
            "activeDeadlineSeconds": 8,
        },
        {"init": {"runs": [{"after": "1s"}, {}]}},
        (5_000, lambda cluster: cluster.kill_sandbox("web")),
    )
    assert starts(run) == ["init", "app", "init"]
    assert run.cluster.pod("web").status.reason == "DeadlineExceeded"


def test_under_the_pods_always_no_status_is_refused_for_a_containers_own_never() -> None:
    run = lives(
        {"initContainers": [container("init", restartPolicy="Never")], "containers": [container()]},
        {"init": {"runs": [{"after": "1s"}, {"after": "20s"}]}},
        (5_000, lambda cluster: cluster.kill_sandbox("web")),
    )
    phases = [event.object.status.phase for event in run.cluster.watch if event.kind == "Pod"]
    assert "Pending" in phases[phases.index("Running") :]
    assert starts(run) == ["init", "app", "init", "app"]


def test_an_image_that_changes_while_the_one_before_is_pulled_counts_from_the_next_sync_on() -> None:
    run = Supervised([NodeShape()], LAWS)
    run.do(lambda cluster: cluster.create(a_pod({"containers": [container()]}), {"app": {"image": {"takes": "5s"}}}))
    run.advance(3_000)
    run.do(lambda cluster: cluster.pods.set_images("default", "web", {"app": "app:2"}))
    run.advance(60_000)
    made = [call.detail["image"] for call in run.cluster.calls if call.call == "CreateContainer"]
    assert made == ["app:1", "app:2"]
    assert run.departures() == []


def test_what_cannot_be_made_after_its_replaced_instance_has_ended_backs_off() -> None:
    """Its sandbox dies while it is killed for its startup probe, and the instance to replace it cannot be created."""
    spec = {
        "containers": [container(), container("other", startupProbe=probe("startup"))],
        "terminationGracePeriodSeconds": 3,
    }
    script = {
        "other": {"exec": {"startup": ["fail"]}, "on_sigterm": {"after": "2s", "exit": 143}},
    }
    lives(spec, script, (7_800, lambda cluster: cluster.kill_sandbox("web")))


def test_an_image_that_changed_while_no_kubelet_looked_is_seen_at_the_first_look() -> None:
    run = Supervised([NodeShape()], LAWS)
    run.do(lambda cluster: cluster.create(a_pod({"containers": [container()]}), {}))
    for step, action in (
        (3_000, lambda cluster: cluster.stop_kubelet("node-1")),
        (3_000, lambda cluster: cluster.pods.set_images("default", "web", {"app": "app:2"})),
        (1_000, lambda cluster: cluster.start_kubelet("node-1")),
        (500, lambda cluster: cluster.start_kubelet("node-1")),
    ):
        run.advance(step)
        run.do(action)
    run.advance(60_000)
    made = [call.detail["image"] for call in run.cluster.calls if call.call == "CreateContainer"]
    assert made == ["app:1", "app:2"]
    assert run.departures() == []
