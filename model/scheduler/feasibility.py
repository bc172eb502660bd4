"""Feasibility: the node that a Pod goes to, or why there is none, in the scheduler's words (semantics B.21)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ..objects.pod import Pod
from .rules.filters import failure_message, nodes_that_fit
from .rules.node_info import NodeInfo
from .rules.preemption import dry_runs, nominated_node, post_filter_message, why_not_eligible
from .rules.scores import best_nodes, node_scores

NO_NODES = "no nodes available to schedule pods"
NO_CLAIMS = "no new claims to deallocate"
"""What the plugin DynamicResources says whenever a Pod fits nowhere."""


@frozen
class Decision:
    """The outcome of one scheduling cycle: `node`, or else `message` and the plugins that rejected nodes; `nominated`
    is where preemption would help."""

    node: str | None = None
    message: str = ""
    plugins: frozenset[str] = frozenset()
    nominated: str | None = None


def decide(pod: Pod, nodes: Sequence[NodeInfo]) -> Decision:
    """The best feasible node, of equals the first by name, where the scheduler takes any (SCH schedulePod); or why
    there is none, and what preemption says to that (B21.11)."""
    if not nodes:
        return Decision(message=NO_NODES)
    fit = nodes_that_fit(pod, nodes)
    if len(fit.feasible) == 1:
        return Decision(node=fit.feasible[0].name)
    if fit.feasible:
        return Decision(node=best_nodes(node_scores(pod, nodes, fit.feasible))[0])
    message = failure_message(fit, len(nodes))
    plugins = frozenset(rejection.plugin for rejection in fit.rejected.values())
    runs = dry_runs(pod, nodes, fit)
    nominated = None if why_not_eligible(pod) else nominated_node(runs)
    if nominated is not None:
        return Decision(message=message, plugins=plugins, nominated=nominated)
    message = f"{message} {NO_CLAIMS}, {post_filter_message(pod, nodes, runs)}"
    return Decision(message=message, plugins=plugins)
