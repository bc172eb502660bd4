"""quantity: amounts as Kubernetes reads, rounds, adds and prints them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podlaw.model.objects.quantity import NANOS, Format, Quantity, canonical, parse_quantity

# fmt: off
TEXTS = (  # text, printed, canonical, value, milli_value
    ("0",       "0",     "0",      0,                   0),
    ("100m",    "100m",  "100m",   1,                   100),
    ("1.001",   "1.001", "1001m",  2,                   1001),
    ("1.5",     "1500m", "1500m",  2,                   1500),
    ("999u",    "999u",  "999u",   1,                   1),
    ("0.1n",    "1n",    "1n",     1,                   1),
    ("1e3",     "1e3",   "1e3",    1000,                1_000_000),
    ("100e6",   "100e6", "100e6",  100_000_000,         100_000_000_000),
    ("12E",     "12E",   "12E",    12 * 10**18,         12 * 10**21),
    ("1Gi",     "1Gi",   "1Gi",    2**30,               1000 * 2**30),
    ("1.5Gi",   "1536Mi", "1536Mi", 3 * 2**29,          3000 * 2**29),
    ("1024Ki",  "1Mi",   "1Mi",    2**20,               1000 * 2**20),
    ("20Ei",    str(2**63 - 1), str(2**63 - 1), 2**63 - 1, 1000 * (2**63 - 1)),
    ("-1500m",  "-1500m", "-1500m", -2,                 -1500),
    ("00012",   "00012", "12",     12,                  12000),
    (".5",      "500m",  "500m",   1,                   500),
    ("1000000", "1M",    "1M",     10**6,               10**9),
)
# fmt: on


@pytest.mark.parametrize(("text", "printed", "canonical_text", "value", "milli"), TEXTS)
def test_texts_are_read_and_printed(text: str, printed: str, canonical_text: str, value: int, milli: int) -> None:
    quantity = parse_quantity(text)
    assert (str(quantity), canonical(quantity)) == (printed, canonical_text)
    assert (quantity.value(), quantity.milli_value()) == (value, milli)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must match"),
        ("abc", "must match"),
        ("1 ", "must match"),
        ("1.2.3", "must match"),
        ("１", "must match"),
        ("1KI", "must match"),
        ("1ki", "suffix"),
        ("1e", "suffix"),
        ("5-3", "suffix"),
        ("1" * 10_000, "digits"),
    ],
)
def test_what_is_no_quantity_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_quantity(text)


@pytest.mark.parametrize("text", ["1e999999999999", "1e-999999999999", "0" * 10**6 + "1", "0." + "0" * 10**6 + "1"])
def test_monstrous_texts_cost_little(text: str) -> None:
    assert parse_quantity(text).nanos > 0


def test_a_sum_is_exact_and_takes_the_format_of_what_is_not_zero() -> None:
    assert str(parse_quantity("64Mi") + parse_quantity("1G")) == "1067108864"
    assert str(parse_quantity("0") + parse_quantity("64Mi")) == "64Mi"
    assert str(parse_quantity("1.001") + parse_quantity("0")) == "1001m"


def test_amounts_compare_whatever_their_format() -> None:
    assert parse_quantity("1") == parse_quantity("1000m")
    assert max(parse_quantity("1Gi"), parse_quantity("1G")).format is Format.BINARY_SI


@given(st.integers(-(10**30), 10**30), st.sampled_from(Format))
def test_what_is_printed_reads_as_the_same_amount(nanos: int, form: Format) -> None:
    quantity = Quantity(nanos, form)
    if form is not Format.BINARY_SI or abs(nanos) < 2**63 * NANOS:
        assert parse_quantity(canonical(quantity)) == quantity


@given(st.integers(-(10**24), 10**24))
def test_rounding_goes_away_from_zero(nanos: int) -> None:
    value = Quantity(nanos).value()
    assert abs(value) >= Fraction(abs(nanos), NANOS) > abs(value) - 1
