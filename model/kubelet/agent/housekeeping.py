"""Housekeeping: the kubelet compares its workers with what is wanted and what runs (KL HandlePodCleanups; semantics B3.14–B3.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cluster import timing
from ...objects.time import Millis
from ..pod_worker import FindOrphan, Forget, PodWorkerState
from ..process import CatchUp, ProcessState
from .pod_agent import PodAgent

if TYPE_CHECKING:
    from .kubelet import Kubelet

WORKER = ("worker",)


class Housekeeping:
    """Of one kubelet; only the rounds that can matter are carried out."""

    def __init__(self, kubelet: Kubelet) -> None:
        self._kubelet = kubelet
        simulation = kubelet.simulation
        phase = simulation.stream(f"housekeeping/{kubelet.node}").randrange(timing.HOUSEKEEPING)
        self._base = simulation.now - phase
        self.has_caught_up = True
        """It has run since the process began: what the kubelet does not know now, is not there."""
        self.lost: list[PodAgent] = []
        """What the processes before this one had, and nobody has looked for since."""

    def begin(self) -> None:
        """A new process begins to count."""
        self._base = self._kubelet.simulation.now

    def last(self) -> Millis:
        """The latest round until now, or the beginning of the process."""
        elapsed = self._kubelet.simulation.now - self._base
        return Millis(self._base + elapsed // timing.HOUSEKEEPING * timing.HOUSEKEEPING)

    def next(self) -> int:
        """The next round."""
        return self.last() + timing.HOUSEKEEPING

    def forget_if_over(self, agent: PodAgent) -> None:
        """A finished worker of a Pod that is gone is forgotten; until then it is looked at again."""
        kubelet, state = self._kubelet, agent.life.machines.worker.state
        if not agent.alive or state is PodWorkerState.UNKNOWN:
            return
        if state is not PodWorkerState.FINISHED:
            kubelet.simulation.at(self.next(), lambda: self.forget_if_over(agent))
            return
        kubelet.static.give_name_back(agent)
        agent.life.fire(WORKER, Forget())
        if agent.life.machines.worker.state is not PodWorkerState.UNKNOWN:
            kubelet.static.begins(agent)
            agent.grace = 0
            agent.poke()
        else:
            kubelet.resizer.forget(agent.uid)

    def catch_up(self) -> None:
        """The first round of a process finds what runs and nobody wants, and what runs and was not admitted."""
        lost, self.lost = self.lost, []
        self.has_caught_up = True
        for agent in list(self._kubelet.agents.values()):
            if agent.life.machines.process.state is ProcessState.RESTARTED:
                agent.life.fire(("process",), CatchUp())
            if agent.life.machines.worker.state is PodWorkerState.UNKNOWN and self._runs(agent):
                agent.grace = 1
                agent.life.fire(WORKER, FindOrphan())
                agent.poke()
        for agent in lost:
            if agent.uid not in self._kubelet.agents and self._runs(agent):
                self._adopt(agent)

    def _runs(self, agent: PodAgent) -> bool:
        return any(each.state == "running" for each in self._kubelet.runtime.status(agent.uid).containers)

    def _adopt(self, lost: PodAgent) -> None:
        """Containers of a Pod that is no longer there are killed, with a grace of one second (B3.16)."""
        kubelet = self._kubelet
        agent = PodAgent(
            kubelet=kubelet, pod=lost.pod, active=lost.pod, life=lost.life, status=lost.pod.status, grace=1
        )
        kubelet.agents[lost.uid] = agent
        agent.life.fire(WORKER, FindOrphan())
        agent.poke()
