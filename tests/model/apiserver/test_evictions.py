"""Evictions: what a disruption budget lets go, what it refuses in the API server's words, and what it never guards."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.drain import Drain
from podlaw.model.cluster.node_shape import NodeShape, node_of
from podlaw.model.objects.disruption_budget import PodDisruptionBudgetStatus
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.yaml_writer import write_yaml
from tests.model.conftest import MakePod

LABELS = {"app": "a"}


def budget(name: str = "pdb", **spec: Any) -> Any:
    whole = {"selector": {"matchLabels": LABELS}, **spec}
    data = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": whole}
    return read_text(write_yaml(iter([data])))[0].object


def labelled(pod: Any, name: str) -> Any:
    return evolve(pod, metadata=evolve(pod.metadata, name=name, labels=LABELS))


@pytest.fixture
def cluster(make_pod: MakePod) -> Cluster:
    """Two ready Pods, `a` and `b`."""
    cluster = Cluster(judge=True)
    for name in ("a", "b"):
        cluster.create(labelled(make_pod(), name))
    cluster.advance(3)
    return cluster


def status(cluster: Cluster, name: str = "pdb") -> PodDisruptionBudgetStatus:
    found = cluster.store.get("PodDisruptionBudget", "default", name).status
    assert isinstance(found, PodDisruptionBudgetStatus)
    return found


def refusal(cluster: Cluster, name: str) -> tuple[int, str, str]:
    before = cluster.store.revision
    with pytest.raises(Rejected) as caught:
        operations.evict(cluster, name)
    assert cluster.store.revision == before, "a refused eviction changes nothing (EV-1)"
    return caught.value.code, caught.value.message, caught.value.cause


def test_an_eviction_uses_the_budget_up_before_the_controller_counts_again(cluster: Cluster) -> None:
    cluster.create(budget(minAvailable=1))
    cluster.advance(1)
    assert (status(cluster).disruptionsAllowed, status(cluster).conditions[0].reason) == (1, "SufficientPods")
    operations.evict(cluster, "a")
    assert list(status(cluster).disruptedPods) == ["a"]
    assert refusal(cluster, "b") == (
        429,
        "Cannot evict pod as it would violate the pod's disruption budget.",
        "The disruption budget pdb needs 1 healthy pods and has 2 currently",
    )
    cluster.advance(5)
    assert refusal(cluster, "b")[2] == "The disruption budget pdb needs 1 healthy pods and has 1 currently"
    assert status(cluster).disruptedPods == {}


def test_a_budget_that_nobody_has_counted_yet_allows_nothing(cluster: Cluster) -> None:
    cluster.create(budget(minAvailable=0))
    assert refusal(cluster, "a")[2] == "The disruption budget pdb is still being processed by the server."


def test_two_budgets_for_one_pod_are_an_error(cluster: Cluster) -> None:
    cluster.create(budget("one", minAvailable=0))
    cluster.create(budget("two", minAvailable=0))
    cluster.advance(1)
    assert refusal(cluster, "a")[0] == 500


def test_pods_that_nobody_wants_do_not_count_where_a_part_is_asked_for(cluster: Cluster) -> None:
    cluster.create(budget(maxUnavailable=1))
    cluster.advance(1)
    assert (status(cluster).expectedPods, status(cluster).disruptionsAllowed) == (0, 0)
    assert refusal(cluster, "a")[0] == 429


@pytest.mark.parametrize(("policy", "is_allowed"), [("IfHealthyBudget", False), ("AlwaysAllow", True), (None, False)])
def test_an_unhealthy_pod_is_guarded_unless_the_policy_says_otherwise(
    make_pod: MakePod, policy: str | None, is_allowed: bool
) -> None:
    cluster = Cluster(judge=True)
    probe = {"name": "app", "readinessProbe": {"exec": {"command": ["readiness"]}, "periodSeconds": 1}}
    cluster.create(labelled(make_pod(apps=(probe,)), "a"), {"app": {"exec": {"readiness": ["fail"]}}})
    said = {} if policy is None else {"unhealthyPodEvictionPolicy": policy}
    cluster.create(budget(minAvailable=1, **said))
    cluster.advance(5)
    if is_allowed:
        operations.evict(cluster, "a")
        assert cluster.pod("a").metadata.deletionTimestamp is not None
    else:
        assert refusal(cluster, "a")[2] == "The disruption budget pdb needs 1 healthy pods and has 0 currently"


def test_pods_that_have_ended_or_not_begun_need_no_budget(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(budget(minAvailable=5))
    cluster.create(labelled(make_pod(nodeSelector={"no": "such"}), "pending"))
    cluster.create(labelled(make_pod(restartPolicy="Never"), "ended"), {"app": {"runs": [{"after": "1s", "exit": 0}]}})
    cluster.advance(5)
    for name in ("pending", "ended"):
        operations.evict(cluster, name)
    cluster.advance(5)
    assert [each.metadata.name for each in cluster.store.list("Pod")] == ["a", "b"]


def test_a_share_is_of_what_controllers_want_and_jobs_want_nothing_that_scales(cluster: Cluster) -> None:
    text = """
apiVersion: batch/v1
kind: Job
metadata: {name: job}
spec: {template: {metadata: {labels: {app: a}}, spec: {restartPolicy: Never, containers: [{name: app, image: i}]}}}
"""
    cluster.apply(text)
    cluster.create(budget(maxUnavailable="50%"))
    cluster.advance(2)
    assert (status(cluster).conditions[0].reason, status(cluster).conditions[0].message) == (
        "SyncFailed",
        "jobs.batch does not implement the scale subresource",
    )


def test_a_drain_tries_again_every_five_seconds(cluster: Cluster, make_pod: MakePod) -> None:
    cluster.create(budget(minAvailable=1))
    cluster.advance(1)
    begin = cluster.now
    Drain(cluster, "node-1")
    cluster.advance(30)
    assert cluster.store.get("Node", "", "node-1").spec.unschedulable
    assert [each.metadata.name for each in cluster.store.list("Pod")] == ["b"]
    cluster.add_node(node_of(NodeShape("two")))
    cluster.create(labelled(make_pod(nodeName="two"), "c"))
    cluster.advance(10)
    gone = next(
        each
        for each in cluster.watch
        if each.kind == "Pod"
        and each.object.metadata.name == "b"
        and each.object.metadata.deletionTimestamp is not None
    )
    waited = (gone.at - cluster.simulation.start) / 1000 - begin
    assert waited == pytest.approx(35, abs=0.01)
