"""ScenarioPhases: where in its period each periodic component was when a recording began, which no recording tells (D25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from ..objects.time import Millis
from .cluster import Cluster

SILENCING: Final = ("stop-kubelet", "stop-machine")


class Action(Protocol):
    """One thing that a user did: `at` in milliseconds since the beginning."""

    @property
    def at(self) -> int: ...
    @property
    def do(self) -> str: ...
    @property
    def args(self) -> Mapping[str, Any]: ...


def set_phases(cluster: Cluster, actions: Sequence[Action], seed: int) -> None:
    """The phases are those of the seed's random numbers; under some seeds they are the unluckiest instead: the node
    controller, or the Pod garbage collector, had just looked when something was done."""
    random = cluster.simulation.stream("phases")
    start = cluster.simulation.start
    silent = [each for each in actions if each.do in SILENCING and each.args.get("node") in cluster.kubelets]
    if seed % 2 and silent:
        first = random.choice(silent)
        cluster.node_lifecycle.begin_at(start + first.at - 2)
        cluster.kubelets[first.args["node"]].node_status.lease.base = Millis(start + first.at - 1)
    if seed % 4 >= 2:
        others = [each.at for each in actions if each not in silent]
        cluster.pod_collector.begin_at(start + random.choice([0, *others]) - 1)
