"""DaemonSetController: one Pod on each fitting node, also where it is cordoned, and updates node by node."""

from __future__ import annotations

import pytest

from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape, node_of
from podlaw.model.controllers.rules.replica_count import is_ready
from podlaw.model.objects.node import Taint

from .conftest import apply, manifest, pods

NEW = {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "i:2"}]}}}}


@pytest.fixture
def three() -> Cluster:
    """Three nodes, judged."""
    return Cluster([NodeShape(name) for name in "abc"], judge=True)


def nodes(cluster: Cluster) -> list[str]:
    return sorted(pod.spec.nodeName for pod in pods(cluster))


def test_each_node_has_one_pod_also_one_that_comes_later_or_is_cordoned(three: Cluster) -> None:
    operations.cordon_node(three, "b")
    apply(three, manifest("DaemonSet", {}))
    three.advance("5s")
    assert nodes(three) == ["a", "b", "c"]
    three.add_node(node_of(NodeShape("d")))
    three.advance("5s")
    assert nodes(three) == ["a", "b", "c", "d"]
    status = three.workloads.get("DaemonSet", "default", "web").status
    assert (status.desiredNumberScheduled, status.numberReady, status.updatedNumberScheduled) == (4, 4, 4)


def test_a_taint_keeps_new_pods_off_and_leaves_the_one_that_is_there(three: Cluster) -> None:
    apply(three, manifest("DaemonSet", {}))
    three.advance("5s")
    operations.taint_node(three, "a", [Taint(key="k", effect="NoSchedule")])
    three.advance("5s")
    assert nodes(three) == ["a", "b", "c"]
    three.delete(next(pod.metadata.name for pod in pods(three) if pod.spec.nodeName == "a"))
    three.advance("40s")
    assert nodes(three) == ["b", "c"]


def test_a_node_selector_that_no_longer_matches_takes_the_pod_away(three: Cluster) -> None:
    operations.label_node(three, "a", {"disk": "fast"})
    apply(three, manifest("DaemonSet", {}, nodeSelector={"disk": "fast"}))
    three.advance("5s")
    assert nodes(three) == ["a"]
    operations.label_node(three, "a", {"disk": None})
    three.advance("40s")
    assert nodes(three) == []


def test_an_update_goes_node_by_node(three: Cluster) -> None:
    apply(three, manifest("DaemonSet", {}))
    three.advance("5s")
    operations.patch_workload(three, "DaemonSet", "web", NEW)
    for _ in range(200):
        three.advance("100ms")
        ready = [pod for pod in pods(three) if is_ready(pod) and pod.metadata.deletionTimestamp is None]
        assert len(ready) >= 2
    assert {pod.spec.containers[0].image for pod in pods(three)} == {"i:2"}


def test_a_pod_that_failed_is_replaced_later_each_time(three: Cluster) -> None:
    apply(three, manifest("DaemonSet", {}, nodeSelector={"kubernetes.io/hostname": "a"}))
    for _ in range(2):
        three.advance("10s")
        (pod,) = pods(three)
        three.pods.set_deadline("default", pod.metadata.name, 1)
    three.advance("20s")
    (pod,) = pods(three)
    assert pod.status.phase == "Running"
    assert len([event for event in three.events if event.reason == "FailedDaemonPod"]) == 2
