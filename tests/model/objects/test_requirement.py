"""requirement: which operators want how many values."""

from __future__ import annotations

import pytest

from podlaw.model.objects.requirement import BadSelector, Requirement, as_integer, new_requirement


@pytest.mark.parametrize(
    ("operator", "values", "error"),
    [
        ("In", None, "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"),
        ("Equals", ["a", "b"], 'values: Invalid value: ["a","b"]: exact-match compatibility requires one single value'),
        ("Exists", ["a"], 'values: Invalid value: ["a"]: values set must be empty for exists and does not exist'),
        ("LessThan", [], "values: Invalid value: []: for 'Gt', 'Lt' operators, exactly one value is required"),
    ],
)
def test_a_wrong_number_of_values_is_an_error(operator: str, values: list[str] | None, error: str) -> None:
    with pytest.raises(BadSelector) as refused:
        new_requirement("k", operator, values)
    assert str(refused.value) == error


def test_several_errors_are_listed() -> None:
    with pytest.raises(BadSelector, match=r"^\[key: Invalid value: .*, values: Invalid value: .*\]$"):
        new_requirement("", "Exists", ["a"])


def test_a_comparison_of_what_is_no_number_fails() -> None:
    assert not Requirement("n", "LessThan", ("x",)).matches({"n": "1"})


@pytest.mark.parametrize(
    ("text", "number"), [("-5", -5), ("+5", 5), ("5.0", None), ("9223372036854775808", None), ("", None)]
)
def test_integers_have_64_bits(text: str, number: int | None) -> None:
    assert as_integer(text) == number
