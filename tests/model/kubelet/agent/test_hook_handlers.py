"""hook_handlers: postStart and preStop of running containers."""

from __future__ import annotations

import json
from typing import Any

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import read_text


def cluster_with(lifecycle: dict[str, Any], script: dict[str, Any], **spec: Any) -> Cluster:
    """A judged cluster with the Pod p, whose one container is `app`."""
    made = Cluster(seed=3, judge=True)
    containers = [{"name": "app", "image": "img.example/app:1", "lifecycle": lifecycle}]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": containers, **spec}}
    made.create(read_text(json.dumps(pod), "pod")[0].object, {"app": script})
    return made


def reasons(cluster: Cluster) -> list[str]:
    return [event.reason for event in cluster.events]


def test_while_post_start_runs_the_container_is_not_shown_running() -> None:
    cluster = cluster_with(
        {"postStart": {"exec": {"command": ["hook"]}}}, {"exec": {"hook": [{"takes": "3s", "exit": 0}]}}
    )
    cluster.advance("2s")
    assert cluster.pod("p").status.phase == "Pending"
    cluster.advance("2s")
    assert cluster.pod("p").status.containerStatuses[0].ready


def test_a_failed_post_start_kills_the_container_and_says_why() -> None:
    cluster = cluster_with({"postStart": {"exec": {"command": ["hook"]}}}, {"exec": {"hook": ["fail"]}})
    cluster.advance("4s")
    waiting = cluster.pod("p").status.containerStatuses[0].state.waiting
    assert waiting is not None
    assert waiting.reason == "PostStartHookError"
    assert 'Exec lifecycle hook ([hook]) for Container "app" in Pod "p_default(' in waiting.message
    assert waiting.message.endswith("failed - error: command 'hook' exited with 1: , message: \"scripted failure\"")
    assert "FailedPostStartHook" in reasons(cluster)


def test_a_post_start_that_hangs_holds_a_deletion_up() -> None:
    cluster = cluster_with({"postStart": {"httpGet": {"port": 8080}}}, {"ports": {"8080": {"http": {"/": ["hang"]}}}})
    cluster.advance("2s")
    cluster.delete("p", grace=1)
    cluster.advance("60s")
    assert cluster.pod("p").metadata.deletionTimestamp is not None
    assert not [each for each in cluster.calls if each.call == "StopContainer"]


def test_any_status_will_do_for_a_hook() -> None:
    cluster = cluster_with({"postStart": {"httpGet": {"port": 8080}}}, {"ports": {"8080": {"http": {"/": [500]}}}})
    cluster.advance("2s")
    assert cluster.pod("p").status.containerStatuses[0].ready


def test_a_hook_by_https_at_a_plain_server_is_made_again_by_http() -> None:
    hook = {"preStop": {"httpGet": {"port": 8080, "scheme": "HTTPS"}}}
    cluster = cluster_with(hook, {"ports": {"8080": {"http": {"/": [200]}}}})
    cluster.advance("2s")
    cluster.delete("p")
    cluster.advance("5s")
    assert "LifecycleHTTPFallback" in reasons(cluster)
    assert "FailedPreStopHook" not in reasons(cluster)


def test_a_pre_stop_by_tcp_is_accepted_and_always_fails() -> None:
    cluster = cluster_with({"preStop": {"tcpSocket": {"port": 8080}}}, {"ports": {"8080": {}}})
    cluster.advance("2s")
    cluster.delete("p")
    cluster.advance("5s")
    assert "FailedPreStopHook" in reasons(cluster)


def test_a_pre_stop_longer_than_the_grace_leaves_two_seconds_for_the_signal() -> None:
    hook = {"preStop": {"httpGet": {"port": 8080}}}
    script = {"ports": {"8080": {"http": {"/": [{"takes": "9s"}]}}}, "on_sigterm": "ignore"}
    cluster = cluster_with(hook, script, terminationGracePeriodSeconds=4)
    cluster.advance("2s")
    cluster.delete("p")
    cluster.advance("20s")
    stops = [each for each in cluster.calls if each.call == "StopContainer"]
    assert [each.detail["timeout"] for each in stops] == [2]
