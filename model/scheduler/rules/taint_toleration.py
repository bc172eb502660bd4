"""TaintToleration: a node takes no Pod that does not tolerate its taints (plugins/tainttoleration)."""

from __future__ import annotations

from typing import Final

from ...objects.pod import Pod
from ...objects.tolerations import tolerates, untolerated_taint
from .node_info import NodeInfo
from .rejection import Code, Rejection

NAME: Final = "TaintToleration"
HINDERING: Final = ("NoSchedule", "NoExecute")
"""The effects that keep a Pod away; PreferNoSchedule only counts in the score."""


def filter_node(pod: Pod, info: NodeInfo) -> Rejection | None:
    if untolerated_taint(info.node.spec.taints, pod.spec.tolerations, HINDERING) is None:
        return None
    return Rejection(NAME, Code.UNRESOLVABLE, ("node(s) had untolerated taint(s)",))


def score(pod: Pod, info: NodeInfo) -> int:
    """The number of PreferNoSchedule taints that the Pod does not tolerate: fewer is better."""
    known = [each for each in pod.spec.tolerations if each.effect in ("", "PreferNoSchedule")]
    preferred = (taint for taint in info.node.spec.taints if taint.effect == "PreferNoSchedule")
    return sum(not any(tolerates(each, taint) for each in known) for taint in preferred)
