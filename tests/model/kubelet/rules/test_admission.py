"""admission: whom the kubelet takes, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.kubelet.rules.admission import admission_failures, admit, is_extended_resource
from podlaw.model.objects.container import Container, ContainerPort, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeSpec, NodeStatus, Taint
from podlaw.model.objects.pod import Pod, PodSpec

NODE = Node(
    metadata=ObjectMeta(name="n", labels={"zone": "a"}),
    status=NodeStatus(allocatable={"cpu": "2", "memory": "1Gi", "pods": "3"}),
)


def pod(requests: dict[str, str] | None = None, *, port: int = 0, **spec: Any) -> Pod:
    ports = (ContainerPort(containerPort=port, hostPort=port),) if port else ()
    container = Container(name="c", resources=ResourceRequirements(requests=requests or {}), ports=ports)
    return Pod(spec=PodSpec(containers=(container,), nodeName="n", **spec))


def reason(one: Pod, *others: Pod, node: Node = NODE) -> str:
    failure = admit(one, node, others)
    return "" if failure is None else failure.reason


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("admit")


# fmt: off
CASES = (
    (pod(),                                                ""),
    (pod({"cpu": "2"}),                                    ""),
    (pod({"cpu": "2001m"}),                                "OutOfcpu"),
    (pod({"memory": "2Gi"}),                               "OutOfmemory"),
    (pod({"example.com/gpu": "1"}),                        ""),            # not this node's business
    (pod(nodeSelector={"zone": "b"}),                      "NodeAffinity"),
    (evolve(pod(), spec=PodSpec(nodeName="other")),        "NodeName"),
    (pod(port=80),                                         "NodePorts"),
    (pod(os={"name": "windows"}),                          "PodOSNotSupported"),
)
# fmt: on


@pytest.mark.parametrize(("one", "why"), CASES)
def test_the_first_reason_is_told(one: Pod, why: str) -> None:
    assert reason(one, pod(port=80)) == why


def test_the_reasons_come_in_the_kubelets_order() -> None:
    bad = evolve(
        pod({"cpu": "3"}, os={"name": "windows"}, nodeSelector={"zone": "b"}),
        metadata=ObjectMeta(labels={"kubernetes.io/os": "windows"}),
    )
    assert [each.reason for each in admission_failures(bad, NODE, (pod(),) * 3)] == [
        "PodOSSelectorNodeLabelDoesNotMatch",
        "PodOSNotSupported",
        "OutOfpods",
        "OutOfcpu",
        "NodeAffinity",
    ]


def test_only_what_lacks_resources_can_be_helped_by_preemption() -> None:
    failure = admit(pod({"cpu": "3"}), NODE, ())
    assert failure is not None
    assert failure.lacking is not None
    text = "Node didn't have enough resource: cpu, requested: 3000, used: 0, capacity: 2000"
    assert (failure.message, failure.lacking.resource) == (text, "cpu")


def test_static_pods_do_not_mind_taints() -> None:
    node = evolve(NODE, spec=NodeSpec(taints=(Taint(key="a", effect="NoExecute"), Taint(key="b", effect="NoSchedule"))))
    static = evolve(pod(), metadata=ObjectMeta(annotations={"kubernetes.io/config.source": "file"}))
    assert reason(pod(), node=node) == "TaintToleration"
    assert reason(static, node=node) == ""
    soft = evolve(NODE, spec=NodeSpec(taints=(Taint(key="b", effect="NoSchedule"),)))
    assert reason(pod(), node=soft) == ""


@pytest.mark.parametrize(
    ("name", "extended"),
    [("cpu", False), ("example.com/gpu", True), ("kubernetes.io/x", False), ("requests.a/b", False)],
)
def test_an_extended_resource_has_a_domain_of_its_own(name: str, extended: bool) -> None:
    assert is_extended_resource(name) is extended
