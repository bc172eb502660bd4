"""selector text: how selectors are written, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest

from podlaw.model.objects.selector_text import parse_selector
from podlaw.model.objects.selectors import BadSelector


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("", ""),
        ("b, a", "a,b"),
        ("! a", "!a"),
        ("a==b", "a==b"),
        ("a in (z, y)", "a in (y,z)"),
        ("a in (,x,)", "a in (,x)"),
        ("a in ()", "a in ()"),
        ("a in (x,,y)", "a in (,x,y)"),
        ("in in (in)", "in in (in)"),
        ("a>1,b<2", "a>1,b<2"),
        ("a=", "a="),
    ],
)
def test_a_selector_prints_in_one_way(text: str, canonical: str) -> None:
    assert str(parse_selector(text)) == canonical
    assert parse_selector(canonical) == parse_selector(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a b", "found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a,", "found '', expected: identifier after ','"),
        ("a in x", "found 'x' expected: '('"),
        ("a in (x", "found '', expected: ',' or ')'"),
        ("a in (=)", "found '=', expected: ',', ')' or identifier"),
        ("a in (x,=)", "found '=', expected: ',', or identifier"),
        ("!", "found '', expected: identifier"),
        ("a=(", "found '(', expected: identifier"),
        ("!a=b", "found '=', expected: ',' or 'end of string'"),
        (")", "found ')', expected: !, identifier, or 'end of string'"),
        ("a>x", "the value must be an integer"),
        ("-a", "name part must consist of"),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, error: str) -> None:
    with pytest.raises(BadSelector) as refused:
        parse_selector(text)
    assert error in str(refused.value)


def test_comparisons_want_integers_on_both_sides() -> None:
    selector = parse_selector("n>5")
    assert [selector.matches({"n": each}) for each in ("6", "5", "x", "99999999999999999999")] == [
        True,
        False,
        False,
        False,
    ]
    assert not selector.matches({})
