"""NodeInfo: a node with the Pods on it and what they take (scheduler framework NodeInfo)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from attrs import frozen

from ...core.memo import once_for_each
from ...objects.container import is_sidecar
from ...objects.node import Node, NodeStatus
from ...objects.pod import Pod, PodSpec
from ...objects.quantity import parse_quantity
from ...objects.resources import Amounts
from .requests import pod_requests

NON_ZERO: Mapping[str, str] = {"cpu": "100m", "memory": "200Mi"}
"""What a container that requests nothing counts with when nodes are scored (DefaultMilliCPURequest, …)."""

Counts = Mapping[str, int]
"""Resource name -> amount: cpu in thousandths, everything else in whole units (framework Resource)."""


ANY_ADDRESS: Final = "0.0.0.0"


class HostPort(NamedTuple):
    """A port of the host as a Pod holds it (framework ProtocolPort by address)."""

    address: str
    protocol: str
    port: int


@frozen(eq=False)
class NodeInfo:
    """A node and the Pods that are bound to it and have not ended; `ports` None: those that these Pods hold.

    `sums` is what these Pods request together, as it is and with stand-ins, where that is known.
    """

    node: Node
    pods: tuple[Pod, ...] = ()
    ports: frozenset[HostPort] | None = None
    sums: tuple[Counts, Counts] | None = None

    @cached_property
    def name(self) -> str:
        return self.node.metadata.name

    @cached_property
    def allocatable(self) -> Counts:
        """What the node has for Pods."""
        return allocatable_of(self.node.status)

    @cached_property
    def requested(self) -> Counts:
        """What its Pods request together."""
        return self.sums[0] if self.sums else sum_of(requests_of(pod.spec) for pod in self.pods)

    @cached_property
    def non_zero_requested(self) -> Counts:
        """The same with a stand-in for each container that requests no cpu or memory."""
        return self.sums[1] if self.sums else sum_of(non_zero_requests_of(pod.spec) for pod in self.pods)

    @cached_property
    def pods_with_affinity(self) -> tuple[Pod, ...]:
        """Those of its Pods that say which others they want near or away."""
        return tuple(pod for pod in self.pods if pod.spec.affinity)

    @cached_property
    def used_ports(self) -> frozenset[HostPort]:
        """The ports of the host that are in use."""
        if self.ports is not None:
            return self.ports
        return frozenset(port for pod in self.pods for port in host_ports(pod.spec))

    def and_pod(self, pod: Pod) -> NodeInfo:
        """The node with one Pod more; what they request is not summed up anew."""
        requested = sum_of((self.requested, requests_of(pod.spec)))
        non_zero = sum_of((self.non_zero_requested, non_zero_requests_of(pod.spec)))
        return NodeInfo(self.node, (*self.pods, pod), sums=(requested, non_zero))

    def less_pod(self, pod: Pod) -> NodeInfo:
        """The node without this Pod of it; what is left is not summed up anew."""
        requested = difference(self.requested, requests_of(pod.spec))
        non_zero = difference(self.non_zero_requested, non_zero_requests_of(pod.spec))
        pods = tuple(each for each in self.pods if each is not pod)
        return NodeInfo(self.node, pods, sums=(requested, non_zero))

    def with_node(self, node: Node) -> NodeInfo:
        """The same Pods on the node as it is now."""
        return NodeInfo(node, self.pods, sums=(self.requested, self.non_zero_requested))

    def with_pod(self, pod: Pod) -> NodeInfo:
        """The same with one Pod more (AddPod)."""
        return NodeInfo(self.node, (*self.pods, pod), self.used_ports | host_ports(pod.spec))

    def without(self, pod: Pod) -> NodeInfo:
        """The same without this Pod (RemovePod). Nobody counts who holds a port: a port of this Pod is free then, even
        if another one on the node holds it too."""
        pods = tuple(each for each in self.pods if each is not pod)
        return NodeInfo(self.node, pods, self.used_ports - host_ports(pod.spec))


@once_for_each
def allocatable_of(status: NodeStatus) -> Counts:
    """What a node with this status has for Pods."""
    return counts({name: parse_quantity(text) for name, text in status.allocatable.items()})


@once_for_each
def requests_of(spec: PodSpec) -> Counts:
    """A Pod's requests with overhead."""
    return counts(pod_requests(spec))


@once_for_each
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


def difference(total: Counts, part: Counts) -> Counts:
    """The total without this part, per resource."""
    return {name: amount - part.get(name, 0) for name, amount in total.items()}


@once_for_each
def host_ports(spec: PodSpec) -> frozenset[HostPort]:
    """The host's ports that sidecars and app containers hold (scheduler util GetHostPorts)."""
    containers = (*filter(is_sidecar, spec.initContainers), *spec.containers)
    return frozenset(
        HostPort(port.hostIP or ANY_ADDRESS, port.protocol or "TCP", port.hostPort)
        for container in containers
        for port in container.ports
        if port.hostPort > 0
    )
