"""Words: what all parts of a script are written in: durations, whole numbers, mappings; the error names a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..objects.quantity import NANOS, parse_quantity


class ScriptError(ValueError):
    """A script says something that is not in the vocabulary; the text names the place and what was expected."""


_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_MILLIS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}


def millis(text: object, where: str) -> int:
    """`"1.5s"` -> `1500`; also `300ms`, `2m`, `1h30m`; raises ScriptError."""
    if isinstance(text, int | float) and not isinstance(text, bool) and text >= 0:
        return round(text * 1000)
    if not isinstance(text, str) or not re.fullmatch(f"(?:{_DURATION.pattern})+", text):
        raise ScriptError(f"{where}: {text!r} is no duration; expected for example 2s, 300ms or 1m30s")
    return round(sum(float(number) * _MILLIS[unit] for number, unit in _DURATION.findall(text)))


def mapping(data: object, where: str, allowed: Sequence[str] | None) -> Mapping[str, Any]:
    """The mapping, with no other members than the allowed; raises ScriptError."""
    if not isinstance(data, dict):
        raise ScriptError(f"{where}: {data!r} is no mapping")
    for name in data:
        if allowed is not None and name not in allowed:
            raise ScriptError(f"{where}.{name}: unknown member; expected one of {', '.join(allowed)}")
    return data


def amount(data: object, where: str) -> int:
    """`"300Mi"` -> bytes; raises ScriptError."""
    try:
        quantity = parse_quantity(str(data))
    except ValueError:
        quantity = None
    if quantity is None or quantity.nanos < 0 or isinstance(data, bool) or not isinstance(data, str | int):
        raise ScriptError(f"{where}: {data!r} is no amount; expected for example 300Mi")
    return quantity.nanos // NANOS


def count(data: object, where: str) -> int:
    """The whole number; raises ScriptError."""
    if isinstance(data, bool) or not isinstance(data, int):
        raise ScriptError(f"{where}: {data!r} is no whole number")
    return data
