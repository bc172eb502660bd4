"""preemption: who has to go, and from where."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.objects.pod import Pod
from podlaw.model.scheduler.rules.filters import nodes_that_fit
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.preemption import (
    DryRun,
    dry_runs,
    nominated_node,
    post_filter_message,
    why_not_eligible,
)

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("preemption")


def runs(pod: Pod, *nodes: NodeInfo) -> dict[str, DryRun]:
    return dict(dry_runs(pod, nodes, nodes_that_fit(pod, nodes)))


def victims(run: DryRun) -> list[str]:
    return [pod.metadata.name for pod in run.victims]


def test_as_few_and_as_unimportant_pods_as_possible_go(make_pod: MakePod, make_node: MakeNode) -> None:
    low, middle = make_pod("low", cpu="2", priority=1), make_pod("middle", cpu="2", priority=5)
    found = runs(make_pod(cpu="2", priority=10), make_node("n", middle, low))
    assert victims(found["n"]) == ["low"]


def test_of_equal_pods_the_younger_goes(make_pod: MakePod, make_node: MakeNode) -> None:
    old, young = make_pod("old", cpu="2", started=1), make_pod("young", cpu="2", started=2)
    assert victims(runs(make_pod(cpu="2", priority=10), make_node("n", young, old))["n"]) == ["young"]


def test_nobody_of_the_same_priority_goes(make_pod: MakePod, make_node: MakeNode) -> None:
    found = runs(make_pod(cpu="2", priority=10), make_node("n", make_pod(cpu="4", priority=10)))
    assert found["n"].reasons == ("No preemption victims found for incoming pod",)
    assert nominated_node(found) is None


def test_the_node_with_the_least_important_victim_is_chosen(make_pod: MakePod, make_node: MakeNode) -> None:
    many = make_node("many", make_pod("a", cpu="2", priority=1), make_pod("b", cpu="2", priority=2))
    one = make_node("one", make_pod("c", cpu="4", priority=5))
    assert nominated_node(runs(make_pod(cpu="4", priority=10), many, one)) == "many"


def test_a_port_counts_as_free_once_one_of_its_holders_is_gone(make_pod: MakePod, make_node: MakeNode) -> None:
    """The scheduler keeps the ports of a node as a set and does not count who holds them."""
    node = make_node("n", make_pod("kept", port=80, priority=10), make_pod("low", port=80, cpu="4"))
    assert victims(runs(make_pod(cpu="1", port=80, priority=10), node)["n"]) == ["low"]


def test_what_preemption_says_when_it_does_not_help(make_pod: MakePod, make_node: MakeNode) -> None:
    nodes = (make_node("small", cpu="1"), make_node("full", make_pod(cpu="4", priority=10)))
    pod = make_pod(cpu="2", priority=10)
    assert post_filter_message(nodes, runs(pod, *nodes)) == (
        "preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, "
        "1 Preemption is not helpful for scheduling."
    )
    shy = make_pod(cpu="2", priority=10, preemptionPolicy="Never")
    assert (
        post_filter_message(nodes, {}, why_not_eligible(shy))
        == "preemption: not eligible due to preemptionPolicy=Never."
    )
