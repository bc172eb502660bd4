"""Conditions: what a node says of itself, and the taints that follow."""

from __future__ import annotations

from podlaw.model.node.conditions import condition_taints, node_conditions, with_condition_taints, with_conditions
from podlaw.model.objects.node import NodeCondition, Taint
from podlaw.model.objects.time import Time

OWN = Taint(key="gpu", effect="NoSchedule")
MEMORY = "node.kubernetes.io/memory-pressure"


def test_a_healthy_node_is_ready_and_short_of_nothing() -> None:
    said = [(each.type, each.status, each.reason) for each in node_conditions(())]
    assert said == [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID"),
        ("Ready", "True", "KubeletReady"),
    ]
    assert condition_taints(node_conditions(())) == ()


def test_each_trouble_has_its_taint() -> None:
    found = node_conditions(("MemoryPressure", "DiskPressure"), "node is shutting down")
    assert found[-1].message == "node is shutting down"
    assert condition_taints(found) == (
        MEMORY,
        "node.kubernetes.io/disk-pressure",
        "node.kubernetes.io/not-ready",
    )


def test_a_time_of_transition_moves_only_with_the_status() -> None:
    first = with_conditions((NodeCondition(type="Mine", status="True"),), node_conditions(()), Time(5))
    second = with_conditions(first, node_conditions(("MemoryPressure",)), Time(9))
    times = {each.type: each.lastTransitionTime for each in second}
    assert times == {"Mine": None, "MemoryPressure": 9, "DiskPressure": 5, "PIDPressure": 5, "Ready": 5}


def test_taints_for_conditions_come_and_go_and_others_stay() -> None:
    tainted = with_condition_taints((OWN,), (MEMORY,), Time(5))
    assert tainted == (OWN, Taint(key=MEMORY, effect="NoSchedule", timeAdded=Time(5)))
    assert with_condition_taints(tainted, (MEMORY,), Time(9)) == tainted
    assert with_condition_taints(tainted, (), Time(9)) == (OWN,)


def test_a_no_execute_taint_of_the_same_key_is_another() -> None:
    own = Taint(key="node.kubernetes.io/not-ready", effect="NoExecute")
    assert with_condition_taints((own,), (), Time(5)) == (own,)
