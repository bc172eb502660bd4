"""Kubelet: what it sees, when it looks, and what is left of what it knew when it restarts."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.cluster.operations import label_node
from podlaw.model.kubelet.pod_worker import PodWorkerState
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]


def uid_of(cluster: Cluster) -> str:
    return next(iter(cluster.pods.lives))


def test_an_exit_is_seen_at_the_next_relist(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(restartPolicy="Never"))
    cluster.advance(5)
    cluster.exit_container("web", "app", 1)
    at = cluster.now

    def is_shown() -> bool:
        return cluster.pod("web").status.containerStatuses[0].state.terminated is not None

    assert not is_shown()
    assert cluster.run_until(is_shown, limit=5)
    assert 0 < cluster.now - at <= 1.2


def test_a_kubelet_with_nothing_to_do_does_nothing(start: Start, make_pod: MakePod) -> None:
    """No relist, no resync and no write for hours on end, but those that a Pod's own resync asks for."""
    cluster = start(make_pod())
    cluster.advance("1m")
    writes = len(cluster.watch)
    cluster.advance("6h")
    assert len(cluster.watch) == writes


def test_containers_run_on_while_their_kubelet_restarts(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod())
    cluster.advance(5)
    before = cluster.pod("web").status
    cluster.restart_kubelet("node-1")
    cluster.advance("2m")
    assert len(calls(cluster, "StartContainer")) == 1
    assert calls(cluster, "exit") == []
    assert cluster.pod("web").status == before


def test_a_restarted_kubelet_has_forgotten_its_back_offs(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(), {"app": {"runs": [{"after": "1s", "exit": 1}]}})
    cluster.advance("2m")
    ended = [call for call in cluster.calls if call.call == "exit"][-1]
    restarts = len([call for call in cluster.calls if call.call == "CreateContainer"])
    assert (cluster.simulation.now - ended.at) < 40_000
    cluster.restart_kubelet("node-1")
    cluster.advance(5)
    assert len([call for call in cluster.calls if call.call == "CreateContainer"]) == restarts + 1


def test_a_status_that_was_not_sent_is_lost_with_its_kubelet(start: Start, make_pod: MakePod) -> None:
    """Between a status and its write are a few milliseconds; the restarted kubelet goes by what the API has."""
    cluster = start(make_pod())
    agent = cluster.kubelets["node-1"].agents
    assert cluster.run_until(lambda: bool(agent) and agent[uid_of(cluster)].status.phase == "Running", limit=5)
    assert cluster.pod("web").status.phase == "Pending"
    cluster.restart_kubelet("node-1")
    assert cluster.pods.lives[uid_of(cluster)].machines.phase.state.value == "Pending"
    cluster.advance(5)
    assert cluster.pod("web").status.phase == "Running"


def test_containers_of_a_pod_that_vanished_meanwhile_are_killed(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(5)
    cluster.kubelets["node-1"].stop()
    cluster.delete("web", grace=0)
    cluster.advance(1)
    cluster.kubelets["node-1"].start()
    cluster.advance(10)
    assert [call for _, call, _ in calls(cluster, "exit", "SIGKILL")] == ["SIGKILL", "exit"]


def test_a_pod_of_the_same_name_gets_an_agent_of_its_own(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod())
    cluster.advance(3)
    cluster.delete("web", grace=0)
    cluster.create(make_pod())
    cluster.advance(20)
    first, second = cluster.pods.lives.values()
    assert first.machines.worker.state is PodWorkerState.UNKNOWN
    assert second.machines.worker.state is PodWorkerState.SYNC
    assert cluster.pod("web").status.phase == "Running"


TWO_CPUS = {"name": "app", "resources": {"requests": {"cpu": "2"}}}


def lose_label(cluster: Cluster) -> None:
    label_node(cluster, "node-1", {"disk": None})
    cluster.restart_kubelet("node-1")


def test_a_running_pod_that_a_restarted_kubelet_refuses_is_stopped(
    start: Start, make_pod: MakePod, calls: Calls
) -> None:
    nodes = [NodeShape(labels={"disk": "ssd"})]
    cluster = start(make_pod(nodeSelector={"disk": "ssd"}), {"app": {"on_sigterm": "ignore"}}, nodes=nodes)
    cluster.advance(5)
    lose_label(cluster)
    cluster.advance(1.5)
    status = cluster.pod("web").status
    assert (status.phase, status.containerStatuses, status.conditions) == ("Running", (), ())
    cluster.advance(10)
    assert [call for _, call, _ in calls(cluster, "SIGTERM", "SIGKILL")] == ["SIGTERM", "SIGKILL"]
    assert cluster.pod("web").status.phase == "Failed"
    assert len(calls(cluster, "StartContainer")) == 1


def test_a_refused_pod_that_is_deleted_meanwhile_goes(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(nodeSelector={"disk": "ssd"}), nodes=[NodeShape(labels={"disk": "ssd"})])
    cluster.advance(5)
    lose_label(cluster)
    cluster.advance(2.05)
    cluster.delete("web")
    cluster.advance(20)
    assert list(cluster.store.list("Pod")) == []


def test_a_pod_that_came_meanwhile_and_is_refused_fails_when_housekeeping_has_run(
    start: Start, make_pod: MakePod
) -> None:
    """Until then the new process takes every Pod that it does not know for running."""
    cluster = start(make_pod("first", apps=(TWO_CPUS,)), nodes=[NodeShape(cpu="3")])
    cluster.advance(5)
    cluster.stop_kubelet("node-1")
    cluster.create(make_pod("second", apps=(TWO_CPUS,), nodeName="node-1"))
    cluster.start_kubelet("node-1")
    cluster.advance(3)
    assert cluster.pod("second").status.phase == "Pending"
    cluster.advance(10)
    assert (cluster.pod("second").status.phase, cluster.pod("second").status.reason) == ("Failed", "OutOfcpu")
    assert cluster.pod("first").status.phase == "Running"
