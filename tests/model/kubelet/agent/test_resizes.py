"""Resizes: what a Pod asks for is allocated when it fits, and reaches its containers in place or by a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.cluster.operations import resize
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]

SMALL = [NodeShape(cpu="4", memory="4Gi")]
IN_PLACE: dict[str, Any] = {"name": "app", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}}}
BY_RESTART = {**IN_PLACE, "resizePolicy": [{"resourceName": "cpu", "restartPolicy": "RestartContainer"}]}


def ask(cluster: Cluster, name: str = "web", **requests: str) -> None:
    resize(cluster, name, container="app", amounts={"requests": requests})


def pending(cluster: Cluster, name: str = "web") -> str:
    conditions = cluster.pod(name).status.conditions
    return next((each.reason for each in conditions if each.type == "PodResizePending"), "")


def in_progress(cluster: Cluster) -> list[str]:
    return [each.reason for each in cluster.pod("web").status.conditions if each.type == "PodResizeInProgress"]


def cpu(cluster: Cluster, name: str = "web") -> tuple[str, str]:
    """What is allocated, and what the container runs with."""
    (status,) = cluster.pod(name).status.containerStatuses
    assert status.resources is not None
    assert status.allocatedResources is not None
    return status.allocatedResources["cpu"], status.resources.requests["cpu"]


def reasons(cluster: Cluster) -> list[str]:
    return [each.reason for each in cluster.events if each.reason.startswith("Resize")]


def test_what_fits_is_changed_in_place(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)))
    cluster.advance(5)
    ask(cluster, cpu="2", memory="2Gi")
    cluster.advance(5)
    assert cpu(cluster) == ("2", "2")
    assert [call.detail for call in cluster.calls if call.call == "UpdateContainerResources"] == [
        {"cpuQuota": 0, "cpuShares": 1024, "memoryLimit": 0},
        {"cpuQuota": 0, "cpuShares": 2048, "memoryLimit": 0},
    ]
    assert len(calls(cluster, "StartContainer")) == 1
    assert reasons(cluster) == ["ResizeStarted", "ResizeCompleted"]
    assert (pending(cluster), in_progress(cluster)) == ("", [])


def test_a_policy_of_restart_replaces_the_container(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=(BY_RESTART,)), {"app": {"on_sigterm": {"after": "2s", "exit": 0}}})
    cluster.advance(5)
    ask(cluster, cpu="2")
    cluster.advance(1)
    assert in_progress(cluster) == [""]
    assert cpu(cluster) == ("2", "1")
    cluster.advance(5)
    assert cpu(cluster) == ("2", "2")
    assert cluster.pod("web").status.containerStatuses[0].restartCount == 1
    assert "Container app resize requires restart" in [each.message for each in cluster.events]
    ask(cluster, memory="2Gi")
    cluster.advance(5)
    assert cluster.pod("web").status.containerStatuses[0].restartCount == 1


def test_what_does_not_fit_waits_until_another_pod_has_ended(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)), nodes=SMALL)
    cluster.create(make_pod("other", apps=({**IN_PLACE, "resources": {"requests": {"cpu": "2"}}},)))
    cluster.advance(5)
    ask(cluster, cpu="3")
    cluster.advance(5)
    assert (pending(cluster), cpu(cluster)) == ("Deferred", ("1", "1"))
    cluster.delete("other")
    cluster.advance(5)
    assert (pending(cluster), cpu(cluster)) == ("", ("3", "3"))
    assert reasons(cluster) == ["ResizeDeferred", "ResizeStarted", "ResizeCompleted"]


def test_what_waits_is_withdrawn_by_asking_for_what_there_is(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)), nodes=SMALL)
    cluster.create(make_pod("other", apps=({**IN_PLACE, "resources": {"requests": {"cpu": "2"}}},)))
    cluster.advance(5)
    ask(cluster, cpu="3")
    cluster.advance(5)
    ask(cluster, cpu="1000m")
    cluster.advance(5)
    assert (pending(cluster), reasons(cluster)) == ("", ["ResizeDeferred"])


def test_a_pod_that_shrinks_makes_room_for_one_that_waits(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)), nodes=SMALL)
    cluster.create(make_pod("other", apps=({**IN_PLACE, "resources": {"requests": {"cpu": "2"}}},)))
    cluster.advance(5)
    ask(cluster, cpu="3")
    ask(cluster, "other", cpu="500m")
    cluster.advance(5)
    assert (cpu(cluster, "other"), cpu(cluster)) == (("500m", "500m"), ("3", "3"))


def test_of_two_that_wait_the_one_that_waits_longer_is_first(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod("large", apps=({**IN_PLACE, "resources": {"requests": {"cpu": "2"}}},)), nodes=SMALL)
    for name in ("one", "two"):
        cluster.create(make_pod(name, apps=(IN_PLACE,)))
    cluster.advance(5)
    ask(cluster, "two", cpu="2500m")
    cluster.advance(1)
    ask(cluster, "one", cpu="2500m")
    cluster.advance(5)
    assert [pending(cluster, name) for name in ("one", "two")] == ["Deferred", "Deferred"]
    cluster.delete("large")
    cluster.advance(60)
    assert [pending(cluster, name) for name in ("one", "two")] == ["Deferred", ""]


def test_a_memory_limit_is_not_lowered_where_nobody_knows_what_is_in_use(start: Start, make_pod: MakePod) -> None:
    app = {"name": "app", "resources": {"limits": {"memory": "1Gi"}, "requests": {"memory": "256Mi"}}}
    cluster = start(make_pod(apps=(app,)))
    cluster.advance(5)
    resize(cluster, "web", container="app", amounts={"limits": {"memory": "512Mi"}})
    cluster.advance(60)
    (condition,) = [each for each in cluster.pod("web").status.conditions if each.type == "PodResizeInProgress"]
    assert condition.reason == "Error"
    assert condition.message == "cannot decrease memory limits: missing pod memory usage"
    assert reasons(cluster) == ["ResizeStarted", "ResizeError"]
    resize(cluster, "web", container="app", amounts={"limits": {"memory": "2Gi"}})
    cluster.advance(5)
    assert in_progress(cluster) == []


def test_a_restarted_kubelet_knows_what_it_allocated_and_asks_again(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)), nodes=SMALL)
    cluster.create(make_pod("other", apps=({**IN_PLACE, "resources": {"requests": {"cpu": "2"}}},)))
    cluster.advance(5)
    ask(cluster, cpu="3")
    cluster.advance(5)
    cluster.restart_kubelet("node-1")
    cluster.advance(10)
    assert (pending(cluster), cpu(cluster)) == ("Deferred", ("1", "1"))
    cluster.delete("other")
    cluster.advance(5)
    assert cpu(cluster) == ("3", "3")


def test_the_resize_of_a_crashed_container_starts_it_without_back_off(
    start: Start, make_pod: MakePod, calls: Calls
) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)), {"app": {"runs": [{"after": "1s", "exit": 1}]}})
    cluster.advance(60)
    before = len(calls(cluster, "StartContainer"))
    ask(cluster, cpu="2")
    cluster.advance(2)
    assert len(calls(cluster, "StartContainer")) == before + 1
    assert cpu(cluster) == ("2", "2")


def test_room_that_is_asked_for_is_taken_for_the_scheduler_too(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(apps=(IN_PLACE,)), nodes=SMALL)
    cluster.advance(5)
    ask(cluster, cpu="3")
    cluster.advance(5)
    cluster.create(make_pod("late", apps=({**IN_PLACE, "resources": {"requests": {"cpu": "2"}}},)))
    cluster.advance(5)
    assert cluster.pod("late").spec.nodeName == ""
    ask(cluster, cpu="2")
    cluster.advance(5)
    assert cluster.pod("late").spec.nodeName == "node-1"


def test_a_version_that_is_resized_and_to_end_ends(start: Start, make_pod: MakePod) -> None:
    """The kubelet sees both at once, where it did not hear of the resize before: the worker's next pass is no sync."""
    cluster = start(make_pod(apps=(IN_PLACE, "other")), {"other": {"runs": [{"after": "4s", "exit": 1}]}})
    cluster.advance(12)
    ask(cluster, cpu="2")
    cluster.delete("web", grace=3)
    cluster.advance(30)
    assert list(cluster.store.list("Pod")) == []


def test_with_the_resources_of_before_the_delay_of_before_counts_again(start: Start, make_pod: MakePod) -> None:
    """Each amount has a delay of its own, which outlives that the container had another for a while."""
    app = {**BY_RESTART, "resources": {"requests": {"cpu": "1"}}}
    script = {"app": {"runs": [{"after": "1s", "exit": 1}, {"after": "1s", "exit": 1}, {}]}}
    cluster = start(make_pod(apps=(app,)), script)
    cluster.advance(8)
    assert waits(cluster)
    ask(cluster, cpu="2")
    cluster.advance(4)
    assert not waits(cluster)
    ask(cluster, cpu="1")
    cluster.exit_container("web", "app", 1)
    cluster.advance(2)
    assert waits(cluster)
    cluster.advance(20)
    assert not waits(cluster)


def waits(cluster: Cluster) -> bool:
    """For the end of its back-off: it does not run, and somebody has been told why."""
    (status,) = cluster.pod("web").status.containerStatuses
    return status.state.running is None and any(event.reason == "BackOff" for event in cluster.events)
