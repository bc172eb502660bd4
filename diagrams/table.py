"""Table: the rows of a Picture as a Markdown table, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .picture import Picture
from .rows import Row

COLUMNS = ("from", "event", "guard", "effect", "to", "rule", "in words", "source", "actor")
AS_IT_WAS = "as it was"
"""The target where each state of a group stays as it is."""


def table(picture: Picture) -> str:
    """Header and one line for each row."""
    groups = [group.name for group in picture.groups]
    head = [_line(COLUMNS), _line(["---"] * len(COLUMNS))]
    return "\n".join([*head, *(_line(_cells(row, groups)) for row in picture.rows)]) + "\n"


def _cells(row: Row, groups: Sequence[str]) -> Iterator[str]:
    label = row.label
    yield row.source
    yield label.event
    yield label.guard
    yield label.effect
    yield AS_IT_WAS if row.target in groups else row.target
    yield label.rule
    yield label.words
    yield label.citation
    yield label.actor


def _line(cells: Iterable[str]) -> str:
    escaped = (cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(escaped)} |"
