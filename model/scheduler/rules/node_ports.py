"""NodePorts: a node takes no Pod whose host ports are in use there (plugins/nodeports; semantics B21.6)."""

from __future__ import annotations

from typing import Final

from ...objects.container import ContainerPort
from ...objects.pod import Pod
from .node_info import NodeInfo, host_ports
from .rejection import Code, Rejection

NAME: Final = "NodePorts"
REASON: Final = "node(s) didn't have free ports for the requested pod ports"
ANY_ADDRESS: Final = "0.0.0.0"


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    if any(conflicts(wanted, used) for wanted in host_ports(pod.spec) for used in info.used_ports):
        return Rejection(NAME, Code.UNSCHEDULABLE, (REASON,))
    return None


def conflicts(one: ContainerPort, other: ContainerPort) -> bool:
    """The same port and protocol on the same address, or on any address (framework HostPortInfo.CheckConflict)."""
    if (one.hostPort, one.protocol or "TCP") != (other.hostPort, other.protocol or "TCP"):
        return False
    addresses = (one.hostIP or ANY_ADDRESS, other.hostIP or ANY_ADDRESS)
    return ANY_ADDRESS in addresses or addresses[0] == addresses[1]
