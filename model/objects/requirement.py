"""Requirement: one condition on labels, such as `app in (web,db)`; a selector is a list of them (SEL Requirement)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from ..apiserver.validation.names import label_value, qualified_name

SYMBOLS: Final = {
    "In": " in ",
    "NotIn": " notin ",
    "Equals": "=",
    "DoubleEquals": "==",
    "NotEquals": "!=",
    "GreaterThan": ">",
    "LessThan": "<",
    "Exists": "",
    "DoesNotExist": "",
}
"""How an operator is written between the key and its values."""

_INTEGER: Final = re.compile(r"[+-]?[0-9]+", re.ASCII)


class BadSelector(ValueError):
    """The selector cannot be read; the message is the API's."""


@frozen
class Requirement:
    """`operator` is a key of SYMBOLS; make one with `new_requirement`, which checks it."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether labels meet it; without the key only the negations hold (B27.1 to B27.3; Requirement.Matches)."""
        value = labels.get(self.key)
        match self.operator:
            case "In" | "Equals" | "DoubleEquals":
                return value is not None and value in self.values
            case "NotIn" | "NotEquals":
                return value is None or value not in self.values
            case "Exists":
                return value is not None
            case "DoesNotExist":
                return value is None
            case _:
                return value is not None and self._compares(value)

    def _compares(self, value: str) -> bool:
        """Gt and Lt: both sides are read as integers; a label that is none matches nothing."""
        mine, bound = as_integer(value), as_integer(self.values[0])
        if mine is None or bound is None:
            return False
        return mine > bound if self.operator == "GreaterThan" else mine < bound

    def __str__(self) -> str:
        """As kubectl accepts it, with the values in order."""
        listed = ",".join(sorted(self.values))
        values = f"({listed})" if self.operator in ("In", "NotIn") else listed
        return f"{'!' if self.operator == 'DoesNotExist' else ''}{self.key}{SYMBOLS[self.operator]}{values}"


def new_requirement(key: str, operator: str, values: Sequence[str] | None) -> Requirement:
    """The requirement (labels.NewRequirement); raises BadSelector. `values` None tells a list that was left out."""
    errors = [*key_errors(key, "key"), *_value_errors(key, operator, values)]
    if errors:
        raise BadSelector(errors[0] if len(errors) == 1 else f"[{', '.join(dict.fromkeys(errors))}]")
    return Requirement(key, operator, tuple(values or ()))


def key_errors(key: str, path: str) -> Iterator[str]:
    """What is wrong with a label's key, at most one sentence (validateLabelKey)."""
    flaws = "; ".join(qualified_name(key))
    if flaws:
        yield _invalid(path, key, flaws)


def _value_errors(key: str, operator: str, values: Sequence[str] | None) -> Iterator[str]:
    count = len(values or ())
    match operator:
        case "In" | "NotIn":
            if count == 0:
                yield _invalid("values", values, "for 'in', 'notin' operators, values set can't be empty")
        case "Exists" | "DoesNotExist":
            if count:
                yield _invalid("values", values, "values set must be empty for exists and does not exist")
        case "Equals" | "DoubleEquals" | "NotEquals":
            if count != 1:
                yield _invalid("values", values, "exact-match compatibility requires one single value")
        case _:
            if count != 1:
                yield _invalid("values", values, "for 'Gt', 'Lt' operators, exactly one value is required")
            for index, value in enumerate(values or ()):
                if as_integer(value) is None:
                    detail = "for 'Gt', 'Lt' operators, the value must be an integer"
                    yield _invalid(f"values[{index}]", value, detail)
    for index, value in enumerate(values or ()):
        flaws = "; ".join(label_value(value))
        if flaws:
            yield _invalid(f"values[{index}][{key}]", value, flaws)


def as_integer(text: str) -> int | None:
    """A decimal integer of 64 bits, or None (strconv.ParseInt)."""
    if not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    return number if -(2**63) <= number < 2**63 else None


def _invalid(path: str, value: str | Sequence[str] | None, detail: str) -> str:
    """The text of a field.Error of type Invalid."""
    shown = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return f"{path}: Invalid value: {shown}: {detail}"
