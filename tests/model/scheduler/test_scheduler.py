"""scheduler: Pods find their nodes, wait with a reason, and are tried again when something changes for them."""

from __future__ import annotations

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape

POD = """
apiVersion: v1
kind: Pod
metadata: {{name: {name}, labels: {{app: {name}}}}}
spec:
  restartPolicy: Never
  terminationGracePeriodSeconds: 1
  containers:
  - name: app
    image: nginx:1.25
    resources: {{requests: {{cpu: "{cpu}"}}}}
{more}
"""


def manifest(name: str, cpu: str = "1", more: str = "") -> str:
    return POD.format(name=name, cpu=cpu, more=more)


def scheduled(cluster: Cluster, name: str) -> tuple[str, str]:
    """Status and message of PodScheduled."""
    conditions = cluster.pod(name).status.conditions
    return next((each.status, each.message) for each in conditions if each.type == "PodScheduled")


@pytest.fixture
def cluster() -> Cluster:
    return Cluster(
        [NodeShape(name="a", cpu="2", labels={"zone": "1"}), NodeShape(name="b", cpu="2", labels={"zone": "2"})]
    )


def test_pods_that_come_together_do_not_take_the_same_room(cluster: Cluster) -> None:
    cluster.apply("---".join(manifest(name, "2") for name in ("p", "q", "r")))
    cluster.advance("5s")
    assert {cluster.pod(name).spec.nodeName for name in ("p", "q")} == {"a", "b"}
    assert cluster.pod("r").spec.nodeName == ""
    message = (
        "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: "
        "0/2 nodes are available: 2 No preemption victims found for incoming pod."
    )
    assert scheduled(cluster, "r") == ("False", message)


def test_only_pods_of_this_scheduler_are_bound(cluster: Cluster) -> None:
    cluster.apply(manifest("p", more="  schedulerName: other"))
    cluster.advance("5s")
    assert cluster.pod("p").spec.nodeName == ""


def test_the_room_of_a_pod_that_went_before_its_binding_is_free_again(cluster: Cluster) -> None:
    cluster.apply(manifest("p", "2"))
    cluster.run_until("0.009s")
    cluster.delete("p")
    cluster.apply("---".join(manifest(name, "2") for name in ("q", "r")))
    cluster.advance("5s")
    assert {cluster.pod(name).spec.nodeName for name in ("q", "r")} == {"a", "b"}


def test_room_that_gets_free_is_taken(cluster: Cluster) -> None:
    cluster.apply("---".join(manifest(name, "2") for name in ("p", "q", "r")))
    cluster.advance("5s")
    cluster.delete("p")
    cluster.advance("10s")
    assert scheduled(cluster, "r")[0] == "True"


def test_a_pod_follows_the_one_that_it_wants_once_that_is_there(cluster: Cluster) -> None:
    term = "{labelSelector: {matchLabels: {app: leader}}, topologyKey: zone}"
    affinity = f"  affinity: {{podAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{term}]}}}}"
    cluster.apply(manifest("follower", more=affinity))
    cluster.advance("5s")
    assert scheduled(cluster, "follower")[0] == "False"
    cluster.apply(manifest("stranger", more="  nodeSelector: {zone: '1'}"))
    cluster.apply(manifest("leader", more="  nodeSelector: {zone: '2'}"))
    cluster.advance("5s")
    assert cluster.pod("follower").spec.nodeName == "b"


def test_pods_of_one_kind_are_spread(cluster: Cluster) -> None:
    rule = "maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule"
    selector = "{matchExpressions: [{key: app, operator: Exists}]}"
    spread = f"  topologySpreadConstraints: [{{{rule}, labelSelector: {selector}}}]"
    cluster.apply("---".join(manifest(name, "100m", spread) for name in ("p", "q", "r", "s")))
    cluster.advance("5s")
    nodes = sorted(cluster.pod(name).spec.nodeName for name in ("p", "q", "r", "s"))
    assert nodes == ["a", "a", "b", "b"]
