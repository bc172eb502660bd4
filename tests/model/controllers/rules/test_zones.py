"""Zones: when a zone is disrupted, how fast its nodes are tainted then, and what is done when all is lost."""

from __future__ import annotations

import pytest

from podlaw.model.controllers.rules.zones import Disruption, ZoneState, disruption, interval, zone_state, zone_states
from podlaw.model.node.conditions import node_conditions
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeStatus

HERE, THERE = ("", "here"), ("", "there")
NORMAL, PARTIAL, FULL = ZoneState.NORMAL, ZoneState.PARTIAL, ZoneState.FULL


@pytest.mark.parametrize(
    ("ready", "lost", "state"),
    [(1, 0, NORMAL), (0, 1, FULL), (1, 2, NORMAL), (2, 3, PARTIAL), (3, 3, NORMAL), (9, 11, PARTIAL)],
)
def test_a_zone_is_disrupted_from_three_lost_nodes_and_55_percent(ready: int, lost: int, state: ZoneState) -> None:
    assert zone_state(ready, lost) is state


def test_only_a_partly_lost_zone_is_tainted_slower_and_a_small_one_not_at_all() -> None:
    assert [interval(each, 51) for each in (NORMAL, FULL, PARTIAL)] == [10_000, 10_000, 100_000]
    assert interval(PARTIAL, 50) is None


def test_only_the_loss_of_every_zone_stops_the_taints() -> None:
    assert disruption({HERE: NORMAL, THERE: FULL}, {HERE: FULL, THERE: FULL}) is Disruption.BEGINS
    assert disruption({HERE: FULL}, {HERE: FULL}) is Disruption.LASTS
    assert disruption({HERE: FULL}, {HERE: NORMAL}) is Disruption.ENDS
    assert disruption({HERE: FULL}, {HERE: FULL, THERE: NORMAL}) is Disruption.ORDINARY
    assert disruption({}, {HERE: FULL}) is Disruption.BEGINS


def test_a_node_may_be_left_out_of_the_count() -> None:
    def node(name: str, trouble: str = "", **labels: str) -> Node:
        status = NodeStatus(conditions=node_conditions((), trouble))
        return Node(
            metadata=ObjectMeta(name=name, labels={k.replace("__", "/"): v for k, v in labels.items()}), status=status
        )

    excluded = {"node.kubernetes.io__exclude-disruption": ""}
    assert zone_states([node("a", "down"), node("b", **excluded)]) == {("", ""): FULL}
    assert zone_states([node("a", "down"), node("b", **excluded), node("c")]) == {("", ""): NORMAL}
