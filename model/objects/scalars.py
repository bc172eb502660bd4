"""Scalars: what a plain YAML word means to Kubernetes, whose reader turns YAML into JSON first (sigs.k8s.io/yaml).

That reader is a fork of go-yaml v2 (resolve.go), which takes words from both YAML 1.1 and 1.2: `y` and `on` are
booleans, `0644` and `0o644` are octal, `1:30` is no number, and a date stays a string.
"""

from __future__ import annotations

import re

Scalar = None | bool | int | float | str

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
}
_INTEGER = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 400
"""Digits beyond which a number is left as a string: more than any float has, and int() stays fast."""


def resolve(text: str) -> Scalar:
    """What a plain (unquoted) word stands for; floats without a fraction come back as integers, as JSON shows them."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first == ".":
        return _decimal(text, text) if _FLOAT.fullmatch(text) else text
    if first not in "+-0123456789" or len(text) > _LONGEST_NUMBER:
        return text
    digits = text.replace("_", "")
    match = _INTEGER.fullmatch(digits)
    if match:
        sign, hexadecimal, binary, octal, decimal = match.groups()
        value = int(
            hexadecimal or binary or octal or decimal, 16 if hexadecimal else 2 if binary else 8 if octal else 10
        )
        if sign == "-":
            value = -value
        fits = -(2**63) <= value < 2**63 or (not sign and value < 2**64)
        if fits or hexadecimal or binary:
            return value
    return _decimal(digits, text) if _FLOAT.fullmatch(digits) else text


def number(value: float) -> int | float:
    """30.0 -> 30: JSON has one kind of number, and Kubernetes writes a whole one without its point."""
    return int(value) if value.is_integer() and abs(value) < 2**63 else value


def _decimal(digits: str, text: str) -> Scalar:
    """A float out of range stays the word that it was."""
    value = float(digits)
    return text if value in (float("inf"), float("-inf")) else number(value)
