"""conftest: short ways to make the nodes and Pods that the scheduler's rules look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from podlaw.model.objects.container import Container, ContainerPort, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeSpec, NodeStatus
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import PodStatus
from podlaw.model.objects.time import Time
from podlaw.model.scheduler.rules.node_info import NodeInfo

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]


@pytest.fixture
def make_pod() -> MakePod:
    """A Pod with one container; `port` is one of the host's, `started` its startTime, the rest goes into the spec."""

    def make(
        name: str = "p",
        *,
        cpu: str = "",
        port: int = 0,
        labels: dict[str, str] | None = None,
        started: int = 0,
        **spec: Any,
    ) -> Pod:
        resources = ResourceRequirements(requests={"cpu": cpu} if cpu else {})
        ports = (ContainerPort(containerPort=port, hostPort=port),) if port else ()
        container = Container(name="c", resources=resources, ports=ports)
        return Pod(
            metadata=ObjectMeta(name=name, namespace="default", labels=labels or {}),
            spec=PodSpec(containers=(container,), **spec),
            status=PodStatus(startTime=Time(started)),
        )

    return make


@pytest.fixture
def make_node() -> MakeNode:
    """A node of 4 CPUs and 4 GiB with these Pods on it."""

    def make(
        name: str = "n", *pods: Pod, cpu: str = "4", labels: dict[str, str] | None = None, **spec: Any
    ) -> NodeInfo:
        amounts = {"cpu": cpu, "memory": "4Gi", "pods": "4"}
        node = Node(
            metadata=ObjectMeta(name=name, labels=labels or {}),
            spec=NodeSpec(**spec),
            status=NodeStatus(capacity=amounts, allocatable=amounts),
        )
        return NodeInfo(node, pods)

    return make
