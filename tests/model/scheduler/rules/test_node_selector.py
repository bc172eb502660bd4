"""node selector: labels and names of nodes that a Pod wants."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node
from podlaw.model.objects.pod import PodSpec
from podlaw.model.scheduler.rules.node_selector import matches_node, named_nodes, term_matches

NODE = Node(metadata=ObjectMeta(name="n0", labels={"zone": "a", "cores": "8"}))


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"key": key, "operator": operator, "values": list(values)}


# fmt: off
TERMS = (
    ({},                                                                           False),  # empty: no node at all
    ({"matchExpressions": [expression("zone", "In", "a", "b")]},                   True),
    ({"matchExpressions": [expression("zone", "NotIn", "a")]},                     False),
    ({"matchExpressions": [expression("disk", "DoesNotExist")]},                   True),
    ({"matchExpressions": [expression("cores", "Gt", "7")]},                       True),
    ({"matchExpressions": [expression("cores", "Gt", "seven")]},                   False),  # cannot be read
    ({"matchExpressions": [expression("zone", "Like", "a")]},                      False),
    ({"matchFields": [expression("metadata.name", "In", "n0")]},                   True),
    ({"matchFields": [expression("metadata.name", "In", "n1")],
      "matchExpressions": [expression("zone", "Exists")]},                         False),
)
# fmt: on


@pytest.mark.parametrize(("term", "matches"), TERMS)
def test_a_term_matches_when_all_of_it_does(term: dict[str, Any], matches: bool) -> None:
    assert term_matches(term, NODE) is matches


def test_one_term_suffices_but_the_selector_must_hold_too() -> None:
    terms = [{}, {"matchExpressions": [expression("zone", "Exists")]}]
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    assert matches_node(PodSpec(affinity={"nodeAffinity": required}), NODE)
    assert not matches_node(PodSpec(affinity={"nodeAffinity": required}, nodeSelector={"zone": "b"}), NODE)


def test_terms_that_all_name_nodes_leave_no_others() -> None:
    def names(*values: str) -> dict[str, Any]:
        return expression("metadata.name", "In", *values)

    assert named_nodes([{"matchFields": [names("a", "b"), names("b", "c")]}, {"matchFields": [names("d")]}]) == {
        "b",
        "d",
    }
    assert named_nodes([{"matchFields": [names("a")]}, {}]) is None
