"""Ephemeral containers: added to a living Pod, started once, and of no weight for anything else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.apiserver.printers import pod_row
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.operations import debug
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]


def test_it_runs_once_and_neither_phase_nor_readiness_heed_it(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(), {"dbg": {"runs": [{"after": "3s", "exit": 1}]}})
    cluster.advance(5)
    debug(cluster, "web", image="busybox:1.36", container="dbg", target="app")
    cluster.advance(60)
    pod = cluster.pod("web")
    (shown,) = pod.status.ephemeralContainerStatuses
    assert shown.state.terminated is not None
    assert (shown.state.terminated.exitCode, shown.restartCount, shown.ready) == (1, 0, False)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["app", "dbg"]
    assert pod_row(pod, cluster.simulation.now).cells[1:3] == ("1/1", "Running")
    assert pod.metadata.generation == 2


def test_it_does_not_keep_a_pod_alive_and_is_killed_with_it(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(restartPolicy="Never"), {"app": {"runs": [{"after": "10s", "exit": 0}]}})
    cluster.advance(5)
    debug(cluster, "web", image="busybox:1.36", container="dbg")
    cluster.advance(20)
    pod = cluster.pod("web")
    assert pod.status.phase == "Succeeded"
    assert pod.status.ephemeralContainerStatuses[0].state.terminated is not None


def test_it_starts_beside_an_init_container_that_hangs(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(inits=("init",)), {"init": {"runs": [{"forever": True}]}})
    cluster.advance(5)
    debug(cluster, "web", image="busybox:1.36", container="dbg")
    cluster.advance(5)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["init", "dbg"]


def test_what_is_added_before_the_pod_has_a_node_starts_with_it(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(inits=("init",)), {"init": {"runs": [{"after": "1s"}]}})
    debug(cluster, "web", image="busybox:1.36", container="dbg")
    cluster.advance(10)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["init", "dbg", "app"]


def test_it_is_not_started_again_by_a_restarted_kubelet(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod())
    cluster.advance(5)
    debug(cluster, "web", image="busybox:1.36", container="dbg")
    cluster.advance(5)
    cluster.restart_kubelet("node-1")
    cluster.advance(30)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["app", "dbg"]
    assert cluster.pod("web").status.ephemeralContainerStatuses[0].state.running is not None


@pytest.mark.parametrize("container", ["dbg", "app", "Dbg"])
def test_a_name_that_is_taken_or_none_is_refused(start: Start, make_pod: MakePod, container: str) -> None:
    cluster = start(make_pod())
    debug(cluster, "web", image="busybox:1.36", container="dbg")
    with pytest.raises(Rejected):
        debug(cluster, "web", image="busybox:1.36", container=container)
    assert [each.name for each in cluster.pod("web").spec.ephemeralContainers] == ["dbg"]


def test_a_pod_that_is_debugged_and_removed_at_once_is_stopped_as_one_that_was_removed(
    start: Start, make_pod: MakePod
) -> None:
    """The first of two versions that are seen at one moment does not tell of the deletion that came after it."""
    cluster = start(make_pod(), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(5)
    debug(cluster, "web", image="busybox:1.36", container="dbg")
    cluster.delete("web", grace=0)
    cluster.advance(60)
    stops = [call.detail["timeout"] for call in cluster.calls if call.call == "StopContainer"]
    assert set(stops) == {2}
