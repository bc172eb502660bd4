"""Reading: the items of a recording, in the order of their time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from podlaw.properties.reading import items, read
from podlaw.properties.record import Call, Observation

RECORDS = Path(__file__).parents[1] / "data" / "records"


def test_items_are_in_order_and_a_deleted_pod_has_no_after() -> None:
    found = read(RECORDS / "term-grace-5.json")
    assert [item.at for item in found] == sorted(item.at for item in found)
    observations = [item for item in found if isinstance(item, Observation)]
    assert observations[0].before is None
    assert observations[-1].after is None
    assert observations[-1].pod.status.phase == "Failed"
    assert str(observations[-1]).endswith("p is deleted")


def test_before_is_what_was_shown_of_the_same_uid() -> None:
    observations = [i for i in read(RECORDS / "term-grace-5.json") if isinstance(i, Observation)]
    for one, other in pairwise(observations):
        assert other.before is one.after


def test_an_action_that_restarts_a_kubelet_is_a_call_of_no_pod() -> None:
    document = {
        "watch": [],
        "actions": [{"at": 3.0, "do": "start-kubelet", "args": {"node": "n"}}, {"at": 4, "do": "delete"}],
    }
    assert items(document) == [Call(3.0, "start-kubelet", "", "", detail={"node": "n"})]
