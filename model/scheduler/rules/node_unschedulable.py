"""NodeUnschedulable: a cordoned node takes only Pods that tolerate its taint (plugins/nodeunschedulable)."""

from __future__ import annotations

from typing import Final

from ...objects.node import Taint
from ...objects.pod import Pod
from ...objects.tolerations import tolerates
from .node_info import NodeInfo
from .rejection import Code, Rejection

NAME: Final = "NodeUnschedulable"
CORDONED: Final = Taint(key="node.kubernetes.io/unschedulable", effect="NoSchedule")


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    """The flag counts, whether or not the node has the taint (B21.4)."""
    if not info.node.spec.unschedulable or any(tolerates(each, CORDONED) for each in pod.spec.tolerations):
        return None
    return Rejection(NAME, Code.UNRESOLVABLE, ("node(s) were unschedulable",))
