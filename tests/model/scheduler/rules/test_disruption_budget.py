"""disruption_budget: whose loss violates a budget, and what preemption makes of it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from podlaw.model.objects.pod import Pod
from podlaw.model.objects.selectors import EVERYTHING, label_selector
from podlaw.model.scheduler.rules.disruption_budget import DisruptionBudget, split_by_budget
from podlaw.model.scheduler.rules.filters import nodes_that_fit
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.preemption import dry_runs, nominated_node

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]
SELECTOR = label_selector({"matchLabels": {"app": "a"}})


def guarded(pod: Pod) -> Pod:
    return evolve(pod, metadata=evolve(pod.metadata, labels={"app": "a"}))


def budget(allowed: int, *disrupted: str) -> DisruptionBudget:
    return DisruptionBudget("", SELECTOR, allowed, frozenset(disrupted))


def names(pods: list[Pod]) -> list[str]:
    return [each.metadata.name for each in pods]


def test_so_many_may_go_and_the_next_violates(make_pod: MakePod) -> None:
    pods = [evolve(each, metadata=evolve(each.metadata, namespace="")) for each in map(guarded, map(make_pod, "abc"))]
    violating, others = split_by_budget(pods, [budget(1)])
    assert (names(violating), names(others)) == (["b", "c"], ["a"])
    violating, others = split_by_budget(pods, [budget(1, "b")])
    assert (names(violating), names(others)) == (["c"], ["a", "b"])
    assert split_by_budget(pods, [DisruptionBudget("", EVERYTHING, 0)])[0] == []


def test_a_protected_pod_is_put_back_first(make_pod: MakePod, make_node: MakeNode) -> None:
    old, young = make_pod("old", cpu="2", started=1), guarded(make_pod("young", cpu="2", started=2))
    pod, node = make_pod(cpu="2", priority=10), make_node("n", old, young)
    namespace = young.metadata.namespace
    run = dry_runs(pod, [node], nodes_that_fit(pod, [node]), [evolve(budget(0), namespace=namespace)])["n"]
    assert (names(list(run.victims)), run.violations) == (["old"], 0)


def test_the_node_where_no_budget_is_violated_is_chosen(make_pod: MakePod, make_node: MakeNode) -> None:
    cheap = make_node("cheap", guarded(make_pod("c", cpu="4", priority=1)))
    dear = make_node("dear", make_pod("d", cpu="4", priority=5))
    pod, nodes = make_pod(cpu="4", priority=10), [cheap, dear]
    fit = nodes_that_fit(pod, nodes)
    namespace = cheap.pods[0].metadata.namespace
    assert nominated_node(dry_runs(pod, nodes, fit)) == "cheap"
    assert nominated_node(dry_runs(pod, nodes, fit, [evolve(budget(0), namespace=namespace)])) == "dear"
