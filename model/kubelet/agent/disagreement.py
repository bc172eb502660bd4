"""Disagreement: a rule on real objects and the machines of a Pod say different things, which is a bug in podlaw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pod_agent import PodAgent


class Disagreement(Exception):
    """`.what` is where the two differ; `.machines` and `.rule` are their answers."""

    def __init__(self, what: str, machines: object, rule: object, where: str) -> None:
        self.what, self.machines, self.rule = what, machines, rule
        super().__init__(f"{where}: {what}: the machines say {machines}, the rule says {rule}")


def agree(agent: PodAgent, what: str, machines: object, rule: object) -> None:
    """Raises Disagreement unless both are equal."""
    if machines != rule:
        meta = agent.pod.metadata
        elapsed = (agent.simulation.now - agent.simulation.start) / 1000
        raise Disagreement(what, machines, rule, f"Pod {meta.namespace}/{meta.name} at {elapsed:.3f} s")
