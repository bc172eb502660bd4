"""NodePorts: a node takes no Pod whose host ports are in use there (plugins/nodeports; semantics B21.6)."""

from __future__ import annotations

from typing import Final

from ...objects.pod import Pod
from .node_info import ANY_ADDRESS, HostPort, NodeInfo, host_ports
from .rejection import Code, Rejection

NAME: Final = "NodePorts"
REASON: Final = "node(s) didn't have free ports for the requested pod ports"


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    if any(conflicts(wanted, used) for wanted in host_ports(pod.spec) for used in info.used_ports):
        return Rejection(NAME, Code.UNSCHEDULABLE, (REASON,))
    return None


def conflicts(one: HostPort, other: HostPort) -> bool:
    """The same port and protocol on the same address, or on any address (framework HostPortInfo.CheckConflict)."""
    if (one.port, one.protocol) != (other.port, other.protocol):
        return False
    return ANY_ADDRESS in (one.address, other.address) or one.address == other.address
