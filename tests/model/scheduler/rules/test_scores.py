"""scores: which feasible node is best."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.objects.node import Taint
from podlaw.model.objects.pod import Pod
from podlaw.model.scheduler.rules import balanced_allocation, node_resources_fit
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.scores import best_nodes, node_scores

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]


def test_filters_and_scores_agree_with_the_recordings(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("schedule")


def best(pod: Pod, *nodes: NodeInfo) -> tuple[str, ...]:
    return best_nodes(node_scores(pod, nodes, nodes))


def test_the_emptier_node_is_better(make_pod: MakePod, make_node: MakeNode) -> None:
    assert best(make_pod(cpu="1"), make_node("busy", make_pod(cpu="2")), make_node("idle")) == ("idle",)


def test_equal_nodes_are_equally_good(make_pod: MakePod, make_node: MakeNode) -> None:
    assert best(make_pod(), make_node("b"), make_node("a")) == ("a", "b")


def test_a_taint_that_is_only_a_wish_costs(make_pod: MakePod, make_node: MakeNode) -> None:
    wish = Taint(key="rather-not", effect="PreferNoSchedule")
    assert best(make_pod(), make_node("a", taints=(wish,)), make_node("b", make_pod(cpu="1"))) == ("b",)


def test_preferred_affinity_outweighs_room(make_pod: MakePod, make_node: MakeNode) -> None:
    expression = {"key": "disk", "operator": "In", "values": ["ssd"]}
    preferred = [{"weight": 10, "preference": {"matchExpressions": [expression]}}]
    pod = make_pod(affinity={"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}})
    assert best(pod, make_node("a"), make_node("b", make_pod(cpu="2"), labels={"disk": "ssd"})) == ("b",)


def test_a_container_that_requests_nothing_counts_a_little(make_pod: MakePod, make_node: MakeNode) -> None:
    # 100m of 4 CPUs leave 97 %, 200 MiB of 4 GiB leave 95 %
    assert node_resources_fit.score(make_pod(), make_node()) == (97 + 95) // 2


def test_balance_is_judged_by_what_the_pod_changes(make_pod: MakePod, make_node: MakeNode) -> None:
    assert balanced_allocation.score(make_pod(), make_node()) is None
    assert balanced_allocation.score(make_pod(cpu="4"), make_node()) == 50
