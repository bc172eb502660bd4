"""StaticPods: a kubelet's own Pods, whatever the API says: their turns by full name, and their mirrors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.objects.pod import Pod

Calls = Callable[..., list[tuple[float, str, str]]]
MANIFEST = """
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {terminationGracePeriodSeconds: 6, containers: [{name: app, image: "web:%s"}]}
"""
SLOW = {"app": {"on_sigterm": {"after": "3s", "exit": 0}}}
MIRROR = "web-node-1"


@pytest.fixture
def cluster() -> Cluster:
    """A static Pod that needs 3 s to end runs since five seconds."""
    cluster = Cluster([NodeShape()], judge=True)
    cluster.write_manifest("node-1", "web.yaml", MANIFEST % 1, SLOW)
    cluster.advance(5)
    assert cluster.pod(MIRROR).status.phase == "Running"
    return cluster


def is_shown(cluster: Cluster) -> bool:
    try:
        return cluster.pod(MIRROR) is not None
    except Rejected:
        return False


def test_deleting_the_mirror_stops_nothing_and_another_one_is_made(cluster: Cluster, calls: Calls) -> None:
    before = cluster.pod(MIRROR).metadata.uid
    cluster.delete(MIRROR)
    cluster.advance(12)
    assert cluster.pod(MIRROR).metadata.uid != before
    assert cluster.pod(MIRROR).status.phase == "Running"
    assert calls(cluster, "StopContainer", "exit") == []
    assert len(calls(cluster, "StartContainer")) == 1


def test_a_mirror_that_vanished_comes_back_with_the_next_sync_of_its_own(cluster: Cluster, calls: Calls) -> None:
    cluster.delete(MIRROR, grace=0)
    cluster.advance(20)
    assert not is_shown(cluster)
    cluster.advance(100)
    assert is_shown(cluster)
    assert calls(cluster, "StopContainer", "exit") == []


def test_without_its_manifest_the_pod_ends_and_then_its_mirror_goes(cluster: Cluster, calls: Calls) -> None:
    assert cluster.remove_manifest("node-1", "web.yaml")
    cluster.advance(2.5)
    assert is_shown(cluster)
    assert cluster.pod(MIRROR).metadata.deletionTimestamp is None
    cluster.advance(3)
    assert [call for _, call, _ in calls(cluster, "SIGTERM", "SIGKILL", "exit")] == ["SIGTERM", "exit"]
    assert not is_shown(cluster)


def test_an_edited_manifest_waits_for_the_end_of_the_pod_before_it(cluster: Cluster, calls: Calls) -> None:
    cluster.write_manifest("node-1", "web.yaml", MANIFEST % 2)
    cluster.advance(40)
    (ended, _, _), (started, _, _) = *calls(cluster, "exit"), calls(cluster, "StartContainer")[1]
    assert 7 <= started - ended <= 14
    assert cluster.pod(MIRROR).spec.containers[0].image == "web:2"
    assert cluster.pod(MIRROR).status.phase == "Running"


def test_only_the_last_of_several_edits_runs(cluster: Cluster, calls: Calls) -> None:
    for number in (2, 3):
        cluster.write_manifest("node-1", "web.yaml", MANIFEST % number)
        cluster.advance(0.5)
    cluster.advance(60)
    assert cluster.pod(MIRROR).spec.containers[0].image == "web:3"
    assert len(calls(cluster, "StartContainer")) == 2


def test_the_same_manifest_again_is_the_same_pod_after_its_end(cluster: Cluster, calls: Calls) -> None:
    uid = cluster.pod(MIRROR).metadata.annotations["kubernetes.io/config.hash"]
    cluster.remove_manifest("node-1", "web.yaml")
    cluster.advance(1)
    cluster.write_manifest("node-1", "web.yaml", MANIFEST % 1)
    cluster.advance(60)
    assert cluster.pod(MIRROR).metadata.annotations["kubernetes.io/config.hash"] == uid
    assert cluster.pod(MIRROR).status.phase == "Running"
    assert len(calls(cluster, "exit")) == 1
    assert len(calls(cluster, "StartContainer")) == 2


def test_a_file_that_cannot_be_read_any_more_ends_its_pod_at_the_next_listing(cluster: Cluster) -> None:
    cluster.write_manifest("node-1", "web.yaml", "this: [is no pod")
    cluster.advance(30)
    assert not is_shown(cluster)


def test_a_static_pod_that_has_ended_gets_no_other_mirror() -> None:
    cluster = Cluster([NodeShape()], judge=True)
    text = (MANIFEST % 1).replace("spec: {", "spec: {restartPolicy: Never, ")
    cluster.write_manifest("node-1", "web.yaml", text, {"app": {"runs": [{"after": "2s", "exit": 0}]}})
    cluster.advance(8)
    assert cluster.pod(MIRROR).status.phase == "Succeeded"
    cluster.delete(MIRROR)
    cluster.advance("5m")
    assert not is_shown(cluster)


def test_a_static_pod_that_does_not_fit_is_nowhere_to_be_seen() -> None:
    cluster = Cluster([NodeShape(cpu="1")], judge=True)
    text = (MANIFEST % 1).replace('image: "web:1"', "image: web, resources: {requests: {cpu: 4}}")
    cluster.write_manifest("node-1", "web.yaml", text)
    cluster.advance(30)
    assert not is_shown(cluster)
    assert [event.reason for event in cluster.events] == ["OutOfcpu"]


def test_a_restarted_kubelet_goes_on_with_its_static_pods(cluster: Cluster, calls: Calls) -> None:
    uid, began = cluster.pod(MIRROR).metadata.uid, cluster.pod(MIRROR).status.startTime
    cluster.restart_kubelet("node-1")
    cluster.advance(15)
    assert cluster.pod(MIRROR).metadata.uid == uid
    assert cluster.pod(MIRROR).status.startTime != began
    assert calls(cluster, "exit") == []


def test_a_manifest_that_went_while_the_kubelet_was_away_leaves_an_orphan(cluster: Cluster, calls: Calls) -> None:
    cluster.stop_kubelet("node-1")
    cluster.remove_manifest("node-1", "web.yaml")
    cluster.advance(3)
    cluster.start_kubelet("node-1")
    cluster.advance(10)
    assert [call for _, call, _ in calls(cluster, "SIGTERM", "SIGKILL")] == ["SIGTERM", "SIGKILL"]
    assert not is_shown(cluster)


def test_a_kubelet_that_is_killed_before_it_has_looked_forgets_no_orphan(cluster: Cluster, calls: Calls) -> None:
    cluster.stop_kubelet("node-1")
    cluster.remove_manifest("node-1", "web.yaml")
    cluster.start_kubelet("node-1")
    cluster.advance(0.5)
    cluster.stop_kubelet("node-1")
    cluster.start_kubelet("node-1")
    cluster.advance(10)
    assert [call for _, call, _ in calls(cluster, "SIGTERM", "SIGKILL")] == ["SIGTERM", "SIGKILL"]


def test_a_static_pod_of_another_kubelet_may_have_the_same_name() -> None:
    cluster = Cluster([NodeShape("node-1"), NodeShape("node-2")], judge=True)
    for node in ("node-1", "node-2"):
        cluster.write_manifest(node, "web.yaml", MANIFEST % 1)
    cluster.advance(3)
    names = ("web-node-1", "web-node-2")
    assert [cluster.pod(name).status.phase for name in names] == ["Running", "Running"]


def test_a_node_that_is_no_longer_registered_gets_no_mirror(cluster: Cluster) -> None:
    cluster.store.remove(cluster.store.get("Node", "", "node-1"))
    cluster.delete(MIRROR)
    cluster.advance("3m")
    assert not is_shown(cluster)


def test_a_mirror_of_nothing_is_removed() -> None:
    """Whoever made it: no static Pod of this kubelet is shown by it."""
    cluster = Cluster([NodeShape()], judge=True)
    forged = """
apiVersion: v1
kind: Pod
metadata: {name: web-node-1, annotations: {kubernetes.io/config.mirror: forged, kubernetes.io/config.source: file}}
spec: {nodeName: node-1, containers: [{name: app, image: web}]}
"""
    cluster.apply(forged)
    cluster.advance(3)
    assert not is_shown(cluster)
    assert cluster.calls == []


def test_pods_of_all_sorts_share_a_kubelet(cluster: Cluster, make_pod: Callable[..., Pod]) -> None:
    cluster.create(make_pod("plain"))
    cluster.advance(3)
    assert cluster.pod("plain").status.phase == "Running"
    cluster.delete("plain")
    cluster.advance(5)
    assert [pod.metadata.name for pod in cluster.store.list("Pod")] == [MIRROR]
