"""PodGarbageCollector: Pods of gone, dead and no nodes are called Failed and deleted, and only after their time."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape, node_of
from podlaw.model.objects.node import Taint
from tests.model.conftest import MakePod

OUT_OF_SERVICE = Taint(key="node.kubernetes.io/out-of-service", effect="NoExecute", value="nodeshutdown")


@pytest.fixture
def cluster() -> Cluster:
    return Cluster([NodeShape("a"), NodeShape("b")], judge=True)


def last(cluster: Cluster, name: str) -> tuple[float, str, list[str]]:
    """When the Pod went, and its phase and reasons then."""
    event = next(each for each in cluster.watch if each.type == "DELETED" and each.object.metadata.name == name)
    reasons = [each.reason for each in event.object.status.conditions if each.type == "DisruptionTarget"]
    return (event.at - cluster.simulation.start) / 1000, event.object.status.phase, reasons


def test_a_pod_of_no_node_goes_after_the_quarantine(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("lost", nodeName="nowhere"))
    cluster.advance(40)
    assert cluster.pod("lost").status.phase == "Pending"
    cluster.advance(21)
    at, phase, reasons = last(cluster, "lost")
    assert 40 <= at <= 60
    assert (phase, reasons) == ("Failed", ["DeletionByPodGC"])
    assert cluster.simulation.next_moment() is None


def test_a_node_that_comes_in_time_saves_its_pods(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("early", nodeName="late"))
    cluster.advance(39)
    cluster.add_node(node_of(NodeShape("late")))
    cluster.advance(120)
    assert cluster.pod("early").metadata.deletionTimestamp is None


def test_pods_of_a_deleted_node_are_failed_and_deleted(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a"))
    cluster.advance(5)
    operations.delete_node(cluster, "a")
    cluster.advance(61)
    _, phase, reasons = last(cluster, "web")
    assert (phase, reasons) == ("Failed", ["DeletionByPodGC"])
    cluster.restart_kubelet("a")
    cluster.advance(10)
    assert [each.status for each in cluster.store.get("Node", "", "a").status.conditions][-1] == "True"
    assert cluster.store.get("Node", "", "a").spec.taints == ()


def test_out_of_service_lets_terminating_pods_go_and_no_others(cluster: Cluster, make_pod: MakePod) -> None:
    tolerant = {"tolerations": [{"operator": "Exists"}]}
    cluster.create(make_pod("web", nodeName="a"))
    cluster.create(make_pod("agent", nodeName="a", **tolerant))
    cluster.advance(5)
    cluster.stop_machine("a")
    cluster.advance(60)
    cluster.delete("web")
    cluster.advance(300)
    assert cluster.pod("web").status.phase == "Running", "nothing confirms its end"
    operations.taint_node(cluster, "a", [OUT_OF_SERVICE])
    cluster.advance(21)
    assert last(cluster, "web")[1:] == ("Failed", [])
    assert cluster.pod("agent").metadata.deletionTimestamp is None


def test_out_of_service_says_nothing_of_a_node_that_is_ready(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(make_pod("web", nodeName="a", terminationGracePeriodSeconds=600), {"app": {"on_sigterm": "ignore"}})
    cluster.advance(5)
    cluster.delete("web")
    operations.taint_node(cluster, "a", [OUT_OF_SERVICE])
    cluster.advance(100)
    assert cluster.pod("web").status.phase == "Running"
    operations.delete_node(cluster, "a")
    cluster.advance(61)
    with pytest.raises(Rejected):
        cluster.pod("web")
