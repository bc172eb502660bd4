"""Tab writer: text whose cells end with tabs, laid out in columns as Go's text/tabwriter does for kubectl."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

PADDING: Final = 2
"""Spaces after the widest cell of a column (kubectl's tabbedString)."""


def tabulated(lines: Iterable[str]) -> str:
    """The lines with their tabs replaced by spaces, each with a newline.

    A column is a run of lines that have a cell there; what follows the last tab of a line is no cell and is as wide as it
    is. So a line without tabs ends all columns.
    """
    rows = [line.split("\t") for line in lines]
    return "".join(f"{line}\n" for line in _laid_out(rows, ()))


def _laid_out(rows: list[list[str]], widths: tuple[int, ...]) -> list[str]:
    """These rows, whose first columns have these widths; each run that has one more column gets a width for it."""
    column = len(widths)
    laid_out: list[str] = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and len(rows[end]) - 1 > column:
            end += 1
        if end > start:
            width = max(len(row[column]) for row in rows[start:end]) + PADDING
            laid_out += _laid_out(rows[start:end], (*widths, width))
            start = end
        else:
            laid_out.append(_line(rows[start], widths))
            start += 1
    return laid_out


def _line(row: list[str], widths: tuple[int, ...]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False))
    return "".join((*padded, row[-1]))
