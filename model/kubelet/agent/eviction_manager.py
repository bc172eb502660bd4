"""EvictionManager: the kubelet at work when its node runs short: it looks every ten seconds, and ends one Pod after the other
(EVM synchronize; semantics B18.9 to B18.12)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from ...cluster import timing
from ...core.simulation import Process, Timer, Wait
from ...objects.pod import Pod
from ...runtime.script import Script
from ..pod_worker import PodWorkerState
from ..rules.admission import AdmissionFailure
from ..rules.disruption import Mark
from ..rules.eviction import (
    EVICTED,
    Candidate,
    eviction_grace,
    eviction_message,
    most_urgent,
    pressure_rejection,
    victim,
)
from ..rules.thresholds import RESOURCES, EvictionConfiguration, EvictionThreshold
from . import kill_reasons
from .pod_agent import PodAgent
from .pod_kill import kill_pod
from .shortage import Shortage

if TYPE_CHECKING:
    from .kubelet import Kubelet

CLEANUP_LOOKS = 30
"""Once a second it is looked whether the evicted Pod is cleaned up, so many times."""


class EvictionManager:
    """Of one kubelet. Only those of its looks are simulated that can find something new; without a word about what is in
    use, none is."""

    def __init__(self, kubelet: Kubelet) -> None:
        self._kubelet, self._simulation = kubelet, kubelet.simulation
        self._random = kubelet.simulation.stream(f"eviction/{kubelet.node}")
        self._shortage = Shortage(kubelet, self._random.randrange(timing.EVICTION_LOOK))
        self._timer: Timer | None = None
        self._is_looking = False
        self._is_measured = False

    def configure(self, configuration: EvictionConfiguration) -> None:
        """Before anything is in use."""
        self._shortage.configuration = configuration

    def pressures(self) -> tuple[str, ...]:
        """The conditions of shortage that the node is in."""
        return self._shortage.pressures()

    def rejection(self, pod: Pod) -> AdmissionFailure | None:
        """A node under pressure does not take every Pod."""
        return pressure_rejection(pod, self.pressures())

    def know(self, script: Script) -> None:
        """A Pod with this script comes to the node."""
        if any(behaviour.uses for behaviour in script.containers.values()):
            self._is_measured = True

    def wake(self, *, measured: bool = False) -> None:
        """What is in use may have changed: the next look that can matter is planned. `measured`: it is known now."""
        self._is_measured = self._is_measured or measured
        if not self._is_measured or self._is_looking or not self._kubelet.is_up:
            return
        moment = self._shortage.next_look()
        if moment is None or (self._timer is not None and self._timer.at <= moment):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._simulation.at(moment, self._look)

    def lose(self) -> None:
        """The kubelet's process ends: what it has observed is forgotten."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._is_looking = None, False
        self._shortage.lose()

    def start(self) -> None:
        """A new process begins with a look."""
        self._shortage.start()
        self.wake()

    def _look(self) -> None:
        self._timer, self._is_looking = None, True
        number = self._kubelet.process_number
        self._simulation.begin(self._synchronize(), self._looked, lambda: self._kubelet.is_process(number))

    def _looked(self) -> None:
        self._is_looking = False
        self.wake()

    def _synchronize(self) -> Process:
        """Look, and evict; after an eviction look again at once, when the Pod is cleaned up."""
        while True:
            self._shortage.observe()
            self._kubelet.node_status.wake()
            thresholds = self._shortage.configuration.thresholds
            place = most_urgent(thresholds, self._shortage.due())
            evicted = None if place is None else (yield from self._evict(thresholds[place]))
            if evicted is None:
                return
            for _ in range(CLEANUP_LOOKS):
                yield self._simulation.sleep(1000)
                if evicted.life.machines.worker.state in (PodWorkerState.FINISHED, PodWorkerState.UNKNOWN):
                    break

    def _evict(self, threshold: EvictionThreshold) -> Generator[Wait, Any, PodAgent | None]:
        """Evict one Pod; the result is its agent, or None where there is none to evict."""
        resource, runtime = RESOURCES[threshold.signal], self._kubelet.runtime
        self._kubelet.record_node_event("Warning", "EvictionThresholdMet", f"Attempting to reclaim {resource}")
        agents = self._kubelet.active_agents()
        self._random.shuffle(agents)  # which of two equal Pods goes first is not fixed
        chosen = victim([Candidate(each.pod, runtime.uses_of(each.uid, resource)) for each in agents], resource)
        capacity = self._shortage.capacity(threshold.signal)
        if chosen is None or capacity is None:
            return None
        text = eviction_message(chosen, threshold, self._shortage.available(threshold.signal, capacity), capacity)
        self._kubelet.recorder.write(chosen.pod, "Warning", EVICTED, text)
        grace = eviction_grace(chosen.pod, threshold, self._shortage.configuration.max_pod_grace)
        agent = self._kubelet.agents[chosen.pod.metadata.uid]
        kill_reasons.victim_was_chosen(agent, chosen, threshold, text, len(agents))
        yield from kill_pod(agent, Mark(EVICTED, text), grace, evict=True)
        return agent
