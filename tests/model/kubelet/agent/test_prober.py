"""prober: probes of running containers, seen through the API and the runtime's log."""

from __future__ import annotations

import json
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.kubelet.agent.http_get import TOO_LATE
from podlaw.model.objects.manifest import read_text

EXEC = {"exec": {"command": ["check"]}, "periodSeconds": 1, "failureThreshold": 1}


def cluster_with(container: dict[str, Any], script: dict[str, Any], **spec: Any) -> Cluster:
    """A judged cluster with the Pod p, whose one container is `app`."""
    made = Cluster(seed=3, judge=True)
    containers = [{"name": "app", "image": "img.example/app:1", **container}]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": containers, **spec}}
    made.create(read_text(json.dumps(pod), "pod")[0].object, {"app": script})
    return made


def messages(cluster: Cluster, reason: str) -> list[tuple[str, int]]:
    return [(event.message, event.count) for event in cluster.events if event.reason == reason]


def calls(cluster: Cluster, call: str) -> list[float]:
    return [(each.at - cluster.simulation.start) / 1000 for each in cluster.calls if each.call == call]


def test_a_container_with_a_readiness_probe_becomes_ready_by_its_first_success() -> None:
    cluster = cluster_with({"readinessProbe": EXEC}, {"exec": {"check": ["fail", "fail", "ok"]}})
    cluster.advance("5s")
    seen = [event.object.status.containerStatuses for event in cluster.watch if event.kind == "Pod"]
    ready = [statuses[0].ready for statuses in seen if statuses]
    assert ready == sorted(ready)
    assert ready[-1]
    assert messages(cluster, "Unhealthy") == [("Readiness probe failed: scripted failure", 2)]


def test_a_failed_liveness_probe_has_the_container_killed_and_started_in_the_same_sync() -> None:
    cluster = cluster_with({"livenessProbe": EXEC}, {"exec": {"check": [["ok", "ok", "fail"], ["ok"]]}})
    cluster.advance("8s")
    status = cluster.pod("p").status.containerStatuses[0]
    assert (status.restartCount, status.ready) == (1, True)
    assert messages(cluster, "Killing") == [("Container app failed liveness probe, will be restarted", 1)]
    assert calls(cluster, "StartContainer")[1] - calls(cluster, "exit")[0] < 0.1


def test_the_grace_of_the_probe_counts_for_its_kill() -> None:
    probe = {**EXEC, "terminationGracePeriodSeconds": 5}
    cluster = cluster_with({"livenessProbe": probe}, {"exec": {"check": ["fail"]}, "on_sigterm": "ignore"})
    cluster.advance("10s")
    timeouts = [each.detail["timeout"] for each in cluster.calls if each.call == "StopContainer"]
    assert timeouts[0] == 5


def test_what_the_runtime_cannot_execute_is_tried_three_times_and_never_counts() -> None:
    cluster = cluster_with({"livenessProbe": EXEC}, {"exec": {"check": ["ok", "error", "error", "error", "ok"]}})
    cluster.advance("10s")
    assert cluster.pod("p").status.containerStatuses[0].restartCount == 0
    text = "rpc error: code = Unknown desc = failed to exec in container: scripted error"
    assert messages(cluster, "Unhealthy") == [(f"Liveness probe errored and resulted in unknown state: {text}", 1)]


def test_a_command_that_hangs_fails_when_its_time_is_over() -> None:
    cluster = cluster_with({"livenessProbe": {**EXEC, "timeoutSeconds": 2}}, {"exec": {"check": [["hang"], ["ok"]]}})
    cluster.advance("6s")
    asked = calls(cluster, "ExecSync")[0]
    assert calls(cluster, "SIGTERM")[0] - asked == pytest.approx(2, abs=0.1)
    assert messages(cluster, "Unhealthy") == [
        ('Liveness probe failed: command timed out: "check" timed out after 2s', 1)
    ]


