"""NodeInfo: a node with the Pods on it and what they take (scheduler framework NodeInfo)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import frozen

from ...objects.container import ContainerPort, is_sidecar
from ...objects.node import Node
from ...objects.pod import Pod, PodSpec
from ...objects.quantity import parse_quantity
from ...objects.resources import Amounts
from .requests import pod_requests

NON_ZERO: Mapping[str, str] = {"cpu": "100m", "memory": "200Mi"}
"""What a container that requests nothing counts with when nodes are scored (DefaultMilliCPURequest, …)."""

Counts = Mapping[str, int]
"""Resource name -> amount: cpu in thousandths, everything else in whole units (framework Resource)."""


@frozen(eq=False)
class NodeInfo:
    """A node and the Pods that are bound to it and have not ended."""

    node: Node
    pods: tuple[Pod, ...] = ()

    @property
    def name(self) -> str:
        return self.node.metadata.name

    @cached_property
    def allocatable(self) -> Counts:
        """What the node has for Pods."""
        return counts({name: parse_quantity(text) for name, text in self.node.status.allocatable.items()})

    @cached_property
    def requested(self) -> Counts:
        """What its Pods request together."""
        return sum_of(requests_of(pod.spec) for pod in self.pods)

    @cached_property
    def non_zero_requested(self) -> Counts:
        """The same with a stand-in for each container that requests no cpu or memory."""
        return sum_of(non_zero_requests_of(pod.spec) for pod in self.pods)

    @cached_property
    def used_ports(self) -> tuple[ContainerPort, ...]:
        """The ports of the host that its Pods hold."""
        return tuple(port for pod in self.pods for port in host_ports(pod.spec))


def requests_of(spec: PodSpec) -> Counts:
    """A Pod's requests with overhead."""
    return counts(pod_requests(spec))


def non_zero_requests_of(spec: PodSpec) -> Counts:
    """A Pod's requests as they count in scores (GetNonzeroRequests)."""
    return counts(pod_requests(spec, non_missing=NON_ZERO))


def counts(amounts: Amounts) -> Counts:
    """Amounts as the scheduler compares them: rounded up per Pod (framework Resource.Add)."""
    return {name: amount.milli_value() if name == "cpu" else amount.value() for name, amount in amounts.items()}


def sum_of(parts: Iterable[Counts]) -> Counts:
    """The sum per resource."""
    total: dict[str, int] = {}
    for part in parts:
        for name, amount in part.items():
            total[name] = total.get(name, 0) + amount
    return total


def host_ports(spec: PodSpec) -> tuple[ContainerPort, ...]:
    """The host's ports that sidecars and app containers hold (scheduler util GetHostPorts)."""
    containers = (*filter(is_sidecar, spec.initContainers), *spec.containers)
    return tuple(port for container in containers for port in container.ports if port.hostPort > 0)
