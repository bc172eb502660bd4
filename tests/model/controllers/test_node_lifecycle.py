"""NodeLifecycle: a silent kubelet's node is Unknown after its grace, tainted in its turn, and forgiven when it is back."""

from __future__ import annotations

import pytest

from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.node import Node
from podlaw.model.objects.pod import Pod
from tests.model.conftest import MakePod

NAMES = ("a", "b", "c")


@pytest.fixture
def cluster() -> Cluster:
    return Cluster([NodeShape(each) for each in NAMES], judge=True)


def node(cluster: Cluster, name: str) -> Node:
    found = cluster.store.get("Node", "", name)
    assert isinstance(found, Node)
    return found


def ready(obj: Node | Pod) -> str:
    return next(each.status for each in obj.status.conditions if each.type == "Ready")


def taints(cluster: Cluster, name: str) -> list[str]:
    return sorted(f"{each.key.split('/')[1]}:{each.effect}" for each in node(cluster, name).spec.taints)


def when(cluster: Cluster, name: str, effect: str) -> float:
    """The first moment at which the node had a taint of this effect, in seconds since the beginning."""
    start = cluster.simulation.start
    return next(
        (event.at - start) / 1000
        for event in cluster.watch
        if event.kind == "Node"
        and event.object.metadata.name == name
        and any(each.effect == effect for each in event.object.spec.taints)
    )


def test_a_silent_node_is_unknown_after_its_grace_and_not_before(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a"))
    cluster.advance(20)
    cluster.stop_kubelet("a")
    cluster.advance(39.9)
    assert ready(node(cluster, "a")) == "True"
    cluster.advance(15.2)
    assert {each.status for each in node(cluster, "a").status.conditions} == {"Unknown"}
    assert {each.message for each in node(cluster, "a").status.conditions} == {"Kubelet stopped posting node status."}
    assert taints(cluster, "a") == ["unreachable:NoExecute", "unreachable:NoSchedule"]
    pod = cluster.pod("web")
    assert (ready(pod), pod.status.phase, pod.status.containerStatuses[0].ready) == ("False", "Running", True)
    assert [each.message for each in cluster.events if each.reason == "NodeNotReady"] == [
        "Node a status is now: NodeNotReady",
        "Node is not ready",
    ]


def test_a_kubelet_that_is_back_in_time_is_not_missed(cluster: Cluster) -> None:
    cluster.stop_kubelet("a")
    cluster.advance(39)
    cluster.start_kubelet("a")
    cluster.advance(300)
    assert ready(node(cluster, "a")) == "True"
    assert cluster.simulation.next_moment() is None, "a healthy cluster has nothing to do"


def test_a_node_that_returns_loses_its_taints_and_keeps_its_pods(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a"))
    cluster.advance(5)
    cluster.stop_kubelet("a")
    cluster.advance(200)
    cluster.start_kubelet("a")
    cluster.advance(10)
    assert (taints(cluster, "a"), ready(cluster.pod("web"))) == ([], "True")
    assert [each.message for each in cluster.events if each.reason == "TaintManagerEviction"] == [
        "Cancelling deletion of Pod default/web"
    ]
    cluster.advance(600)
    assert cluster.pod("web").metadata.deletionTimestamp is None


def test_a_pod_of_a_lost_node_is_marked_after_300_s_and_stays(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a"))
    cluster.advance(5)
    cluster.stop_machine("a")
    cluster.advance(700)
    pod = cluster.pod("web")
    marked = next(each.at for each in cluster.watch if each.kind == "Pod" and each.object.metadata.deletionTimestamp)
    tainted = when(cluster, "a", "NoExecute")
    assert 300 <= (marked - cluster.simulation.start) / 1000 - tainted < 300.2
    assert (pod.status.phase, ready(pod)) == ("Running", "False")


def test_nodes_of_one_zone_are_tainted_ten_seconds_apart(make_pod: MakePod) -> None:
    cluster = Cluster([NodeShape(each) for each in "abcde"], judge=True)
    cluster.stop_kubelet("a")
    cluster.stop_kubelet("b")
    cluster.advance(100)
    moments = sorted(when(cluster, each, "NoExecute") for each in "ab")
    assert moments[1] - moments[0] >= 9.9
    assert abs(when(cluster, "a", "NoSchedule") - when(cluster, "b", "NoSchedule")) < 9.9


def test_the_loss_of_every_node_evicts_nobody(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a"))
    cluster.advance(5)
    cluster.stop_kubelet("a")
    cluster.advance(100)
    assert "unreachable:NoExecute" in taints(cluster, "a")
    for each in ("b", "c"):
        cluster.stop_kubelet(each)
    cluster.advance(100)
    assert [taints(cluster, each) for each in NAMES] == [["unreachable:NoSchedule"]] * 3
    cluster.advance(1000)
    assert cluster.pod("web").metadata.deletionTimestamp is None
    cluster.start_kubelet("b")
    cluster.advance(30)
    assert taints(cluster, "b") == []
    assert "unreachable:NoExecute" in [*taints(cluster, "a"), *taints(cluster, "c")]


def test_a_cordoned_node_is_tainted_and_keeps_its_pods(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a"))
    cluster.advance(5)
    operations.cordon_node(cluster, "a")
    cluster.advance(5)
    assert taints(cluster, "a") == ["unschedulable:NoSchedule"]
    operations.cordon_node(cluster, "a", unschedulable=False)
    cluster.advance(5)
    assert (taints(cluster, "a"), cluster.pod("web").status.phase) == ([], "Running")
