"""NodeName: a Pod that names a node goes to no other (plugins/nodename)."""

from __future__ import annotations

from typing import Final

from ...objects.pod import Pod
from .node_info import NodeInfo
from .rejection import Code, Rejection

NAME: Final = "NodeName"
REASON: Final = "node(s) didn't match the requested node name"


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    """Without a name every node will do."""
    if pod.spec.nodeName in ("", info.name):
        return None
    return Rejection(NAME, Code.UNRESOLVABLE, (REASON,))
