"""NodeStatus: the kubelet at work on its Node object: conditions, every ten seconds if they have changed (semantics B19.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...cluster import timing
from ...core.simulation import Timer
from ...node.conditions import SHUTTING_DOWN, node_conditions, with_conditions
from ...objects.time import to_api

if TYPE_CHECKING:
    from .kubelet import Kubelet


class NodeStatus:
    """What one kubelet reports of its node; a report that changes nothing is not simulated."""

    def __init__(self, kubelet: Kubelet) -> None:
        self._kubelet = kubelet
        self._timer: Timer | None = None
        self._base = kubelet.simulation.now - self._phase()

    def _phase(self) -> int:
        return self._kubelet.simulation.stream(f"node-status/{self._kubelet.node}").randrange(timing.NODE_STATUS)

    def wake(self) -> None:
        """Something may have changed: the next regular report says so."""
        if self._timer is None:
            now = self._kubelet.simulation.now
            elapsed = now - self._base
            moment = self._base + (elapsed // timing.NODE_STATUS + 1) * timing.NODE_STATUS
            self._timer = self._kubelet.simulation.at(moment, self.report)

    def report(self) -> None:
        """KL syncNodeStatus: write the conditions as they are now, if one has changed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        kubelet = self._kubelet
        node = kubelet.stored("Node", "", kubelet.node)
        if node is None or not kubelet.is_up:
            return
        trouble = SHUTTING_DOWN if kubelet.shutdown.is_under_way else ""
        new = node_conditions(kubelet.pressures(), trouble)
        old = {each.type: each for each in node.status.conditions}
        if any(each.type not in old or _differs(old[each.type], each) for each in new):
            conditions = with_conditions(node.status.conditions, new, to_api(kubelet.simulation.now))
            kubelet.update_node(evolve(node, status=evolve(node.status, conditions=conditions)))


def _differs(old: object, new: object) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in ("status", "reason", "message"))
