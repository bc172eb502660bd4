"""gated update: how a Pod behind scheduling gates may narrow its choice of nodes."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.apiserver.rules.gated_update import REQUIRED, validate_gated_update, with_node_choice_of
from podlaw.model.objects.pod import PodSpec

TERMS = f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms"


def expression(key: str) -> dict[str, Any]:
    return {"key": key, "operator": "Exists"}


def wanting(*terms: list[str] | None) -> PodSpec:
    """A Pod whose affinity has a term for each list of labels that must be there; None is a term without any."""
    read = [{} if keys is None else {"matchExpressions": [expression(key) for key in keys]} for keys in terms]
    return PodSpec(affinity={"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": read}}})


# fmt: off
CASES = (
    (PodSpec(),            wanting(["a"]),           []),                     # from nothing to anything
    (wanting(["a"]),       wanting(["a", "b"]),      []),
    (wanting(["a"]),       wanting(["b", "a"]),      [f"{TERMS}[0]"]),        # additions stand behind
    (wanting(["a", "b"]),  wanting(["a"]),           [f"{TERMS}[0]"]),
    (wanting(["a"], ["b"]), wanting(["a"], ["c"]),   [f"{TERMS}[1]"]),
    (wanting(["a"]),       wanting(["a"], ["b"]),    [TERMS]),                # one more term would widen the choice
    (wanting(["a"]),       PodSpec(),                [TERMS]),
    (wanting(None),        wanting(["a"]),           [f"{TERMS}[0]"]),        # an empty term matches nothing
    (wanting(),            wanting(["a"]),           []),
)
# fmt: on


@pytest.mark.parametrize(("old", "new", "fields"), CASES)
def test_requirements_are_only_added(old: PodSpec, new: PodSpec, fields: list[str]) -> None:
    assert [error.field for error in validate_gated_update(old, new)] == fields


@pytest.mark.parametrize(("old", "new", "fields"), CASES)
def test_the_choice_of_nodes_does_not_count_as_another_change(old: PodSpec, new: PodSpec, fields: list[str]) -> None:
    assert with_node_choice_of(old, new) == old


def test_affinity_to_pods_stays_as_it_is() -> None:
    new = PodSpec(affinity={"podAffinity": {}, "nodeAffinity": {}})
    assert with_node_choice_of(PodSpec(), new).affinity == {"podAffinity": {}}
