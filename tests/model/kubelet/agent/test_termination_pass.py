"""TerminationPass and KillPass: how a Pod is stopped, what is shown of it and when it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]


def shown(cluster: Cluster) -> list[Pod]:
    """Every version of the Pod that a watcher saw."""
    return [event.object for event in cluster.watch if event.kind == "Pod"]


def test_a_deleted_pod_is_killed_shown_as_ended_and_removed(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(apps=("a", "b")))
    cluster.advance(3)
    cluster.delete("web")
    cluster.advance(5)
    stop = ["StopContainer", "StopContainer-done", "StopPodSandbox", "RemoveContainer"]
    happened = [call for _, call, _ in calls(cluster, *stop)]
    assert happened == ["StopContainer"] * 2 + ["StopContainer-done"] * 2 + ["StopPodSandbox"] + ["RemoveContainer"] * 2
    last = shown(cluster)[-1]
    assert (last.status.phase, last.metadata.deletionGracePeriodSeconds) == ("Succeeded", 0)
    assert [event.type for event in cluster.watch if event.kind == "Pod"][-1] == "DELETED"


def test_a_pod_that_ends_by_itself_shows_its_end_only_after_its_sandbox_has_stopped(
    start: Start, make_pod: MakePod
) -> None:
    cluster = start(make_pod(restartPolicy="Never"), {"app": {"runs": [{"after": "2s", "exit": 1}]}})
    assert cluster.run_until(lambda: cluster.pod("web").status.phase == "Failed", limit="1m")
    assert "StopPodSandbox" in [call.call for call in cluster.calls]
    assert cluster.pod("web").metadata.deletionTimestamp is None


def test_a_hook_uses_up_the_grace_of_its_container(start: Start, make_pod: MakePod, calls: Calls) -> None:
    hook = {"preStop": {"sleep": {"seconds": 4}}}
    cluster = start(make_pod(apps=({"name": "app", "lifecycle": hook},)), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(3)
    cluster.delete("web", grace=10)
    cluster.advance(20)
    (told,), (killed,) = calls(cluster, "SIGTERM"), calls(cluster, "SIGKILL")
    stop = next(call for call in cluster.calls if call.call == "StopContainer")
    assert told[0] - 3 >= 4
    assert stop.detail["timeout"] == 6
    assert round(killed[0] - told[0], 3) == 6


def test_a_hook_that_hangs_ends_with_the_grace_and_the_signal_still_has_two_seconds(
    start: Start, make_pod: MakePod, calls: Calls
) -> None:
    hook = {"preStop": {"exec": {"command": ["preStop"]}}}
    script: dict[str, Any] = {"app": {"exec": {"preStop": "hang"}, "on_sigterm": "ignore"}}
    cluster = start(make_pod(apps=({"name": "app", "lifecycle": hook},)), script)
    cluster.advance(3)
    cluster.delete("web", grace=5)
    cluster.advance(20)
    (told,), (killed,) = calls(cluster, "SIGTERM"), calls(cluster, "SIGKILL")
    assert 5 <= told[0] - 3 < 6
    assert killed[0] - told[0] == 2


def test_what_never_started_waits_to_the_end_where_init_containers_were_not_done(
    start: Start, make_pod: MakePod
) -> None:
    """The init container obeys SIGTERM with 0; the API had not shown it done when the termination began."""
    cluster = start(make_pod(inits=("init",)))
    cluster.advance(3)
    cluster.delete("web")
    cluster.advance(5)
    last = shown(cluster)[-1].status
    assert last.phase == "Failed"
    assert last.initContainerStatuses[0].state.terminated is not None
    assert last.containerStatuses[0].state.waiting is not None


def test_what_never_started_has_ended_unknown_where_the_pod_had_initialized(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(), {"app": {"image": {"fails": -1}}})
    cluster.advance(3)
    cluster.delete("web")
    cluster.advance(5)
    end = shown(cluster)[-1].status.containerStatuses[0].state.terminated
    assert end is not None
    assert (end.exitCode, end.reason) == (137, "ContainerStatusUnknown")


def test_a_force_delete_leaves_the_kill_to_the_kubelet(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(3)
    cluster.delete("web", grace=0)
    assert [event.type for event in cluster.watch if event.kind == "Pod"][-1] == "DELETED"
    cluster.advance(10)
    (told,), (killed,) = calls(cluster, "SIGTERM"), calls(cluster, "SIGKILL")
    assert killed[0] - told[0] == 2
