"""Feasibility: the node that a Pod goes to, or why there is none, in the scheduler's words (semantics B.21)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ..core.decision import Input, Reason
from ..core.rule import Rule
from ..objects.pod import Pod
from .rules.filters import failure_message, nodes_that_fit
from .rules.node_info import NodeInfo
from .rules.preemption import dry_runs, nominated_node, post_filter_message, why_not_eligible
from .rules.scores import best_nodes, node_scores
from .rules.storage import NO_STORAGE, Storage

NO_NODES = "no nodes available to schedule pods"
NO_CLAIMS = "no new claims to deallocate"
"""What the plugin DynamicResources says whenever a Pod fits nowhere."""
NOT_FOUND = "not found"
"""What it says where a plugin before it has ended the cycle, so that it has not prepared itself."""

FEASIBLE = Rule("B21.4", "scheduler findNodesThatFitPod", "a node is feasible if every filter lets the Pod pass")
SCORED = Rule("B21.7", "scheduler prioritizeNodes", "of several feasible nodes the best scored is taken")
NOWHERE = Rule(
    "B21.11", "scheduler handleSchedulingFailure", "a Pod that fits nowhere waits, and its condition says why"
)
MOST_NAMED = 5
"""So many nodes are named."""

RULES = (FEASIBLE, SCORED, NOWHERE)


@frozen
class Decision:
    """The outcome of one scheduling cycle: `node`, or else `message` and the plugins that rejected nodes; `nominated`
    is where preemption would help."""

    node: str | None = None
    message: str = ""
    plugins: frozenset[str] = frozenset()
    nominated: str | None = None
    feasible: Sequence[NodeInfo] = ()
    """The nodes of which `node` is the best."""


def reason_of(decision: Decision, nodes: int) -> Reason:
    """Why, of so many nodes, it is that one or none."""
    inputs: dict[str, Input] = {"nodes": nodes}
    if decision.node is None:
        return Reason(NOWHERE, "no node", {**inputs, "message": decision.message})
    names = tuple(node.name for node in decision.feasible)
    feasible = names if len(names) <= MOST_NAMED else (*names[:MOST_NAMED], f"and {len(names) - MOST_NAMED} more")
    rule = SCORED if len(decision.feasible) > 1 else FEASIBLE
    return Reason(rule, f"goes to {decision.node}", {**inputs, "feasible": feasible})


def decide(pod: Pod, nodes: Sequence[NodeInfo], storage: Storage = NO_STORAGE) -> Decision:
    """The best feasible node, of equals the first by name, where the scheduler takes any (SCH schedulePod); or why
    there is none, and what preemption says to that (B21.11)."""
    if not nodes:
        return Decision(message=NO_NODES)
    fit = nodes_that_fit(pod, nodes, storage)
    if len(fit.feasible) == 1:
        return Decision(node=fit.feasible[0].name, feasible=fit.feasible)
    if fit.feasible:
        return Decision(node=best_nodes(node_scores(pod, nodes, fit.feasible))[0], feasible=fit.feasible)
    message = failure_message(fit, len(nodes))
    plugins = frozenset(rejection.plugin for rejection in fit.rejected.values())
    if fit.pre_filter_message:
        return Decision(message=f"{message} {NOT_FOUND}", plugins=plugins)
    runs = dry_runs(pod, nodes, fit)
    nominated = None if why_not_eligible(pod) else nominated_node(runs)
    if nominated is not None:
        return Decision(message=message, plugins=plugins, nominated=nominated)
    message = f"{message} {NO_CLAIMS}, {post_filter_message(pod, nodes, runs)}"
    return Decision(message=message, plugins=plugins)
