"""NodeInfo: a node that got its Pods one by one requests what one with all of them does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.scheduler.rules.node_info import NodeInfo

AMOUNTS = st.dictionaries(st.sampled_from(("cpu", "memory", "example.com/gpu")), st.sampled_from(("1", "3", "250m")))


def a_pod(amounts: dict[str, str]) -> Pod:
    container = Container(name="app", image="app:1", resources=ResourceRequirements(requests=amounts))
    return Pod(metadata=ObjectMeta(name="web"), spec=PodSpec(containers=(container,)))


@given(st.lists(AMOUNTS, max_size=5))
def test_sums_that_grow_are_those_that_are_counted(all_amounts: list[dict[str, str]]) -> None:
    pods = tuple(a_pod(amounts) for amounts in all_amounts)
    grown = NodeInfo(Node(metadata=ObjectMeta(name="node-1")))
    for pod in pods:
        grown = grown.and_pod(pod)
    counted = NodeInfo(grown.node, pods)
    assert grown.pods == pods
    assert (grown.requested, grown.non_zero_requested) == (counted.requested, counted.non_zero_requested)
    assert grown.used_ports == counted.used_ports
