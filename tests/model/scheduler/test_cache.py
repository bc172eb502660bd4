"""cache: what the scheduler counts on each node, event by event."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from podlaw.model.apiserver.store import WatchEvent
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import PodStatus
from podlaw.model.objects.time import Millis
from podlaw.model.scheduler.cache import Cache

POD = Pod(metadata=ObjectMeta(name="p", uid="u"), status=PodStatus(phase="Pending"))
BOUND = evolve(POD, spec=PodSpec(nodeName="a"))


def node(name: str) -> Node:
    return Node(metadata=ObjectMeta(name=name))


def cache_after(*changes: tuple[str, Any]) -> Cache:
    cache = Cache()
    for revision, (kind, obj) in enumerate(changes):
        cache.hear(WatchEvent(revision, Millis(0), kind, obj.kind, None, obj))
    return cache


def counted(cache: Cache) -> dict[str, list[str]]:
    return {info.name: [pod.metadata.uid for pod in info.pods] for info in cache.nodes}


def test_nodes_come_in_the_order_of_their_names() -> None:
    assert list(counted(cache_after(("ADDED", node("b")), ("ADDED", node("a"))))) == ["a", "b"]


def test_a_bound_pod_counts_until_it_has_ended_or_gone() -> None:
    events = [("ADDED", node("a")), ("ADDED", BOUND)]
    assert counted(cache_after(*events)) == {"a": ["u"]}
    ended = evolve(BOUND, status=PodStatus(phase="Succeeded"))
    assert counted(cache_after(*events, ("MODIFIED", ended))) == {"a": []}
    assert counted(cache_after(*events, ("DELETED", BOUND))) == {"a": []}


def test_a_pod_counts_as_soon_as_it_is_assumed_and_once() -> None:
    cache = cache_after(("ADDED", node("a")), ("ADDED", POD))
    assert counted(cache) == {"a": []}
    cache.assume(POD, "a")
    assert counted(cache) == {"a": ["u"]}
    cache.hear(WatchEvent(3, Millis(0), "MODIFIED", "Pod", POD, BOUND))
    assert counted(cache) == {"a": ["u"]}
    cache.forget("u")
    assert counted(cache) == {"a": []}


def test_what_does_not_matter_changes_nothing() -> None:
    cache = cache_after(("ADDED", node("a")), ("ADDED", BOUND))
    before = cache.nodes
    running = evolve(BOUND, status=PodStatus(phase="Running", podIP="10.0.0.1"))
    cache.hear(WatchEvent(2, Millis(0), "MODIFIED", "Pod", BOUND, running))
    assert cache.nodes[0] is before[0]
    labelled = evolve(running, metadata=evolve(running.metadata, labels={"a": "b"}))
    cache.hear(WatchEvent(3, Millis(0), "MODIFIED", "Pod", running, labelled))
    assert cache.nodes[0].pods == (labelled,)


def test_pods_wait_for_a_node_that_comes_later_and_outlive_one_that_goes() -> None:
    cache = cache_after(("ADDED", BOUND), ("ADDED", node("a")))
    assert counted(cache) == {"a": ["u"]}
    cache.hear(WatchEvent(2, Millis(0), "DELETED", "Node", node("a"), node("a")))
    assert counted(cache) == {}
    cache.hear(WatchEvent(3, Millis(0), "ADDED", "Node", None, node("a")))
    assert counted(cache) == {"a": ["u"]}