def test_liveness_waits_for_the_startup_probe() -> None:
    startup = {"exec": {"command": ["startup"]}, "periodSeconds": 1, "failureThreshold": 30}
    script = {"exec": {"startup": ["fail"] * 6 + ["ok"], "check": ["fail"]}}
    cluster = cluster_with({"startupProbe": startup, "livenessProbe": EXEC}, script)
    cluster.advance("6.5s")
    assert {each.detail["cmd"] for each in cluster.calls if each.call == "ExecSync"} == {"startup"}
    cluster.advance("3s")
    assert messages(cluster, "Killing") == [("Container app failed liveness probe, will be restarted", 1)]


def test_under_never_a_failed_probe_ends_the_pod() -> None:
    probe = {"tcpSocket": {"port": 8080}, "periodSeconds": 1, "failureThreshold": 2}
    cluster = cluster_with({"livenessProbe": probe}, {}, restartPolicy="Never")
    cluster.advance("8s")
    assert cluster.pod("p").status.phase == "Succeeded"
    address = cluster.pod("p").status.podIP
    refused = f"Liveness probe failed: dial tcp {address}:8080: connect: connection refused"
    assert messages(cluster, "Unhealthy") == [(refused, 2)]


# fmt: off
ANSWERS = (  # an answer by HTTP, ready, events
    (200, True, []),
    (399, True, ["Readiness probe warning: Probe terminated redirects, Response body: "]),
    (400, False, ["Readiness probe failed: HTTP probe failed with statuscode: 400"]),
    ({"status": 302, "location": "/ok"}, True, []),
    ({"status": 302, "location": "http://other.example/"}, True, ["Readiness probe warning: Probe terminated redirects, Response body: "]),
    ({"status": 302, "location": "/"}, False, ['Readiness probe failed: Get "/": stopped after 10 redirects']),
    ({"takes": "3s"}, False, [f'Readiness probe failed: Get "http://IP:8080/": {TOO_LATE}']),
    ("reset", False, ['Readiness probe failed: Get "http://IP:8080/": EOF']),
)
# fmt: on


@pytest.mark.parametrize(("answer", "ready", "texts"), ANSWERS, ids=[str(answer) for answer, _, _ in ANSWERS])
def test_an_http_answer_is_a_success_from_200_to_399(answer: Any, ready: bool, texts: list[str]) -> None:
    probe = {"httpGet": {"port": 8080, "path": "/"}, "periodSeconds": 2, "failureThreshold": 1}
    cluster = cluster_with({"readinessProbe": probe}, {"ports": {"8080": {"http": {"/": [answer], "/ok": [200]}}}})
    cluster.advance("5s")
    status = cluster.pod("p").status
    assert status.containerStatuses[0].ready is ready
    found = [event.message for event in cluster.events if event.reason in ("Unhealthy", "ProbeWarning")]
    assert [text.replace(status.podIP, "IP") for text in found] == texts


def test_a_day_of_probes_with_the_same_answer_costs_nothing() -> None:
    probe = {"httpGet": {"port": 8080}, "periodSeconds": 1}
    script = {"ports": {"8080": {"http": {"/": [200]}}}}
    cluster = cluster_with({"readinessProbe": probe, "livenessProbe": EXEC}, script)
    cluster.advance("24h")
    assert cluster.pod("p").status.containerStatuses[0].ready
    assert len(cluster.calls) < 20


def test_a_probed_port_that_closes_later_is_noticed_at_its_tick() -> None:
    probe = {"tcpSocket": {"port": 8080}, "periodSeconds": 10, "failureThreshold": 1}
    cluster = cluster_with({"livenessProbe": probe}, {"ports": {"8080": {"open": [["0s", "3600s"]]}}})
    cluster.advance("3599s")
    assert messages(cluster, "Unhealthy") == []
    cluster.advance("15s")
    assert cluster.pod("p").status.containerStatuses[0].restartCount == 1
