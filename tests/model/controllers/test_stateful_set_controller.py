"""StatefulSetController: one Pod for each ordinal, upwards one by one, downwards from the top, updates down to the partition."""

from __future__ import annotations

from typing import Any

from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.controllers.rules.replica_count import is_ready
from podlaw.model.objects.delete_options import DeleteOptions

from .conftest import apply, manifest, pods

READY_LATE = {"app": {"exec": {"readiness": ["fail", "ok"]}, "on_sigterm": {"after": "1s", "exit": 0}}}
PROBE = [{"name": "app", "image": "i:1", "readinessProbe": {"exec": {"command": ["readiness"]}, "periodSeconds": 1}}]
NEW = {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "i:2"}]}}}}


def start(cluster: Cluster, spec: dict[str, Any]) -> None:
    apply(cluster, manifest("StatefulSet", {"serviceName": "s", **spec}, containers=PROBE), READY_LATE)


def names(cluster: Cluster, change: str) -> list[str]:
    return [event.object.metadata.name for event in cluster.watch if (event.kind, event.type) == ("Pod", change)]


def test_the_next_ordinal_comes_when_all_below_are_ready(cluster: Cluster) -> None:
    start(cluster, {"replicas": 3})
    known: set[str] = set()
    for _ in range(200):
        cluster.advance("50ms")
        there = {pod.metadata.name: pod for pod in pods(cluster)}
        for name in sorted(there.keys() - known):
            lower = [there[f"web-{index}"] for index in range(int(name[-1]))]
            assert all(is_ready(pod) for pod in lower), name
        known |= there.keys()
    assert sorted(known) == ["web-0", "web-1", "web-2"]


def test_parallel_waits_for_nothing(cluster: Cluster) -> None:
    start(cluster, {"replicas": 3, "podManagementPolicy": "Parallel"})
    cluster.advance("200ms")
    assert names(cluster, "ADDED") == ["web-0", "web-1", "web-2"]


def test_a_pod_has_its_name_as_host_name_and_comes_back_under_it(cluster: Cluster) -> None:
    start(cluster, {"replicas": 1})
    cluster.advance("10s")
    before = cluster.pod("web-0")
    cluster.delete("web-0")
    cluster.advance("10s")
    after = cluster.pod("web-0")
    assert (
        (after.spec.hostname, after.spec.subdomain) == ("web-0", "s") == (before.spec.hostname, before.spec.subdomain)
    )
    assert after.metadata.uid != before.metadata.uid
    assert names(cluster, "ADDED") == ["web-0", "web-0"]


def test_a_pod_that_failed_is_deleted_and_made_anew(cluster: Cluster) -> None:
    start(cluster, {"replicas": 1})
    cluster.advance("5s")
    cluster.pods.set_deadline("default", "web-0", 1)
    cluster.advance("10s")
    assert names(cluster, "DELETED") == ["web-0"]
    assert cluster.pod("web-0").status.phase == "Running"


def test_scaling_down_takes_the_highest_ordinal_first_and_waits_until_it_is_gone(cluster: Cluster) -> None:
    start(cluster, {"replicas": 3})
    cluster.advance("20s")
    operations.scale(cluster, "StatefulSet", "web", 1)
    cluster.advance("20s")
    marked = [
        (event.object.metadata.name, event.type)
        for event in cluster.watch
        if event.kind == "Pod" and event.object.metadata.deletionTimestamp is not None
    ]
    assert list(dict.fromkeys(marked)) == [
        ("web-2", "MODIFIED"), ("web-2", "DELETED"), ("web-1", "MODIFIED"), ("web-1", "DELETED")
    ]  # fmt: skip


def test_an_update_goes_from_the_top_down_to_the_partition(cluster: Cluster) -> None:
    start(cluster, {"replicas": 3, "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}})
    cluster.advance("20s")
    operations.patch_workload(cluster, "StatefulSet", "web", NEW)
    cluster.advance("60s")
    assert names(cluster, "DELETED") == ["web-2", "web-1"]
    assert [pod.spec.containers[0].image for pod in pods(cluster)] == ["i:1", "i:2", "i:2"]
    status = cluster.workloads.get("StatefulSet", "default", "web").status
    assert (status.currentReplicas, status.updatedReplicas) == (1, 2)
    assert status.currentRevision != status.updateRevision


def test_on_delete_leaves_old_pods_until_somebody_deletes_them(cluster: Cluster) -> None:
    start(cluster, {"replicas": 2, "updateStrategy": {"type": "OnDelete"}})
    cluster.advance("20s")
    operations.patch_workload(cluster, "StatefulSet", "web", NEW)
    cluster.advance("20s")
    assert [pod.spec.containers[0].image for pod in pods(cluster)] == ["i:1", "i:1"]
    cluster.delete("web-0")
    cluster.advance("20s")
    assert [pod.spec.containers[0].image for pod in pods(cluster)] == ["i:2", "i:1"]


CLAIMS = [
    {
        "metadata": {"name": "data"},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "storageClassName": "",
            "resources": {"requests": {"storage": "1Gi"}},
        },
    }
]


def test_an_ordinals_pod_comes_back_to_the_claim_that_it_had(cluster: Cluster) -> None:
    start(cluster, {"replicas": 1, "volumeClaimTemplates": CLAIMS})
    cluster.advance("5s")
    claim = cluster.volumes.get("PersistentVolumeClaim", "default", "data-web-0")
    cluster.delete("web-0")
    cluster.advance("10s")
    assert cluster.pod("web-0").spec.volumes[0]["persistentVolumeClaim"] == {"claimName": "data-web-0"}
    assert cluster.volumes.get("PersistentVolumeClaim", "default", "data-web-0") == claim


def test_claims_go_with_what_their_policy_names(cluster: Cluster) -> None:
    policy = {"whenDeleted": "Retain", "whenScaled": "Delete"}
    spec = {"replicas": 2, "podManagementPolicy": "Parallel", "volumeClaimTemplates": CLAIMS}
    start(cluster, {**spec, "persistentVolumeClaimRetentionPolicy": policy})
    cluster.advance("5s")
    operations.scale(cluster, "StatefulSet", "web", 1)
    cluster.advance("10s")
    assert [each.metadata.name for each in cluster.store.list("PersistentVolumeClaim")] == ["data-web-0"]
    cluster.workloads.delete("StatefulSet", "default", "web", DeleteOptions())
    cluster.advance("10s")
    assert [each.metadata.name for each in cluster.store.list("PersistentVolumeClaim")] == ["data-web-0"]
