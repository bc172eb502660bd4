"""compare: what counts as a difference and what does not."""

from __future__ import annotations

import pytest

from podlaw.properties.vectors.compare import ABSENT, Difference, differences


@pytest.mark.parametrize(
    ("recorded", "answered"),
    [
        ({}, {"a": None, "b": "", "c": [], "d": {}, "e": {"f": []}}),
        ({"errors": [{"field": "a"}, {"field": "b"}]}, {"errors": [{"field": "b"}, {"field": "a"}]}),
        ({"state": {"waiting": {}}}, {"state": {"waiting": {"reason": ""}, "running": None}}),
    ],
)
def test_empty_fields_and_the_order_of_errors_do_not_matter(recorded: object, answered: object) -> None:
    assert differences(recorded, answered) == ()


@pytest.mark.parametrize(
    ("recorded", "answered", "path"),
    [
        ({"a": False}, {}, "a"),
        ({"a": 0}, {"a": False}, "a"),
        ({"state": {"waiting": {}}}, {"state": {"running": {}}}, "state.running"),
        ({"a": [1, 2]}, {"a": [2, 1]}, "a[0]"),
        ({"a": [1]}, {"a": [1, 2]}, "a[1]"),
        ({"a": {"b": [{"c": 1}]}}, {"a": {"b": [{"c": 2}]}}, "a.b[0].c"),
        ({"a": {"b": 1}}, {"a": [1]}, "a"),
    ],
)
def test_values_their_types_and_the_order_of_lists_matter(recorded: object, answered: object, path: str) -> None:
    assert differences(recorded, answered)[0].path == path


def test_a_value_that_one_side_lacks_is_absent_there() -> None:
    assert differences({"a": 1}, {"b": 2}) == (Difference("a", 1, ABSENT), Difference("b", ABSENT, 2))
