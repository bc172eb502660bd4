"""selectors: LabelSelector objects, what they match and how they print."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.objects.selectors import EVERYTHING, NOTHING, BadSelector, label_selector


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("selectors")


def test_a_missing_selector_selects_nothing_and_an_empty_one_everything() -> None:
    assert label_selector(None) is NOTHING
    assert label_selector({}) == EVERYTHING
    assert not NOTHING.matches({})
    assert EVERYTHING.matches({"a": "b"})


def test_labels_and_expressions_must_all_hold() -> None:
    selector = label_selector(
        {"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["db"]}]}
    )
    assert str(selector) == "app=web,tier notin (db)"
    assert selector.matches({"app": "web"})  # NotIn holds without the key
    assert not selector.matches({"app": "web", "tier": "db"})
    assert not selector.matches({"tier": "web"})


def test_an_operator_that_is_none_is_refused() -> None:
    with pytest.raises(BadSelector, match='"in" is not a valid label selector operator'):
        label_selector({"matchExpressions": [{"key": "a", "operator": "in"}]})
