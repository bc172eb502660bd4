"""Requests: where connections to a Service go, and when they are lost because the proxies do not know yet."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.requests import NO_ENDPOINT

TEXT = """
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: a, labels: {app: web}}
spec: {containers: [{name: app, image: 'i:1'}]}
---
apiVersion: v1
kind: Pod
metadata: {name: b, labels: {app: web}}
spec:
  containers:
  - {name: app, image: 'i:1', lifecycle: {preStop: {sleep: {seconds: 5}}}}
"""


@pytest.fixture
def cluster() -> Cluster:
    """Two Pods behind a Service; the second sleeps before it is told to end."""
    made = Cluster(judge=True)
    made.apply(TEXT)
    return made


def test_nobody_answers_before_the_proxies_know_an_endpoint_then_all_pods_do(cluster: Cluster) -> None:
    assert cluster.request("svc/web").failure == NO_ENDPOINT
    cluster.advance("5s")
    answers = [cluster.request("svc/web", port=80) for _ in range(50)]
    assert {each.pod for each in answers} == {"a", "b"}
    assert all(each.is_served and each.port == 8080 for each in answers)


def lost_after_deletion(cluster: Cluster, deleted: str) -> list[str]:
    """The Pods at which a connection failed, in the three seconds after this one's deletion."""
    cluster.advance("5s")
    cluster.delete(deleted)
    failed = []
    for _ in range(300):
        cluster.advance(0.01)
        answer = cluster.request("svc/web")
        failed += [] if answer.is_served else [answer.pod]
    return failed


def test_a_pod_that_ends_at_once_loses_connections_and_a_sleep_before_its_end_saves_them(cluster: Cluster) -> None:
    # the table was written a moment ago, so its next write waits for up to a second
    cluster.advance("4s")
    cluster.pods.set_labels("default", "b", {"app": "other"})
    cluster.advance(0.1)
    cluster.pods.set_labels("default", "b", {"app": "web"})
    assert lost_after_deletion_soon(cluster) == {"a"}
    other = Cluster(judge=True)
    other.apply(TEXT)
    assert lost_after_deletion(other, "b") == []


def lost_after_deletion_soon(cluster: Cluster) -> set[str]:
    cluster.delete("a")
    answers = []
    for _ in range(300):
        cluster.advance(0.01)
        answers.append(cluster.request("svc/web"))
    return {each.pod for each in answers if not each.is_served}


def test_a_last_endpoint_that_terminates_still_gets_connections(cluster: Cluster) -> None:
    cluster.advance("5s")
    cluster.delete("a", grace=0)
    cluster.delete("b")
    cluster.advance("3s")
    assert cluster.request("svc/web").pod == "b"
    cluster.advance("10s")
    assert cluster.request("svc/web").failure == NO_ENDPOINT


def test_what_is_no_service_is_said(cluster: Cluster) -> None:
    with pytest.raises(ValueError, match="expected svc/NAME"):
        cluster.request("web")
    with pytest.raises(ValueError, match="no port 81; it has 80"):
        cluster.request("svc/web", port=81)
    with pytest.raises(Rejected, match='services "api" not found'):
        cluster.request("svc/api")
