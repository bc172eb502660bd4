"""Terminal: tables of text as people read them: kubectl's columns, colours on a terminal, the last column folded."""

from __future__ import annotations

import io
import sys

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from .run_report import Table

ENDLESS = 1_000_000
"""Columns of a page that nobody looks at: nothing is cut or folded."""

GAP, LEAST_FOLDED = 3, 30
"""Spaces between two columns; columns of text that are worth folding into."""


def drawn(table: Table) -> str:
    """Columns with kubectl's three spaces between them; only the last one is folded, if there is room for it."""
    console = _console(table)
    drawn = RichTable(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="")
    for heading in table.headings:
        is_last = heading == table.headings[-1]
        drawn.add_column(
            Text.assemble((heading, "bold")),
            justify="right" if heading == "TIME" else "left",
            no_wrap=not is_last,
            overflow="fold",
        )
    for row in table.rows:
        drawn.add_row(*(Text.assemble((cell, _style(cell))) for cell in row))
    with console.capture() as captured:
        console.print(drawn)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _console(table: Table) -> Console:
    """As wide as the terminal, or endless where there is none or it is too narrow; colours only on a terminal."""
    is_terminal = sys.stdout.isatty()
    console = Console(file=io.StringIO(), force_terminal=is_terminal, no_color=None if is_terminal else True)
    columns = zip(table.headings[:-1], *(row[:-1] for row in table.rows), strict=True)
    taken = sum(max(map(len, column)) + GAP for column in columns)
    if not is_terminal or console.width < taken + LEAST_FOLDED:
        console.width = ENDLESS
    return console


GOOD = ("Running", "Completed", "Succeeded", "done")
BAD = (
    "Error",
    "Err",
    "BackOff",
    "Invalid",
    "OOMKilled",
    "StartError",
    "Failed",
    "Evicted",
    "DeadlineExceeded",
    "Unknown",
)


def _style(cell: str) -> str:
    """Green for what runs or has succeeded, red for what has failed, yellow for warnings and what is going away."""
    if " " in cell or "/" in cell:
        return ""
    if cell in GOOD:
        return "green"
    if any(word in cell for word in BAD):
        return "red"
    return "yellow" if cell in ("Warning", "Terminating", "NotReady", "SchedulingGated") else ""
