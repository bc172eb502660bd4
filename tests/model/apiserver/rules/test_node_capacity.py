"""node_capacity: a resize that no room could ever be made for."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.apiserver.rules.node_capacity import check_node_capacity
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeStatus
from podlaw.model.objects.pod import Pod, PodSpec

NODE = Node(metadata=ObjectMeta(name="n"), status=NodeStatus(allocatable={"cpu": "2", "memory": "1Gi"}))


def pod(**requests: str) -> Pod:
    container = Container(name="a", resources=ResourceRequirements(requests=requests))
    return Pod(metadata=ObjectMeta(name="p"), spec=PodSpec(containers=(container, evolve(container, name="b"))))


def test_the_containers_together_may_request_all_that_is_allocatable() -> None:
    check_node_capacity(pod(cpu="1", memory="512Mi"), NODE)


def test_more_is_forbidden_and_each_resource_is_named() -> None:
    with pytest.raises(Rejected) as caught:
        check_node_capacity(pod(cpu="1001m", memory="1Gi"), NODE)
    assert (caught.value.code, caught.value.reason) == (403, "Forbidden")
    assert caught.value.message == (
        'pods "p" is forbidden: node didn\'t have enough allocatable resources: cpu, requested: 2002, allocatable: 2000; '
        "memory, requested: 2147483648, allocatable: 1073741824"
    )
