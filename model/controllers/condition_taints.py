"""ConditionTaints: the node controller's NoSchedule taints for a node's conditions and cordon (semantics B18.14, B19.6, B19.9)."""

from __future__ import annotations

from attrs import evolve

from ..apiserver.store import Store, WatchEvent
from ..cluster import timing
from ..core.simulation import Simulation
from ..node.conditions import no_schedule_taints, with_condition_taints
from ..objects.time import to_api


class ConditionTaints:
    """One for the whole cluster: a node that is not ready or under pressure is not scheduled to."""

    def __init__(self, simulation: Simulation, store: Store) -> None:
        self._simulation, self._store = simulation, store
        store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind != "Node" or event.type == "DELETED":
            return
        before = () if event.before is None else no_schedule_taints(event.before)
        if no_schedule_taints(event.object) != before:
            name = event.object.metadata.name
            self._simulation.after(timing.WATCH_LAG, lambda: self._taint(name))

    def _taint(self, name: str) -> None:
        """NLC doNoScheduleTaintingPass."""
        node = self._store.get("Node", "", name)
        if node is None:
            return
        keys = no_schedule_taints(node)
        taints = with_condition_taints(node.spec.taints, keys, to_api(self._simulation.now))
        if taints != node.spec.taints:
            self._store.update(evolve(node, spec=evolve(node.spec, taints=taints)))
