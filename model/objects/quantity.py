"""Quantity: an amount of cpu, memory or anything countable, as Kubernetes writes, rounds and adds it."""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MIN_EMIN, ROUND_UP, Context, Decimal
from enum import Enum
from functools import lru_cache
from typing import Final

from attrs import field, frozen

NANOS: Final = 10**9
"""One unit, counted in the smallest amount that there is (resource.Nano)."""

LARGEST_BINARY: Final = (2**63 - 1) * NANOS
"""No text with a suffix such as Gi means more (resource.maxAllowed); decimal texts have no such end."""

DECIMAL_SI: Final = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY_SI: Final = {"Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
_DECIMAL_SUFFIX: Final = {exponent: suffix for suffix, exponent in DECIMAL_SI.items()}
_BINARY_SUFFIX: Final = {0: ""} | {power: suffix for suffix, power in BINARY_SI.items()}

# Digits that no nano needs round away from zero, as nanos do; exponents without end are cut to what fits in memory.
_ROUNDING: Final = Context(prec=60, rounding=ROUND_UP, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
_LONGEST_EXPONENT: Final = 1000

_SHAPE: Final = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)", re.ASCII)
# the API's own words, which clients see
WRONG_FORMAT: Final = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
WRONG_SUFFIX: Final = "unable to parse quantity's suffix"


class Format(Enum):
    """How a Quantity is printed: in powers of 1000, in powers of 1024, or with an exponent."""

    DECIMAL_SI = "DecimalSI"
    BINARY_SI = "BinarySI"
    DECIMAL_EXPONENT = "DecimalExponent"


@frozen(order=True)
class Quantity:
    """An exact amount in `nanos`; equal and ordered by amount alone, since 1 and 1000m are the same.

    `text` is how it was written; a computed Quantity has none and prints canonically.
    """

    nanos: int
    format: Format = field(default=Format.DECIMAL_SI, eq=False)
    text: str = field(default="", eq=False)

    def value(self) -> int:
        """Whole units, rounded away from zero (resource.Quantity.Value)."""
        return _divide_away_from_zero(self.nanos, NANOS)

    def milli_value(self) -> int:
        """Thousandths, rounded away from zero (resource.Quantity.MilliValue)."""
        return _divide_away_from_zero(self.nanos, NANOS // 1000)

    def __add__(self, other: Quantity) -> Quantity:
        """The sum, in the format of the first that is not zero (resource.Quantity.Add)."""
        return Quantity(self.nanos + other.nanos, self.format if self.nanos else other.format)

    def __str__(self) -> str:
        return self.text or canonical(self)


ZERO: Final = Quantity(0)


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Quantity:
    """`100m`, `1Gi`, `1e3` or `12E` as a Quantity, rounded away from zero to nanos (resource.ParseQuantity).

    Raises ValueError in the API's own words for what is no quantity. A text without any digit is 0, as it is there.
    """
    shape = _SHAPE.fullmatch(text)
    if shape is None or not text:
        raise ValueError(WRONG_FORMAT)
    sign, whole, fraction, suffix = shape.group(1), shape.group(2), shape.group(3) or "", shape.group(4)
    form, factor, exponent = _read_suffix(suffix)
    number = _ROUNDING.create_decimal(f"{sign}{whole or 0}.{fraction or 0}e{exponent}")
    nanos = _whole_nanos(_ROUNDING.multiply(number, Decimal(factor)))
    if form is Format.BINARY_SI:
        nanos = max(-LARGEST_BINARY, min(LARGEST_BINARY, nanos))
        if 0 < nanos < NANOS:
            return Quantity(nanos)
    keeps_text = _is_printed_as_written(whole.lstrip("0") or "0", fraction, form, factor, exponent)
    return Quantity(nanos, form, text if keeps_text else "")


def canonical(quantity: Quantity) -> str:
    """The amount with the largest suffix that leaves no fraction (resource.Quantity.CanonicalizeBytes)."""
    if quantity.nanos == 0:
        return "0"
    units = quantity.nanos // NANOS
    has_fraction = quantity.nanos % NANOS != 0
    if quantity.format is Format.BINARY_SI and not has_fraction and abs(units) >= 1024:
        amount, power = _take_factors(units, 1024, at_most=6)
        return f"{amount}{_BINARY_SUFFIX[power]}"
    if quantity.format is Format.DECIMAL_EXPONENT:
        amount, thousands = _take_factors(quantity.nanos, 1000, at_most=_LONGEST_EXPONENT)
        return f"{amount}e{3 * thousands - 9}" if thousands != 3 else f"{amount}"
    amount, thousands = _take_factors(quantity.nanos, 1000, at_most=9)
    return f"{amount}{_DECIMAL_SUFFIX[3 * thousands - 9]}"


def _read_suffix(suffix: str) -> tuple[Format, int, int]:
    """The format, and what the number is multiplied with: a factor and a power of ten (suffixHandler.interpret)."""
    if suffix in DECIMAL_SI:
        return Format.DECIMAL_SI, 1, DECIMAL_SI[suffix]
    if suffix in BINARY_SI:
        return Format.BINARY_SI, 1024 ** BINARY_SI[suffix], 0
    if re.fullmatch(r"[eE][-+]?[0-9]{1,18}", suffix, re.ASCII):
        return Format.DECIMAL_EXPONENT, 1, max(-_LONGEST_EXPONENT, min(_LONGEST_EXPONENT, int(suffix[1:])))
    raise ValueError(WRONG_SUFFIX)


def _whole_nanos(amount: Decimal) -> int:
    """The amount in nanos, rounded away from zero."""
    if amount.adjusted() > 2 * _LONGEST_EXPONENT:
        raise ValueError(f"a quantity of more than {2 * _LONGEST_EXPONENT} digits")
    return int(_ROUNDING.scaleb(amount, 9).to_integral_value(ROUND_UP, _ROUNDING))


def _is_printed_as_written(whole: str, fraction: str, form: Format, factor: int, exponent: int) -> bool:
    """Kubernetes keeps a text that looks canonical: `1.001` does, `1.5` is printed as 1500m (ParseQuantity)."""
    digits = whole + fraction
    if form is Format.BINARY_SI:
        # the amount must fit in 15 digits, of which Ki takes 3, Mi 6 …
        is_short = len(whole) + 3 * (factor.bit_length() // 10) <= 14
        return is_short and not fraction and int(whole) % 8 != 0
    scale = exponent - len(fraction)
    is_exact = len(digits) <= 18 and scale >= -9
    return is_exact and scale % 3 == 0 and not digits.endswith("000") and not digits.startswith("0")


def _take_factors(number: int, factor: int, at_most: int) -> tuple[int, int]:
    """What is left of the number when the factor is taken out as often as it divides it, and how often that is."""
    times = 0
    while times < at_most and number % factor == 0:
        number, times = number // factor, times + 1
    return number, times


def _divide_away_from_zero(number: int, by: int) -> int:
    return -(-number // by) if number > 0 else number // by
