"""preemptor: how a preemption looks from outside: the nomination, the victims, the binding when they are gone."""

from __future__ import annotations

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape

CLASSES = """
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: low}
value: 10
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: high}
value: 1000
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: shy}
value: 1000
preemptionPolicy: Never
---
"""
POD = """
apiVersion: v1
kind: Pod
metadata: {{name: {name}}}
spec:
  priorityClassName: {priority}
  containers:
  - name: app
    image: nginx:1.25
    resources: {{requests: {{cpu: "{cpu}"}}}}
"""
SCRIPT = {"app": {"runs": [{"forever": True}], "on_sigterm": {"after": "3s", "exit": 0}}}


def create(cluster: Cluster, name: str, priority: str, cpu: str = "2") -> None:
    cluster.apply(POD.format(name=name, priority=priority, cpu=cpu), {name: SCRIPT})


@pytest.fixture
def cluster() -> Cluster:
    """Two full nodes."""
    cluster = Cluster([NodeShape(name="a", cpu="2"), NodeShape(name="b", cpu="2")])
    cluster.apply(CLASSES)
    create(cluster, "low", "low")
    create(cluster, "kept", "high")
    cluster.advance("5s")
    return cluster


def messages(cluster: Cluster, name: str, reason: str) -> list[str]:
    return [each.message for each in cluster.events if (each.name, each.reason) == (name, reason)]


def test_a_more_important_pod_gets_its_room_when_the_victim_has_ended(cluster: Cluster) -> None:
    node = cluster.pod("low").spec.nodeName
    create(cluster, "urgent", "high")
    cluster.advance("1s")
    urgent, victim = cluster.pod("urgent"), cluster.pod("low")
    assert (urgent.spec.nodeName, urgent.status.nominatedNodeName) == ("", node)
    mark = next(each for each in victim.status.conditions if each.type == "DisruptionTarget")
    assert (mark.status, mark.reason) == ("True", "PreemptionByScheduler")
    assert mark.message == "default-scheduler: preempting to accommodate a higher priority pod"
    assert victim.metadata.deletionGracePeriodSeconds == 30
    assert messages(cluster, "low", "Preempted") == [f"Preempted by pod {urgent.metadata.uid} on node {node}"]
    assert messages(cluster, "urgent", "FailedScheduling") == ["0/2 nodes are available: 2 Insufficient cpu."]
    cluster.advance("5s")
    urgent = cluster.pod("urgent")
    assert (urgent.spec.nodeName, urgent.status.nominatedNodeName) == (node, "")


def test_a_pod_that_never_preempts_waits_and_says_so(cluster: Cluster) -> None:
    create(cluster, "urgent", "shy")
    cluster.advance("30s")
    assert cluster.pod("urgent").spec.nodeName == ""
    message = (
        "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, "
        "preemption: not eligible due to preemptionPolicy=Never."
    )
    assert messages(cluster, "urgent", "FailedScheduling") == [message]


def test_the_room_that_is_being_made_is_not_taken_by_a_less_important_pod(cluster: Cluster) -> None:
    create(cluster, "urgent", "high")
    cluster.advance("1s")
    create(cluster, "late", "low", cpu="1")
    cluster.advance("10s")
    assert cluster.pod("urgent").spec.nodeName != ""
    assert cluster.pod("late").spec.nodeName == ""


def test_while_victims_end_the_preemptor_takes_no_others() -> None:
    cluster = Cluster([NodeShape(name="a", cpu="2")])
    cluster.apply(CLASSES)
    for name, after in (("one", "2s"), ("two", "6s")):
        script = {"app": {"runs": [{"forever": True}], "on_sigterm": {"after": after, "exit": 0}}}
        cluster.apply(POD.format(name=name, priority="low", cpu="1"), {name: script})
    cluster.advance("5s")
    create(cluster, "urgent", "high")
    cluster.advance("4s")
    assert messages(cluster, "urgent", "FailedScheduling")[-1] == (
        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, "
        "preemption: not eligible due to a terminating pod on the nominated node."
    )
    assert cluster.pod("urgent").status.nominatedNodeName == "a"
    cluster.advance("5s")
    assert cluster.pod("urgent").spec.nodeName == "a"


def test_the_nomination_of_a_less_important_pod_is_withdrawn(cluster: Cluster) -> None:
    cluster.apply(CLASSES.replace("low", "middle").replace("value: 10\n", "value: 100\n").split("---")[0])
    create(cluster, "first", "middle")
    cluster.advance("1s")
    assert cluster.pod("first").status.nominatedNodeName
    create(cluster, "urgent", "high")
    cluster.advance("0.1s")
    assert cluster.pod("first").status.nominatedNodeName == ""
    cluster.advance("10s")
    assert cluster.pod("urgent").spec.nodeName != ""
    assert cluster.pod("first").spec.nodeName == ""
