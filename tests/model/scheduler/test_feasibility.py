"""feasibility: one scheduling cycle, and how its failure reads."""

from __future__ import annotations

from attrs import evolve

from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeSpec, NodeStatus
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.scheduler.feasibility import Surroundings, decide
from podlaw.model.scheduler.rules.node_info import NodeInfo


def node(name: str, memory: str = "4Gi", **spec: bool) -> Node:
    amounts = {"cpu": "4", "memory": memory, "pods": "110"}
    return Node(metadata=ObjectMeta(name=name), spec=NodeSpec(**spec), status=NodeStatus(allocatable=amounts))


def pod(name: str, memory: str, *, on: str = "", priority: int = 0) -> Pod:
    container = Container(name="c", resources=ResourceRequirements(requests={"memory": memory}))
    return Pod(
        metadata=ObjectMeta(name=name),
        spec=PodSpec(containers=(container,), nodeName=on, priority=priority),
    )


def node_infos(nodes: list[Node], pods: list[Pod]) -> tuple[NodeInfo, ...]:
    return tuple(
        NodeInfo(each, tuple(one for one in pods if one.spec.nodeName == each.metadata.name)) for each in nodes
    )


def test_the_node_with_more_room_is_taken() -> None:
    infos = node_infos([node("a"), node("b")], [pod("x", "1Gi", on="a")])
    assert decide(pod("p", "1Gi"), Surroundings(infos)).node == "b"
    assert decide(pod("p", "1Gi"), Surroundings(node_infos([node("b"), node("a")], []))).node == "a"


def test_without_nodes_there_is_nothing_to_say_about_them() -> None:
    assert decide(pod("p", "1Gi"), Surroundings(())).message == "no nodes available to schedule pods"


def test_a_failure_reads_as_the_scheduler_writes_it() -> None:
    infos = node_infos([node("a"), node("b", unschedulable=True)], [pod("x", "3Gi", on="a")])
    assert decide(pod("p", "2Gi"), Surroundings(infos)).message == (
        "0/2 nodes are available: 1 Insufficient memory, 1 node(s) were unschedulable. no new claims to deallocate, "
        "preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, "
        "1 Preemption is not helpful for scheduling."
    )


def test_where_preemption_helps_the_node_is_nominated() -> None:
    infos = node_infos([node("a")], [pod("x", "3Gi", on="a")])
    decision = decide(pod("p", "2Gi", priority=10), Surroundings(infos))
    assert (decision.node, decision.nominated) == (None, "a")
    assert decision.message == "0/1 nodes are available: 1 Insufficient memory."
    shy = pod("p", "2Gi", priority=10)
    assert decide(evolve(shy, spec=evolve(shy.spec, preemptionPolicy="Never")), Surroundings(infos)).nominated is None
