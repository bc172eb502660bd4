"""NodeStatus: the kubelet at work on its Node object: conditions, every ten seconds if they have changed (semantics B19.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...apiserver.store import Store
from ...cluster import timing
from ...core.simulation import Timer
from ...node.conditions import SHUTTING_DOWN, STARTING, TAINTS, node_conditions, readiness_of, with_conditions
from ...node.lease import RENEWAL, Lease
from ...node.readiness import READINESS, ReadinessState, ReadinessView, ReportReady, ReportTrouble
from ...objects.node import Node, Taint
from ...objects.time import Millis, to_api

if TYPE_CHECKING:
    from .kubelet import Kubelet


class NodeStatus:
    """What one kubelet reports of its node; a report that changes nothing is not simulated."""

    def __init__(self, kubelet: Kubelet, store: Store) -> None:
        self._kubelet, self._store = kubelet, store
        now, random = kubelet.simulation.now, kubelet.simulation.stream(f"lease/{kubelet.node}")
        self.lease = Lease(Millis(now - random.randrange(RENEWAL)))
        self._timer: Timer | None = None
        self.machine: Node | None = None
        """The Node as its kubelet registers it; None: as it is in the API."""
        self._base = kubelet.simulation.now - self._phase()

    def _phase(self) -> int:
        return self._kubelet.simulation.stream(f"node-status/{self._kubelet.node}").randrange(timing.NODE_STATUS)

    def wake(self) -> None:
        """Something may have changed: the next regular report says so."""
        if self._timer is None and self._kubelet.is_running:
            now = self._kubelet.simulation.now
            elapsed = now - self._base
            moment = self._base + (elapsed // timing.NODE_STATUS + 1) * timing.NODE_STATUS
            self._timer = self._kubelet.simulation.at(moment, self.report)

    def hear(self, node: Node) -> None:
        """What another wrote of the node is corrected: only the kubelet knows how it is."""
        if readiness_of(node).state is ReadinessState.UNKNOWN:
            self.wake()

    def begin(self) -> None:
        """A kubelet that begins registers its Node, if there is none, and reports at once (KL fastStatusUpdateOnce)."""
        kubelet, now = self._kubelet, self._kubelet.simulation.now
        if kubelet.stored("Node", "", kubelet.node) is None and self.machine is not None:
            taint = Taint(key=TAINTS["Ready", "False"], effect="NoSchedule")  # plugin/pkg/admission/nodetaint
            conditions = node_conditions((), STARTING)
            self._store.create(
                evolve(
                    self.machine,
                    metadata=evolve(self.machine.metadata, creationTimestamp=to_api(now)),
                    spec=evolve(self.machine.spec, taints=(*self.machine.spec.taints, taint)),
                    status=evolve(self.machine.status, conditions=with_conditions((), conditions, to_api(now))),
                )
            )
        self._base = now
        self.report()

    def report(self) -> None:
        """KL syncNodeStatus: write the conditions as they are now, if one has changed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        kubelet = self._kubelet
        node = kubelet.stored("Node", "", kubelet.node)
        if node is None or not kubelet.is_running:
            return
        trouble = SHUTTING_DOWN if kubelet.shutdown.is_under_way else ""
        new = node_conditions(kubelet.pressures(), trouble)
        old = {each.type: each for each in node.status.conditions}
        if any(each.type not in old or _differs(old[each.type], each) for each in new):
            event = ReportTrouble() if trouble else ReportReady()
            kubelet.life.take(READINESS, ReadinessView(), readiness_of(node), event)
            conditions = with_conditions(node.status.conditions, new, to_api(kubelet.simulation.now))
            self._store.update(evolve(node, status=evolve(node.status, conditions=conditions)))


def _differs(old: object, new: object) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in ("status", "reason", "message"))
