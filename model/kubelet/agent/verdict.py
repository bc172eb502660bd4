"""Verdict: another has called the Pod Failed, and its kubelet takes that over (semantics B4.8, B20.2)."""

from __future__ import annotations

from ...objects.pod import is_static
from ..phase import PhaseGivenUp
from .pod_agent import PodAgent


def take_verdict(agent: PodAgent) -> None:
    """The kubelet's phase follows a Failed in the API that is not its own (KL generateAPIPodStatus)."""
    machine = agent.life.machines.phase
    if agent.pod.status.phase == "Failed" and not machine.state.is_terminal and not is_static(agent.pod):
        agent.life.fire(("phase",), PhaseGivenUp())
