"""scalars: the table of cases that Kubernetes' YAML reader decides (go-yaml v2, resolve.go)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podlaw.model.objects.located import plain
from podlaw.model.objects.scalars import Scalar, resolve
from podlaw.model.objects.yaml_reader import read_yaml

# fmt: off
CASES: list[tuple[str, Scalar]] = [
    # go-yaml v2 resolves these by the word alone; only v3 waits for a field that wants a bool
    ("yes", True), ("Yes", True), ("YES", True), ("on", True), ("On", True), ("ON", True),
    ("no", False), ("off", False), ("OFF", False), ("y", True), ("Y", True), ("n", False), ("N", False),
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("FALSE", False),
    # other spellings are strings
    ("yEs", "yEs"), ("tRUE", "tRUE"), ("oN", "oN"), ("t", "t"), ("nope", "nope"), ("yess", "yess"),
    ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"), ("nil", "nil"), ("None", "None"),
    # whole numbers: octal in both spellings, hexadecimal, binary, underscores anywhere
    ("0", 0), ("-0", 0), ("+5", 5), ("-17", -17), ("0644", 420), ("0o644", 420), ("0O17", 15), ("-0644", -420),
    ("0x1F", 31), ("0X1f", 31), ("-0x10", -16), ("0b101", 5), ("0B11", 3), ("-0b101", -5),
    ("1_000", 1000), ("0x_ff", 255), ("1__0_", 10), ("_1", "_1"), ("00", 0),
    # 08 is no octal number, so it is a decimal fraction without its point
    ("08", 8), ("0o8", "0o8"), ("0b2", "0b2"), ("0x", "0x"), ("0b", "0b"), ("-", "-"), ("+", "+"),
    # 64 bits, signed or not; larger ones lose their digits
    ("9223372036854775807", 2**63 - 1), ("-9223372036854775808", -(2**63)), ("18446744073709551615", 2**64 - 1),
    ("18446744073709551616", 2.0**64), ("0xffffffffffffffffff", 2**72 - 1),
    # fractions; one that is whole is written without its point in JSON
    ("1.5", 1.5), ("-1.5", -1.5), (".5", 0.5), ("5.", 5), ("30.0", 30), ("1e3", 1000), ("1E-2", 0.01), ("1.25", 1.25),
    ("1_0.5", 10.5), (".5_0", ".5_0"), ("1e", "1e"), (".", "."), ("..", ".."), ("1.2.3", "1.2.3"), ("1e400", "1e400"),
    ("+.5", 0.5), ("0.0.0.0", "0.0.0.0"), ("1.10", 1.1),
    # no base 60, no dates
    ("1:30", "1:30"), ("190:20:30", "190:20:30"), ("12:30:45.5", "12:30:45.5"),
    ("2024-01-01", "2024-01-01"), ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
    # amounts are no numbers
    ("100m", "100m"), ("1Gi", "1Gi"), ("1e3Ki", "1e3Ki"), ("0.5Gi", "0.5Gi"),
    ("<<", "<<"), ("=", "="), ("a b", "a b"), ("٣", "٣"),
]
# fmt: on


@pytest.mark.parametrize(("word", "value"), CASES)
def test_a_plain_word_resolves_as_kubernetes_resolves_it(word: str, value: Scalar) -> None:
    found = resolve(word)
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("word", [".inf", "-.Inf", "+.INF"])
def test_infinity_is_a_float(word: str) -> None:
    found = resolve(word)
    assert isinstance(found, float)
    assert math.isinf(found)


def test_a_number_of_a_million_digits_is_a_string_at_once() -> None:
    assert resolve("9" * 1_000_000) == "9" * 1_000_000


@pytest.mark.parametrize(("word", "value"), [case for case in CASES if case[0] not in ("<<", "-")])
def test_the_reader_resolves_values_by_the_table_and_quoted_ones_not_at_all(word: str, value: Scalar) -> None:
    (document,) = read_yaml(f"plain: {word}\nquoted: '{word}'\ntagged: !!str {word}\n")
    assert plain(document.root) == {"plain": value, "quoted": word, "tagged": word}


@given(st.text(max_size=20))
def test_every_word_resolves_to_something(word: str) -> None:
    assert isinstance(resolve(word), str | int | float | None)
