"""ScriptedRuntime: sandboxes, images and containers do what the script says, when it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.runtime import RuntimeStatus
from podlaw.model.runtime.calls import RuntimeCall

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]


def has(cluster: Cluster) -> RuntimeStatus:
    """What the runtime has of the Pod."""
    return cluster.kubelets["node-1"].runtime.status(cluster.pod("web").metadata.uid)


def of(cluster: Cluster, call: str) -> list[RuntimeCall]:
    return [each for each in cluster.calls if each.call == call]


def test_a_container_ends_when_its_run_says_and_with_its_code(start: Start, make_pod: MakePod) -> None:
    script = {"app": {"runs": [{"after": "3s", "exit": 7, "reason": "Odd", "message": "why"}]}}
    cluster = start(make_pod(restartPolicy="Never"), script)
    cluster.advance(10)
    (started,), (ended,) = of(cluster, "StartContainer"), of(cluster, "exit")
    assert ended.at - started.at == 3_000
    (container,) = has(cluster).containers
    assert (container.exitCode, container.reason, container.message) == (7, "Odd", "why")


def test_a_message_falls_back_to_the_log_only_where_the_container_says_so(start: Start, make_pod: MakePod) -> None:
    apps = ({"name": "a", "terminationMessagePolicy": "FallbackToLogsOnError"}, {"name": "b"})
    run = {"runs": [{"after": "1s", "exit": 1, "log": "last words"}]}
    cluster = start(make_pod(apps=apps, restartPolicy="Never"), {"a": run, "b": run})
    cluster.advance(10)
    assert {each.name: each.message for each in has(cluster).containers} == {"a": "last words", "b": ""}


def test_an_image_is_pulled_once_on_a_node_and_after_failures_again(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=("a", "b")), {"a": {"image": {"fails": 1, "takes": "2s"}}})
    cluster.advance("1m")
    pulls = of(cluster, "PullImage")
    assert [bool(each.detail.get("error")) for each in pulls] == [True, False]
    assert pulls[1].at - pulls[0].at >= 10_000
    assert len(of(cluster, "StartContainer")) == 2


def test_containers_end_with_their_sandbox(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=("a", "b")), {"_sandbox": {"dies": ["5s"]}})
    cluster.advance(30)
    (died,) = of(cluster, "sandbox-died")
    assert [(each.at, each.detail["exit"], each.detail["cause"]) for each in of(cluster, "exit")] == [
        (died.at, 137, "sandbox died")
    ] * 2
    assert [(each.attempt, each.ready) for each in has(cluster).sandboxes] == [(1, True), (0, False)]


def test_sigterm_is_obeyed_after_50_ms_unless_the_script_says_otherwise(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=("a", "b")), {"b": {"on_sigterm": {"after": "2s", "exit": 5}}})
    cluster.advance(3)
    cluster.delete("web")
    cluster.advance(1)
    assert cluster.run_until(lambda: len(of(cluster, "StopContainer-done")) == 2, limit="1m")
    told = of(cluster, "SIGTERM")[0].at
    assert [(e.container, e.at - told, e.detail["exit"]) for e in of(cluster, "exit")] == [
        ("a", 50, 0),
        ("b", 2_000, 5),
    ]


def test_who_ignores_sigterm_is_killed_when_the_grace_is_over(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(3)
    cluster.delete("web", grace=4)
    cluster.advance(10)
    (told,), (killed,), (ended,) = of(cluster, "SIGTERM"), of(cluster, "SIGKILL"), of(cluster, "exit")
    assert killed.at - told.at == 4_000
    assert (ended.detail["exit"], ended.detail["cause"]) == (137, "SIGKILL")


def test_a_call_whose_kubelet_has_gone_changes_nothing(start: Start, make_pod: MakePod) -> None:
    """RunPodSandbox takes 100 ms; the kubelet that asked for it restarts meanwhile, and the next one asks again."""
    cluster = start(make_pod())
    assert cluster.run_until(lambda: bool(cluster.kubelets["node-1"].agents), limit=1)
    cluster.advance(0.05)
    cluster.restart_kubelet("node-1")
    cluster.advance(20)
    assert [each.detail["attempt"] for each in of(cluster, "RunPodSandbox")] == [0]
    assert cluster.pod("web").status.phase == "Running"


def test_only_a_running_container_can_be_made_to_exit(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(restartPolicy="Never"))
    cluster.advance(3)
    assert cluster.exit_container("web", "app", 3) is True
    assert cluster.exit_container("web", "app", 4) is False
    assert has(cluster).containers[0].exitCode == 3


def test_a_listing_has_the_newest_first(start: Start, make_pod: MakePod) -> None:
    script: dict[str, Any] = {"app": {"runs": [{"after": "1s", "exit": 1}, {}]}}
    cluster = start(make_pod(), script)
    cluster.advance(10)
    assert [(each.restartCount, each.state) for each in has(cluster).containers] == [(1, "running"), (0, "exited")]
