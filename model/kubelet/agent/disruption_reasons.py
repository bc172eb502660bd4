"""DisruptionReasons: why the kubelet itself ends a Pod, and within which time, for the decision log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ...core.decision import Input, Reason
from ...core.rule import Rule
from ..pod_worker import KILLED
from ..rules.disruption import Mark
from ..rules.eviction import Candidate, request_of
from .reasons import tell

if TYPE_CHECKING:
    from .pod_agent import PodAgent

RANKED: Final = Rule(
    "B18.10",
    "kubelet/eviction rankMemoryPressure",
    "the first to go uses more than it requested, then has the lower priority, then uses most beyond its request",
)
RULES: Final = (RANKED,)


def was_chosen(agent: PodAgent, candidate: Candidate, resource: str, candidates: int) -> None:
    """Of so many Pods of a node that is short of the resource this one is evicted."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {
            "Pods": candidates,
            "uses": candidate.total,
            "requests": request_of(candidate.pod, resource),
            "priority": candidate.pod.spec.priority or 0,
        }
        tell(agent.kubelet, agent.pod, Reason(RANKED, f"evict it for {resource}", inputs))


def is_ended(agent: PodAgent, mark: Mark, asked: int) -> None:
    """The kubelet ends the Pod; `asked` is the grace, in seconds, that it was to have, the agent's what it gets."""
    if agent.kubelet.decisions.is_open:
        inputs: dict[str, Input] = {"message": mark.message, "grace asked for": f"{asked}s"}
        tell(agent.kubelet, agent.pod, Reason(KILLED, f"end it in {agent.grace}s: {mark.reason}", inputs))
