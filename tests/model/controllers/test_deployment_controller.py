"""DeploymentController: rolling updates within their limits, Recreate, rollback, pause, the deadline for progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.controllers.rules.deployment import condition_of, fenceposts
from podlaw.model.controllers.rules.replica_count import is_ready
from podlaw.model.objects.deployment import (
    Deployment,
    DeploymentSpec,
    DeploymentStrategy,
    RollingUpdateDeployment,
)
from podlaw.model.objects.replica_set import ReplicaSet

from .conftest import apply, manifest, pods

READY_LATE = {"app": {"exec": {"readiness": ["fail", "fail", "ok"]}, "on_sigterm": {"after": "1s", "exit": 0}}}
NEW = {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "i:2"}]}}}}


def deployment(cluster: Cluster) -> Deployment:
    found = cluster.workloads.get("Deployment", "default", "web")
    assert isinstance(found, Deployment)
    return found


def sets(cluster: Cluster) -> Sequence[ReplicaSet]:
    return sorted(
        cluster.store.list("ReplicaSet"),
        key=lambda each: each.metadata.annotations["deployment.kubernetes.io/revision"],
    )


def progress(cluster: Cluster) -> str:
    condition = condition_of(deployment(cluster).status, "Progressing")
    return "" if condition is None else condition.reason


def rolling(replicas: int, surge: int | str, unavailable: int | str) -> Deployment:
    update = RollingUpdateDeployment(maxSurge=surge, maxUnavailable=unavailable)
    strategy = DeploymentStrategy(type="RollingUpdate", rollingUpdate=update)
    return Deployment(spec=DeploymentSpec(replicas=replicas, strategy=strategy))


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable", "expected"),
    [(4, "25%", "25%", (1, 1)), (3, "25%", "25%", (1, 0)), (10, "25%", "25%", (3, 2)), (3, 0, "10%", (0, 1))],
)
def test_surge_is_rounded_up_and_unavailable_down_and_both_are_never_nothing(
    replicas: int, surge: int | str, unavailable: int | str, expected: tuple[int, int]
) -> None:
    assert fenceposts(rolling(replicas, surge, unavailable)) == expected


@pytest.mark.parametrize(("surge", "unavailable"), [(1, 0), (0, 1), (2, 1), ("50%", "50%")])
def test_a_rolling_update_stays_within_its_limits_and_ends_with_the_new_template(
    cluster: Cluster, surge: int | str, unavailable: int | str
) -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}}
    apply(cluster, manifest("Deployment", {"replicas": 4, "strategy": strategy}), READY_LATE)
    cluster.advance("10s")
    most, least = fenceposts(deployment(cluster))
    operations.patch_workload(cluster, "Deployment", "web", NEW)
    for _ in range(300):
        cluster.advance("100ms")
        assert sum(each.spec.replicas or 0 for each in sets(cluster)) <= 4 + most
        available = [pod for pod in pods(cluster) if is_ready(pod) and pod.metadata.deletionTimestamp is None]
        assert len(available) >= 4 - least
    assert progress(cluster) == "NewReplicaSetAvailable"
    assert {pod.spec.containers[0].image for pod in pods(cluster)} == {"i:2"}
    assert [each.spec.replicas for each in sets(cluster)] == [0, 4]


def test_recreate_ends_all_old_pods_before_the_first_new_one(cluster: Cluster) -> None:
    apply(cluster, manifest("Deployment", {"replicas": 3, "strategy": {"type": "Recreate"}}), READY_LATE)
    cluster.advance("10s")
    operations.patch_workload(cluster, "Deployment", "web", NEW)
    cluster.advance("20s")
    images = [
        (event.object.status.phase, event.object.spec.containers[0].image, event.type)
        for event in cluster.watch
        if event.kind == "Pod"
    ]
    first_new = images.index(("Pending", "i:2", "ADDED"))
    assert sum(each == ("Succeeded", "i:1", "MODIFIED") for each in images[:first_new]) >= 3
    assert len(list(pods(cluster))) == 3


def test_a_rollback_takes_up_the_old_replica_set_as_a_new_revision(cluster: Cluster) -> None:
    apply(cluster, manifest("Deployment", {"replicas": 2}))
    cluster.advance("5s")
    operations.patch_workload(cluster, "Deployment", "web", NEW)
    cluster.advance("10s")
    operations.rollout_undo(cluster, "web")
    cluster.advance("10s")
    revisions = [each.metadata.annotations["deployment.kubernetes.io/revision"] for each in sets(cluster)]
    assert revisions == ["2", "3"]
    assert {pod.spec.containers[0].image for pod in pods(cluster)} == {"i:1"}


def test_a_paused_deployment_is_scaled_but_not_rolled(cluster: Cluster) -> None:
    apply(cluster, manifest("Deployment", {"replicas": 2}))
    cluster.advance("5s")
    operations.patch_workload(cluster, "Deployment", "web", {"spec": {"paused": True}})
    operations.patch_workload(cluster, "Deployment", "web", NEW)
    operations.scale(cluster, "Deployment", "web", 3)
    cluster.advance("10s")
    assert [pod.spec.containers[0].image for pod in pods(cluster)] == ["i:1"] * 3
    assert progress(cluster) == "DeploymentPaused"
    operations.patch_workload(cluster, "Deployment", "web", {"spec": {"paused": False}})
    cluster.advance("20s")
    assert [pod.spec.containers[0].image for pod in pods(cluster)] == ["i:2"] * 3


def test_without_progress_it_is_stuck_after_the_deadline_and_nothing_is_rolled_back(cluster: Cluster) -> None:
    spec: dict[str, Any] = {"replicas": 2, "progressDeadlineSeconds": 20}
    apply(cluster, manifest("Deployment", spec))
    cluster.advance("5s")
    operations.patch_workload(
        cluster, "Deployment", "web", {"spec": {"template": {"spec": {"nodeSelector": {"no": "where"}}}}}
    )
    cluster.advance("15s")
    assert progress(cluster) == "ReplicaSetUpdated"
    cluster.advance("30s")
    assert progress(cluster) == "ProgressDeadlineExceeded"
    assert [each.spec.replicas for each in sets(cluster)] == [2, 1]


def test_old_replica_sets_beyond_the_history_limit_go(cluster: Cluster) -> None:
    apply(cluster, manifest("Deployment", {"replicas": 1, "revisionHistoryLimit": 1}))
    for number in range(2, 5):
        cluster.advance("10s")
        containers = [{"name": "app", "image": f"i:{number}"}]
        operations.patch_workload(
            cluster, "Deployment", "web", {"spec": {"template": {"spec": {"containers": containers}}}}
        )
    cluster.advance("20s")
    assert len(sets(cluster)) == 2
