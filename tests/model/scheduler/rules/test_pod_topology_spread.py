"""pod topology spread: how even the Pods of one kind must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from podlaw.model.objects.pod import Pod
from podlaw.model.objects.time import Time
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.pod_topology_spread import REASON, pod_topology_spread, scores

MakePod = Callable[..., Pod]
MakeNode = Callable[..., NodeInfo]
WEB = {"app": "web"}


def spread(when: str = "DoNotSchedule", **more: Any) -> dict[str, Any]:
    rule = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": when, "labelSelector": {"matchLabels": WEB}}
    return {"labels": WEB, "topologySpreadConstraints": ({**rule, **more},)}


def reasons(pod: Pod, *nodes: NodeInfo) -> list[str]:
    check = pod_topology_spread(pod, nodes)
    rejections = [check.filter_node(node) for node in nodes]
    return ["" if each is None else each.reasons[0] for each in rejections]


def test_no_zone_gets_ahead_by_more_than_the_skew(make_pod: MakePod, make_node: MakeNode) -> None:
    nodes = (make_node("a", make_pod(labels=WEB), labels={"zone": "1"}), make_node("b", labels={"zone": "2"}))
    assert reasons(make_pod(**spread()), *nodes) == [REASON, ""]
    assert reasons(make_pod(**spread(maxSkew=2)), *nodes) == ["", ""]


def test_a_node_without_the_label_is_no_place(make_pod: MakePod, make_node: MakeNode) -> None:
    assert reasons(make_pod(**spread()), make_node("a")) == [f"{REASON} (missing required label)"]


def test_too_few_domains_count_as_an_empty_one(make_pod: MakePod, make_node: MakeNode) -> None:
    node = make_node("a", make_pod(labels=WEB), labels={"zone": "1"})
    assert reasons(make_pod(**spread()), node) == [""]
    assert reasons(make_pod(**spread(minDomains=2)), node) == [REASON]


def test_a_pod_that_is_being_deleted_does_not_count(make_pod: MakePod, make_node: MakeNode) -> None:
    leaving = make_pod(labels=WEB)
    leaving = evolve(leaving, metadata=evolve(leaving.metadata, deletionTimestamp=Time(0)))
    nodes = (make_node("a", leaving, labels={"zone": "1"}), make_node("b", labels={"zone": "2"}))
    assert reasons(make_pod(**spread()), *nodes) == ["", ""]


def test_scores_prefer_the_emptier_zone_and_a_node_outside_gets_none(make_pod: MakePod, make_node: MakeNode) -> None:
    nodes = (
        make_node("a", make_pod(labels=WEB), labels={"zone": "1"}),
        make_node("b", labels={"zone": "2"}),
        make_node("c"),
    )
    assert scores(make_pod(**spread("ScheduleAnyway")), nodes, nodes) == {"a": 0, "b": 100, "c": 0}
    assert scores(make_pod(**spread()), nodes, nodes) is None
