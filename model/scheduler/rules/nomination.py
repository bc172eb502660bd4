"""Nomination: Pods that wait for room on the node where others make way for them (semantics B21.15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ...objects.pod import Pod
from .node_info import NodeInfo

Nominations = Mapping[str, Sequence[Pod]]
"""Node -> the Pods that are nominated to it."""
NOBODY: Final[Nominations] = {}


def priority(pod: Pod) -> int:
    """The Pod's priority, 0 without one."""
    return pod.spec.priority or 0


def rivals(pod: Pod, nominated: Sequence[Pod]) -> list[Pod]:
    """Of these the others that are at least as important as the Pod (addGENominatedPods)."""
    return [each for each in nominated if each.metadata.uid != pod.metadata.uid and priority(each) >= priority(pod)]


def with_all(info: NodeInfo, pods: Sequence[Pod]) -> NodeInfo:
    """The node as it would be with these Pods on it."""
    for each in pods:
        info = info.and_pod(each)
    return info
