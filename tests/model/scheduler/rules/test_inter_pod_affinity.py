"""inter-pod affinity: who wants to be near whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podlaw.model.objects.pod import Pod
from podlaw.model.scheduler.rules.inter_pod_affinity import (
    AFFINITY,
    ANTI_AFFINITY,
    EXISTING,
    inter_pod_affinity,
    scores,
)
from podlaw.model.scheduler.rules.node_info import NodeInfo

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]
WEB, DB = {"app": "web"}, {"app": "db"}


def near(labels: dict[str, str], kind: str = "podAffinity", **term: Any) -> dict[str, Any]:
    required = {"labelSelector": {"matchLabels": labels}, "topologyKey": "zone", **term}
    return {kind: {"requiredDuringSchedulingIgnoredDuringExecution": [required]}}


def reasons(pod: Pod, *nodes: NodeInfo) -> list[str]:
    check = inter_pod_affinity(pod, nodes)
    rejections = [check.filter_node(node) for node in nodes]
    return ["" if each is None else each.reasons[0] for each in rejections]


def test_a_pod_follows_the_one_that_it_wants_into_its_zone(make_pod: MakePod, make_node: MakeNode) -> None:
    nodes = (make_node("a", make_pod(labels=DB), labels={"zone": "1"}), make_node("b", labels={"zone": "1"}))
    other = make_node("c", labels={"zone": "2"})
    assert reasons(make_pod(affinity=near(DB)), *nodes, other, make_node("d")) == ["", "", AFFINITY, AFFINITY]


def test_the_first_of_a_group_may_go_anywhere_in_a_zone(make_pod: MakePod, make_node: MakeNode) -> None:
    first = make_pod(labels=WEB, affinity=near(WEB))
    assert reasons(first, make_node("a", labels={"zone": "1"}), make_node("b")) == ["", AFFINITY]
    elsewhere = make_pod(labels=WEB, affinity=near(WEB, namespaces=["other"]))
    assert reasons(elsewhere, make_node("a", labels={"zone": "1"})) == [AFFINITY]


def test_a_pod_keeps_away_from_whom_it_does_not_want(make_pod: MakePod, make_node: MakeNode) -> None:
    nodes = (make_node("a", make_pod(labels=DB), labels={"zone": "1"}), make_node("b", labels={"zone": "2"}))
    assert reasons(make_pod(affinity=near(DB, "podAntiAffinity")), *nodes) == [ANTI_AFFINITY, ""]


def test_a_pod_is_kept_away_by_those_that_do_not_want_it(make_pod: MakePod, make_node: MakeNode) -> None:
    guard = make_pod(affinity=near(WEB, "podAntiAffinity"))
    node = make_node("a", guard, labels={"zone": "1"})
    assert reasons(make_pod(labels=WEB), node) == [EXISTING]
    assert reasons(make_pod(labels=DB), node) == [""]


def test_scores_stretch_from_the_least_to_the_most_attractive(make_pod: MakePod, make_node: MakeNode) -> None:
    term = {"labelSelector": {"matchLabels": DB}, "topologyKey": "zone"}
    preferred = [{"weight": 5, "podAffinityTerm": term}]
    pod = make_pod(affinity={"podAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": preferred}})
    nodes = (make_node("a", make_pod(labels=DB), labels={"zone": "1"}), make_node("b", labels={"zone": "2"}))
    assert scores(pod, nodes, nodes) == {"a": 100, "b": 0}
    assert scores(make_pod(), nodes, nodes) is None
