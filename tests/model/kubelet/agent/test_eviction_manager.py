"""EvictionManager: a node that runs short evicts one Pod after the other, says so, and takes no others for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.kubelet.rules.thresholds import MEMORY, EvictionConfiguration, EvictionThreshold
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
GI = 2**30
WHY = ("B18.10", "B3.6")
SOFT = EvictionConfiguration((EvictionThreshold(MEMORY, "1Gi", grace=20),), max_pod_grace=4)


def uses(memory: str, **more: Any) -> dict[str, Any]:
    """An app container that ignores SIGTERM and uses so much memory."""
    return {"app": {"uses": {"memory": memory}, "on_sigterm": "ignore", **more}}


def cluster_of(**options: Any) -> Cluster:
    return Cluster([NodeShape(memory="4Gi")], judge=True, **options)


def seconds(cluster: Cluster, name: str) -> list[float]:
    """When the runtime was told to stop a container of this Pod."""
    stops = [call for call in cluster.calls if call.call == "StopContainer" and call.pod == name]
    return [(call.at - cluster.simulation.start) / 1000 for call in stops]


def pressure(cluster: Cluster, kind: str = "MemoryPressure") -> str:
    node = cluster.store.get("Node", "", "node-1")
    return next(each.status for each in node.status.conditions if each.type == kind)  # type: ignore[no-any-return]  # see Store


def reason(cluster: Cluster, name: str) -> str:
    return cluster.pod(name).status.reason


def test_evictions_go_on_until_there_is_enough_left(make_pod: MakePod) -> None:
    cluster = cluster_of()
    for name in ("a", "b", "c"):
        cluster.create(make_pod(name), uses("1Gi"))
    cluster.run_until(6)
    cluster.set_used("node-1", "memory", int(2.5 * GI))
    cluster.advance(60)
    gone = [name for name in ("a", "b", "c") if reason(cluster, name) == "Evicted"]
    assert len(gone) == 2
    times = sorted(moment for name in gone for moment in seconds(cluster, name))
    assert times[0] <= 16
    # SIGKILL two seconds later, and then a look every second whether all is cleaned up
    assert 3 <= times[1] - times[0] < 3.2


def test_the_evicted_have_failed_and_stay_as_objects(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.create(make_pod("web"), uses("4Gi"))
    cluster.advance(60)
    status = cluster.pod("web").status
    assert (status.phase, status.reason) == ("Failed", "Evicted")
    assert status.message.startswith("The node was low on resource: memory. Threshold quantity: 100Mi, available: 0. ")
    target = next(each for each in status.conditions if each.type == "DisruptionTarget")
    assert (target.status, target.reason, target.message) == ("True", "TerminationByKubelet", status.message)
    assert cluster.kubelets["node-1"].runtime.status(cluster.pod("web").metadata.uid).containers == ()


def test_who_exits_with_0_in_time_has_succeeded(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.create(make_pod("web"), uses("4Gi", on_sigterm={"after": "1s", "exit": 0}))
    cluster.advance(60)
    status = cluster.pod("web").status
    assert (status.phase, status.reason) == ("Succeeded", "")


def test_a_run_says_why_this_pod_was_evicted(make_pod: MakePod) -> None:
    cluster = cluster_of(why=True)
    for name, memory in (("small", "1Gi"), ("large", "3Gi")):
        cluster.create(make_pod(name), uses(memory))
    cluster.advance(30)
    said = [(each.pod, each.reason.outcome) for each in cluster.decisions.entries if each.reason.rule.id in WHY]
    assert said == [("large", "evict"), ("large", "end the Pod with 1 s of grace")]


def test_pressure_outlasts_its_cause_by_five_minutes(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.create(make_pod("web"), uses("4Gi"))
    cluster.advance(30)
    assert pressure(cluster) == "True"
    assert [each.key for each in cluster.store.get("Node", "", "node-1").spec.taints] == [
        "node.kubernetes.io/memory-pressure"
    ]
    late = make_pod("late")
    cluster.create(evolve(late, spec=evolve(late.spec, nodeName="node-1")))
    cluster.create(make_pod("waits"))
    cluster.advance(1)
    assert cluster.pod("late").status.message == "Pod was rejected: The node had condition: [MemoryPressure]. "
    cluster.run_until(300)
    assert (pressure(cluster), cluster.pod("waits").status.phase) == ("True", "Pending")
    cluster.run_until(340)
    assert (pressure(cluster), cluster.pod("waits").status.phase) == ("False", "Running")


def test_a_soft_threshold_waits_and_leaves_pods_some_time(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.set_eviction("node-1", SOFT)
    cluster.create(make_pod("web"), uses("1Mi"))
    cluster.run_until(6)
    cluster.set_used("node-1", "memory", int(3.5 * GI))
    cluster.advance(19)
    assert (pressure(cluster), seconds(cluster, "web")) == ("True", [])
    cluster.advance(11)
    stop = next(call for call in cluster.calls if call.call == "StopContainer")
    assert stop.detail["timeout"] == 4


def test_a_soft_threshold_that_is_met_no_longer_starts_anew(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.set_eviction("node-1", SOFT)
    cluster.create(make_pod("web"), uses("1Mi"))
    for used in (3.5, 0, 3.5):
        cluster.set_used("node-1", "memory", int(used * GI))
        cluster.advance(15)
    assert seconds(cluster, "web") == []
    cluster.advance(15)
    assert len(seconds(cluster, "web")) == 1


def test_what_was_acted_upon_wants_more_back(make_pod: MakePod) -> None:
    """The minimum to reclaim: 1 GiB less would do for the threshold, but not for what is to be reclaimed."""
    cluster = cluster_of()
    threshold = EvictionThreshold(MEMORY, "100Mi", reclaim="2Gi")
    cluster.set_eviction("node-1", EvictionConfiguration((threshold,)))
    for name in ("a", "b", "c"):
        cluster.create(make_pod(name), uses("1Gi"))
    cluster.run_until(6)
    cluster.set_used("node-1", "memory", GI)
    cluster.advance(60)
    assert [reason(cluster, name) for name in ("a", "b", "c")] == ["Evicted"] * 3


def test_a_critical_pod_is_never_evicted_and_always_taken(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.create(make_pod("first", priorityClassName="system-node-critical"), uses("4Gi"))
    cluster.advance(30)
    late = make_pod("late", priorityClassName="system-node-critical")
    cluster.create(evolve(late, spec=evolve(late.spec, nodeName="node-1")))
    cluster.advance(5)
    assert [cluster.pod(name).status.phase for name in ("first", "late")] == ["Running", "Running"]
    met = next(each for each in cluster.events if each.reason == "EvictionThresholdMet")
    assert (met.kind, met.name, met.message) == ("Node", "node-1", "Attempting to reclaim memory")
    assert met.count in (3, 4)  # one every ten seconds


def test_disk_is_given_back_with_the_containers(make_pod: MakePod) -> None:
    node = NodeShape(memory="4Gi")
    cluster = Cluster([node], judge=True)
    stored = cluster.store.get("Node", "", "node-1")
    amounts = {**stored.status.capacity, "ephemeral-storage": "100Gi"}
    cluster.store.update(evolve(stored, status=evolve(stored.status, capacity=amounts, allocatable=amounts)))
    cluster.create(make_pod("web"), {"app": {"uses": {"ephemeral-storage": "95Gi"}, "on_sigterm": {"exit": 1}}})
    cluster.advance(40)
    assert cluster.pod("web").status.message.startswith(
        "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 5Gi. "
    )
    assert (pressure(cluster, "DiskPressure"), pressure(cluster)) == ("True", "False")
    assert sum(each.reason == "Evicted" for each in cluster.events) == 1


def test_a_restarted_kubelet_looks_at_once(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.create(make_pod("web", priorityClassName="system-node-critical"), uses("4Gi"))
    cluster.advance(30)
    cluster.restart_kubelet("node-1")
    cluster.advance(2)
    assert cluster.kubelets["node-1"].pressures() == ("MemoryPressure",)


@pytest.mark.parametrize("used", [0, 3 * GI])
def test_nothing_is_looked_at_while_there_is_enough(make_pod: MakePod, used: int) -> None:
    cluster = cluster_of()
    cluster.set_used("node-1", "memory", used)
    assert cluster.simulation.next_moment() is None
    cluster.create(make_pod("web"), {"app": {"uses": {"memory": "1Mi"}, "runs": [{"after": "1s", "exit": 0}]}})
    cluster.advance(600)
    assert pressure(cluster) == "False"


def test_a_node_under_a_pressure_that_nobody_relieves_looks_on(make_pod: MakePod) -> None:
    cluster = cluster_of()
    cluster.set_used("node-1", "memory", 4 * GI)
    cluster.advance(100)
    met = next(each for each in cluster.events if each.reason == "EvictionThresholdMet")
    assert met.count == 10
    cluster.set_used("node-1", "memory", 0)
    cluster.advance(400)
    assert pressure(cluster) == "False"
    assert cluster.simulation.next_moment() is None
