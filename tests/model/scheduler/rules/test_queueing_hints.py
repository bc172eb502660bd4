"""queueing_hints: which change is worth another try for whom."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from podlaw.model.objects.node import Node, Taint
from podlaw.model.objects.pod import Pod
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.queueing_hints import arrival_helps, departure_helps, has_less_needs, node_helps

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]


def with_taint(node: Node) -> Node:
    return evolve(node, spec=evolve(node.spec, taints=(Taint(key="k", effect="NoSchedule"),)))


def with_cpu(node: Node, cpu: str) -> Node:
    return evolve(node, status=evolve(node.status, allocatable={**node.status.allocatable, "cpu": cpu}))


def test_a_node_helps_the_filter_that_begins_to_let_the_pod_pass(make_pod: MakePod, make_node: MakeNode) -> None:
    pod, node = make_pod(cpu="1"), make_node("n").node
    assert node_helps(pod, "TaintToleration", with_taint(node), node)
    assert not node_helps(pod, "TaintToleration", node, with_taint(node))
    assert not node_helps(pod, "NodeResourcesFit", with_taint(node), node)
    assert not node_helps(pod, "TaintToleration", node, with_cpu(node, "8"))


def test_more_of_what_it_requests_helps_and_only_if_it_is_enough(make_pod: MakePod, make_node: MakeNode) -> None:
    node = make_node("n", cpu="1").node
    assert node_helps(make_pod(cpu="2"), "NodeResourcesFit", node, with_cpu(node, "2"))
    assert not node_helps(make_pod(cpu="4"), "NodeResourcesFit", node, with_cpu(node, "2"))
    assert node_helps(make_pod(cpu="1"), "NodeResourcesFit", None, node)
    assert not node_helps(make_pod(cpu="4"), "NodeResourcesFit", None, node)
    assert not node_helps(make_pod(cpu="1"), "NodeResourcesFit", node, None)


def test_a_pod_that_goes_gives_room_and_its_own_ports(make_pod: MakePod) -> None:
    waiting = make_pod("w", port=80)
    assert departure_helps(waiting, "NodeResourcesFit", make_pod("gone"))
    assert departure_helps(waiting, "NodePorts", make_pod("gone", port=80))
    assert not departure_helps(waiting, "NodePorts", make_pod("gone", port=81))
    assert not departure_helps(waiting, "NodeAffinity", make_pod("gone"))
    assert not arrival_helps(waiting, "NodeResourcesFit", make_pod("come"))


def test_a_pod_that_asks_for_less_is_tried_again(make_pod: MakePod) -> None:
    assert has_less_needs(make_pod(cpu="2"), make_pod(cpu="1"))
    assert not has_less_needs(make_pod(cpu="1"), make_pod(cpu="2"))
