"""Left out: nodes that no filter looks at, since a plugin named the only possible ones (SCH findNodesThatFitPod)."""

from __future__ import annotations

from .node_affinity import NAME
from .node_info import NodeInfo
from .rejection import Code, Rejection


def left_out(named: frozenset[str] | Rejection | None, info: NodeInfo) -> Rejection | None:
    """The rejection of this node by what PreFilter of NodeAffinity said, or None where the filters decide."""
    if isinstance(named, Rejection):
        return named
    if named is None or info.name in named:
        return None
    return Rejection("", Code.UNRESOLVABLE, (f"node(s) didn't satisfy plugin(s) [{NAME}]",))
