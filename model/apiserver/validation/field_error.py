"""Field error: one thing that the API server holds against an object (util/validation/field Error)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen


@frozen
class FieldError:
    """`type` is Required, Invalid, Duplicate, NotFound, NotSupported, Forbidden or TooLong; `detail` the API's text."""

    type: str
    field: str
    detail: str = ""

    def sentence(self) -> str:
        """What a person is told beside the field."""
        lead = _LEADS[self.type]
        return f"{lead}: {self.detail}" if lead and self.detail else lead or self.detail


_LEADS = {
    "Required": "required value",
    "Invalid": "",
    "Duplicate": "duplicate value",
    "NotFound": "not found",
    "NotSupported": "unsupported value",
    "Forbidden": "forbidden",
    "TooLong": "too long",
}

Errors = Iterator[FieldError]


def required(field: str, detail: str = "") -> FieldError:
    return FieldError("Required", field, detail)


def invalid(field: str, details: Iterable[str]) -> Errors:
    """One error for each of the details."""
    for detail in details:
        yield FieldError("Invalid", field, detail)


def one_of(field: str, value: str, supported: Iterable[str]) -> Errors:
    """NotSupported unless the value is one of these; they are named in the order given."""
    values = tuple(supported)
    if value not in values:
        listed = ", ".join(f'"{each}"' for each in values)
        yield FieldError("NotSupported", field, f"supported values: {listed}")


def duplicates(names: Iterable[tuple[str, str]]) -> Errors:
    """Duplicate for every (field, name) whose name has been there before; empty names do not count."""
    seen: set[str] = set()
    for field, name in names:
        if name and name in seen:
            yield FieldError("Duplicate", field)
        seen.add(name)
