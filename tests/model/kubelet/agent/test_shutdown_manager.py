"""ShutdownManager: a node that shuts down ends its Pods by priority, refuses new ones, and may stay up after all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.node.shutdown import SHUTDOWN, ShutdownState
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Calls = Callable[..., list[tuple[float, str, str]]]
STUBBORN = {"app": {"on_sigterm": "ignore"}}


def cluster_of(make_pod: MakePod, **pods: dict[str, Any]) -> Cluster:
    """A node whose shutdown takes 20 s, 8 of them for critical Pods; the Pods ignore SIGTERM."""
    cluster = Cluster([NodeShape()], judge=True)
    cluster.set_shutdown_grace("node-1", 20, 8)
    for name, spec in pods.items():
        cluster.create(make_pod(name, **spec), STUBBORN)
    cluster.run_until(6)
    return cluster


def timeouts(cluster: Cluster) -> list[tuple[float, str, int]]:
    begin = cluster.simulation.start
    stops = [call for call in cluster.calls if call.call == "StopContainer"]
    return [((call.at - begin) / 1000, call.pod, call.detail["timeout"]) for call in stops]


def ready(cluster: Cluster) -> str:
    node = cluster.store.get("Node", "", "node-1")
    return next(each.status for each in node.status.conditions if each.type == "Ready")  # type: ignore[no-any-return]  # see Store


def state(cluster: Cluster) -> ShutdownState:
    return cluster.kubelets["node-1"].life.of(("shutdown",), SHUTDOWN).state  # type: ignore[no-any-return]  # records are Any


def test_critical_pods_end_last_and_everybody_has_their_time(make_pod: MakePod) -> None:
    critical = {"priorityClassName": "system-node-critical"}
    cluster = cluster_of(make_pod, usual={}, short={"terminationGracePeriodSeconds": 3}, critical=critical)
    cluster.shut_down("node-1")
    cluster.run_until(60)
    assert sorted(timeouts(cluster)) == [(6.0, "short", 3), (6.0, "usual", 12), (18.0, "critical", 8)]
    for name in ("usual", "short", "critical"):
        status = cluster.pod(name).status
        assert (status.phase, status.reason) == ("Failed", "Terminated")
    assert state(cluster) is ShutdownState.DOWN


def test_the_next_group_does_not_wait_longer_than_it_must(make_pod: MakePod) -> None:
    critical = {"priorityClassName": "system-cluster-critical"}
    cluster = cluster_of(make_pod, short={"terminationGracePeriodSeconds": 3}, critical=critical)
    cluster.shut_down("node-1")
    cluster.run_until(60)
    assert timeouts(cluster) == [(6.0, "short", 3), (9.0, "critical", 8)]


def test_volumes_are_unmounted_before_the_next_group_begins(make_pod: MakePod) -> None:
    volumes = [{"name": "v", "emptyDir": {}}]
    critical = {"priorityClassName": "system-cluster-critical"}
    cluster = cluster_of(make_pod, short={"terminationGracePeriodSeconds": 3, "volumes": volumes}, critical=critical)
    cluster.shut_down("node-1")
    cluster.run_until(60)
    assert timeouts(cluster) == [(6.0, "short", 3), (9.3, "critical", 8)]


def test_a_pod_that_ends_well_in_time_has_succeeded(make_pod: MakePod, start: Callable[..., Cluster]) -> None:
    cluster = start(make_pod())
    cluster.set_shutdown_grace("node-1", 20)
    cluster.run_until(6)
    cluster.shut_down("node-1")
    cluster.run_until(10)
    status = cluster.pod("web").status
    assert (status.phase, status.reason, status.message) == ("Succeeded", "", "")
    target = next(each for each in status.conditions if each.type == "DisruptionTarget")
    assert (target.status, target.reason) == ("True", "TerminationByKubelet")


def test_a_node_that_shuts_down_is_not_ready_and_takes_no_pods(make_pod: MakePod) -> None:
    cluster = cluster_of(make_pod)
    cluster.shut_down("node-1")
    cluster.advance(1)
    assert ready(cluster) == "False"
    taints = cluster.store.get("Node", "", "node-1").spec.taints
    assert [each.key for each in taints] == ["node.kubernetes.io/not-ready"]
    cluster.create(make_pod("waits"))
    late = make_pod("late")
    cluster.create(evolve(late, spec=evolve(late.spec, nodeName="node-1")))
    cluster.advance(1)
    status = cluster.pod("late").status
    assert (status.phase, status.reason) == ("Failed", "NodeShutdown")
    assert status.message == "Pod was rejected: Pod was rejected as the node is shutting down."
    cluster.cancel_shutdown("node-1")
    cluster.advance("20s")
    assert ready(cluster) == "True"
    assert cluster.pod("waits").status.phase == "Running"


def test_a_cancellation_is_heard_when_the_pods_have_ended(make_pod: MakePod) -> None:
    cluster = cluster_of(make_pod, usual={})
    cluster.shut_down("node-1")
    cluster.advance(2)
    cluster.cancel_shutdown("node-1")
    assert state(cluster) is ShutdownState.ENDING_PODS
    cluster.advance(20)
    assert state(cluster) is ShutdownState.UP
    assert cluster.pod("usual").status.phase == "Failed"


def test_a_kill_that_takes_too_long_is_told_of_and_not_waited_for(make_pod: MakePod) -> None:
    cluster = Cluster([NodeShape()], judge=True)
    cluster.set_shutdown_grace("node-1", 20, 8)
    cluster.create(make_pod("pulling"), {"app": {"image": {"takes": "60s"}}})
    cluster.run_until(6)
    cluster.shut_down("node-1")
    cluster.run_until(50)
    told = [(each.reason, each.first - cluster.simulation.start) for each in cluster.events if each.type == "Warning"]
    assert told == [("ExceededGracePeriod", 24_000)]
    assert state(cluster) is ShutdownState.DOWN
    cluster.run_until(70)
    assert cluster.pod("pulling").status.reason in ("", "Terminated")


def test_a_pod_that_terminates_already_keeps_its_time(make_pod: MakePod) -> None:
    cluster = cluster_of(make_pod, usual={})
    cluster.delete("usual")
    cluster.advance(2)
    cluster.shut_down("node-1")
    cluster.run_until(30)
    assert [timeout for _, _, timeout in timeouts(cluster)] == [30]
    assert not any(each.type == "DisruptionTarget" for each in cluster.pod("usual").status.conditions)


def test_a_restarted_kubelet_does_not_know_of_the_shutdown(make_pod: MakePod) -> None:
    cluster = cluster_of(make_pod, usual={})
    cluster.shut_down("node-1")
    cluster.advance(2)
    cluster.restart_kubelet("node-1")
    cluster.advance(30)
    assert state(cluster) is ShutdownState.UP
    assert ready(cluster) == "True"
    assert cluster.pod("usual").status.phase == "Running"


def test_without_a_grace_period_the_kubelet_hears_of_no_shutdown(make_pod: MakePod) -> None:
    cluster = cluster_of(make_pod, usual={})
    cluster.set_shutdown_grace("node-1", 0)
    assert not cluster.shut_down("node-1")
    assert not cluster.cancel_shutdown("node-1")
    assert timeouts(cluster) == []
