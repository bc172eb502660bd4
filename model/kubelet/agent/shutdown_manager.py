"""ShutdownManager: the kubelet at work when its machine shuts down: it ends its Pods, group by group (NSD; semantics B14.23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...cluster import timing
from ...core.simulation import Process, all_of
from ...node.rules.shutdown import (
    REFUSED,
    REFUSED_MESSAGE,
    SHUT_DOWN,
    ShutdownPeriod,
    shutdown_grace,
    shutdown_groups,
)
from ...node.shutdown import (
    SHUTDOWN,
    AnnounceShutdown,
    CancelShutdown,
    EndGroups,
    Shutdown,
    ShutdownState,
    ShutdownView,
)
from ..process import KubeletRestarts
from ..rules.admission import AdmissionFailure
from .pod_agent import PodAgent
from .pod_kill import kill_pod
from .waiting import until

if TYPE_CHECKING:
    from .kubelet import Kubelet

PATH = ("shutdown",)
REJECTION = AdmissionFailure(REFUSED, REFUSED_MESSAGE)


class ShutdownManager:
    """Of one kubelet; `periods` is its configuration, none: a shutdown is not graceful, and the kubelet does not hear of it."""

    def __init__(self, kubelet: Kubelet, periods: tuple[ShutdownPeriod, ...]) -> None:
        self._kubelet = kubelet
        self.periods = periods

    @property
    def _machine(self) -> Shutdown:
        machine = self._kubelet.life.of(PATH, SHUTDOWN)
        assert isinstance(machine, Shutdown)
        return machine

    @property
    def is_under_way(self) -> bool:
        """The node shuts down, or would be down by now."""
        return self._machine.state is not ShutdownState.UP

    def rejection(self) -> AdmissionFailure | None:
        """A node that shuts down takes no Pod."""
        return REJECTION if self.is_under_way else None

    def announce(self) -> bool:
        """The machine is about to shut down; False where the kubelet does nothing about it."""
        if not self.periods or not self._kubelet.is_up:
            return False
        begins = not self.is_under_way
        self._move(AnnounceShutdown())
        if begins:
            self._kubelet.record_node_event("Normal", "Shutdown", "Shutdown manager detected shutdown event")
            self._kubelet.simulation.after(timing.NODE_STATUS_WRITE, self._kubelet.node_status.report)
            process = self._kubelet.process_number
            self._kubelet.simulation.begin(self._end_pods(), self._end, lambda: self._kubelet.is_process(process))
        return True

    def cancel(self) -> bool:
        """The machine stays up after all; False where no shutdown was announced."""
        if not self.is_under_way:
            return False
        self._move(CancelShutdown())
        self._hear_cancellation()
        return True

    def lose(self) -> None:
        """The kubelet's process ends."""
        self._move(KubeletRestarts())

    def _move(self, event: AnnounceShutdown | CancelShutdown | EndGroups | KubeletRestarts) -> None:
        self._kubelet.life.move(PATH, SHUTDOWN, ShutdownView(is_graceful=bool(self.periods)), event)

    def _end(self) -> None:
        self._move(EndGroups())
        self._hear_cancellation()

    def _hear_cancellation(self) -> None:
        if not self.is_under_way:
            self._kubelet.record_node_event("Normal", "Shutdown", "Shutdown manager detected shutdown cancellation")
            self._kubelet.node_status.wake()

    def _end_pods(self) -> Process:
        """Each group that has Pods in its turn."""
        agents = {each.uid: each for each in self._kubelet.active_agents()}
        for period, pods in shutdown_groups(self.periods, [each.pod for each in agents.values()]):
            if pods:
                yield from self._end_group(period, [agents[each.metadata.uid] for each in pods])

    def _end_group(self, period: ShutdownPeriod, agents: list[PodAgent]) -> Process:
        """The next group waits until these have ended and their volumes are unmounted, or until their time is over."""
        simulation = self._kubelet.simulation
        kills = [kill_pod(each, SHUT_DOWN, shutdown_grace(each.pod, period)) for each in agents]
        begun = simulation.now
        yield until(simulation, None, period.seconds * 1000, all_of(simulation, kills, lambda: self._kubelet.is_up))
        left = period.seconds * 1000 - (simulation.now - begun)
        if left > 0 and any(each.pod.spec.volumes for each in agents):
            yield simulation.sleep(min(left, timing.UNMOUNT))
