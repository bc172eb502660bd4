"""PodKill: another part of the kubelet ends a Pod and waits until it has terminated (KL killPodNow; semantics B3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.simulation import Process, Resume
from ...objects.grace import stage
from ..pod_worker import Kill, PodWorkerState
from ..rules.disruption import Mark
from ..rules.grace import effective_grace_period
from . import kill_reasons
from .waiting import Over, until

if TYPE_CHECKING:
    from .pod_agent import PodAgent

LEAST_WAIT = 10
"""Seconds; a kill that takes longer than this and half as long again as its grace is not waited for (semantics B.36)."""


def kill_pod(agent: PodAgent, mark: Mark, grace: int, *, evict: bool = False) -> Process:
    """Ask the Pod's worker for its end within this grace, in seconds, and wait for it, but not for ever."""
    agent.grace = effective_grace_period(agent.pod, recorded=agent.grace, override=grace)
    kill_reasons.kill_was_asked(agent, mark, grace)
    if not agent.life.machines.worker.acknowledged:
        agent.mark = mark
    full = agent.pod.spec.terminationGracePeriodSeconds or 0
    agent.life.fire(("worker",), Kill(stage(agent.grace, full), evict=evict))
    agent.poke()
    limit = max(LEAST_WAIT, grace + grace // 2) * 1000
    over = yield until(agent.simulation, None, limit, lambda resume: when_terminated(agent, resume))
    if over is Over.TIMEOUT:
        text = "Container runtime did not kill the pod within specified grace period."
        agent.kubelet.recorder.write(agent.pod, "Warning", "ExceededGracePeriod", text)


def when_terminated(agent: PodAgent, resume: Resume) -> None:
    """Resumes when no container of the Pod runs any more and its worker knows it."""
    if agent.life.machines.worker.state in (PodWorkerState.SYNC, PodWorkerState.TERMINATING):
        agent.on_termination.append(lambda: resume(None))
    else:
        resume(None)
