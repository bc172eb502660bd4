"""ReplicaSetController: so many active Pods as are wanted, adoption, release, and the three ways of deletion."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.delete_options import DeleteOptions
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.pod_template import PodTemplateSpec

from .conftest import apply, manifest, pods

THREE = manifest("ReplicaSet", {"replicas": 3})


def test_there_are_as_many_pods_as_replicas_and_the_status_says_so(cluster: Cluster) -> None:
    apply(cluster, THREE)
    cluster.advance("5s")
    status = cluster.workloads.get("ReplicaSet", "default", "web").status
    assert len(list(pods(cluster))) == 3
    assert (status.replicas, status.readyReplicas, status.availableReplicas, status.observedGeneration) == (3, 3, 3, 1)


def test_a_deleted_pod_is_replaced_while_it_still_runs(cluster: Cluster) -> None:
    apply(cluster, THREE, {"app": {"on_sigterm": {"after": "5s", "exit": 0}}})
    cluster.advance("5s")
    cluster.delete(next(pods(cluster)).metadata.name)
    cluster.advance("2s")
    deleted = [pod for pod in pods(cluster) if pod.metadata.deletionTimestamp is not None]
    assert (len(list(pods(cluster))), len(deleted)) == (4, 1)


def test_a_changed_template_changes_no_living_pod(cluster: Cluster) -> None:
    apply(cluster, THREE)
    cluster.advance("5s")
    before = [pod.spec for pod in pods(cluster)]
    patch = {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "i:2"}]}}}}
    operations.patch_workload(cluster, "ReplicaSet", "web", patch)
    cluster.advance("5s")
    assert [pod.spec for pod in pods(cluster)] == before


def test_a_pod_without_the_labels_is_released_and_replaced_and_an_orphan_with_them_adopted(cluster: Cluster) -> None:
    apply(cluster, THREE)
    cluster.advance("5s")
    released = next(pods(cluster)).metadata.name
    cluster.pods.set_labels("default", released, {"app": "b"})
    cluster.advance("2s")
    assert cluster.pod(released).metadata.ownerReferences == ()
    assert len(list(pods(cluster))) == 4
    cluster.pods.set_labels("default", released, {"app": "a"})
    cluster.advance("2s")
    active = [pod for pod in pods(cluster) if pod.metadata.deletionTimestamp is None]
    assert len(active) == 3
    assert all(len(pod.metadata.ownerReferences) == 1 for pod in pods(cluster))


@pytest.mark.parametrize(("policy", "left"), [("Background", 0), ("Foreground", 0), ("Orphan", 3)])
def test_deletion_takes_the_pods_along_or_leaves_them(cluster: Cluster, policy: str, left: int) -> None:
    apply(cluster, THREE)
    cluster.advance("5s")
    cluster.workloads.delete("ReplicaSet", "default", "web", DeleteOptions(propagationPolicy=policy))
    cluster.advance("10s")
    assert cluster.store.get("ReplicaSet", "default", "web") is None
    assert len(list(pods(cluster))) == left
    assert not any(pod.metadata.ownerReferences for pod in pods(cluster))


def test_in_the_foreground_the_owner_goes_last(cluster: Cluster) -> None:
    apply(cluster, THREE)
    cluster.advance("5s")
    cluster.workloads.delete("ReplicaSet", "default", "web", DeleteOptions(propagationPolicy="Foreground"))
    cluster.advance("10s")
    gone = [event.kind for event in cluster.watch if event.type == "DELETED"]
    assert gone == ["Pod", "Pod", "Pod", "ReplicaSet"]


def test_a_pod_of_an_owner_that_never_was_is_collected(cluster: Cluster) -> None:
    apply(cluster, THREE)
    cluster.advance("5s")
    owned = next(pods(cluster))
    stranger = evolve(owned.metadata.ownerReferences[0], uid="nobody", name="nobody")
    template = PodTemplateSpec(spec=evolve(owned.spec, nodeName=""))
    pod = evolve(template.as_pod(), metadata=evolve(Pod().metadata, name="lost", ownerReferences=(stranger,)))
    cluster.create(pod)
    cluster.advance("5s")
    assert cluster.store.get("Pod", "default", "lost") is None


def test_a_replication_controller_keeps_pods_too(cluster: Cluster) -> None:
    text = manifest("ReplicationController", {"replicas": 2, "selector": {"app": "a"}}, version="v1")
    apply(cluster, text)
    cluster.advance("5s")
    assert len(list(pods(cluster))) == 2
