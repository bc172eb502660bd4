"""Feasibility: the node that a Pod goes to, or why there is none, in the scheduler's words (semantics B.21)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import frozen

from ..core.decision import Input, Reason
from ..core.rule import Rule
from ..objects.pod import Pod
from .equal_pods import EqualPods, class_of
from .rules import node_affinity
from .rules.disruption_budget import DisruptionBudget
from .rules.filters import Fit, failure_message, node_filters, nodes_that_fit
from .rules.node_info import NodeInfo
from .rules.nomination import NOBODY, Nominations
from .rules.preemption import dry_runs, nominated_node, post_filter_message, why_not_eligible
from .rules.sampling import enough_nodes
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


Choose = Callable[[Sequence[str]], str]
"""Takes one of several names."""


def first(names: Sequence[str]) -> str:
    """The first of these."""
    return names[0]


@frozen
class Decision:
    """The outcome of one scheduling cycle: `node`, or else `message` and the plugins that rejected nodes.

    `nominated` is what becomes of nominatedNodeName: None leaves it; with a node's name `victims` make way there.
    """

    node: str | None = None
    message: str = ""
    plugins: frozenset[str] = frozenset()
    nominated: str | None = None
    victims: tuple[Pod, ...] = ()
    feasible: Sequence[NodeInfo] = ()
    """The nodes of which `node` is the best."""
    examined: int = 0
    """How many nodes were looked at."""


@frozen
class Surroundings:
    """What the scheduler looks at besides the Pod: the nodes; claims and volumes; Pods that are nominated to nodes; the
    budgets that preemption should keep; at which node it begins; how it takes one of equals."""

    nodes: Sequence[NodeInfo]
    storage: Storage = NO_STORAGE
    nominated: Nominations = NOBODY
    budgets: Sequence[DisruptionBudget] = ()
    begin: int = 0
    choose: Choose = first
    equal_pods: EqualPods | None = None
    """What the nodes have answered to equal Pods before; None where Pods on the nodes have a say in it."""


def reason_of(decision: Decision, nodes: int) -> Reason:
    """Why, of so many nodes, it is that one or none."""
    inputs: dict[str, Input] = {"nodes": nodes}
    if decision.node is None:
        return Reason(NOWHERE, "no node", {**inputs, "message": decision.message})
    names = tuple(node.name for node in decision.feasible)
    feasible = names if len(names) <= MOST_NAMED else (*names[:MOST_NAMED], f"and {len(names) - MOST_NAMED} more")
    rule = SCORED if len(decision.feasible) > 1 else FEASIBLE
    return Reason(rule, f"goes to {decision.node}", {**inputs, "feasible": feasible})


def decide(pod: Pod, around: Surroundings) -> Decision:
    """The best feasible node, of equals any (SCH schedulePod); or why there is none, and where preemption makes room
    (B21.11, B21.14). A Pod that was nominated to a node goes there as soon as it fits (B21.15)."""
    nodes = around.nodes
    if not nodes:
        return Decision(message=NO_NODES, nominated="")
    former = _nominated_to(pod, nodes)
    own = None if former is None else _place(pod, around, former)
    if own is not None:
        return own
    enough = enough_nodes(len(nodes))
    if around.equal_pods is not None and not around.nominated and class_of(pod.spec) is not None:
        fit, best = around.equal_pods.fit(pod, nodes, begin=around.begin, enough=enough)
        return _goes(fit, around.choose(best)) if best else _nowhere(pod, around, fit)
    fit = nodes_that_fit(pod, nodes, around.storage, around.nominated, begin=around.begin, enough=enough)
    if fit.feasible:
        return _best(pod, around, fit)
    return _nowhere(pod, around, fit)


def _nominated_to(pod: Pod, nodes: Sequence[NodeInfo]) -> NodeInfo | None:
    """The node that the Pod is nominated to, if it is there."""
    name = pod.status.nominatedNodeName
    return next((info for info in nodes if info.name == name), None) if name else None


def _place(pod: Pod, around: Surroundings, asked: NodeInfo) -> Decision | None:
    """The node that the Pod is nominated to, if it fits there now (evaluateNominatedNode)."""
    run = node_filters(pod, around.nodes, around.storage, around.nominated)
    return Decision(node=asked.name, feasible=(asked,)) if run(asked) is None else None


def _best(pod: Pod, around: Surroundings, fit: Fit) -> Decision:
    if len(fit.feasible) == 1:
        return _goes(fit, fit.feasible[0].name)
    return _goes(fit, around.choose(best_nodes(node_scores(pod, around.nodes, fit.feasible))))


def _goes(fit: Fit, node: str) -> Decision:
    return Decision(node=node, feasible=fit.feasible, examined=len(fit.feasible) + len(fit.rejected))


def _nowhere(pod: Pod, around: Surroundings, fit: Fit) -> Decision:
    nodes = around.nodes
    message = failure_message(fit, len(nodes))
    plugins = frozenset(rejection.plugin or node_affinity.NAME for rejection in fit.rejected.values())
    if fit.pre_filter_message:
        return Decision(message=f"{message} {NOT_FOUND}", plugins=plugins)
    former = _nominated_to(pod, nodes)
    refusal = why_not_eligible(pod, former, fit.rejected.get(former.name) if former is not None else None)
    runs = {} if refusal else dry_runs(pod, nodes, fit, around.budgets, around.nominated)
    node = nominated_node(runs)
    if node is not None:
        return Decision(message=message, plugins=plugins, nominated=node, victims=runs[node].victims)
    message = f"{message} {NO_CLAIMS}, {post_filter_message(nodes, runs, refusal)}"
    return Decision(message=message, plugins=plugins, nominated=None if refusal else "")
