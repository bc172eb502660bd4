"""commands: `podlaw bench`, which measures how fast it all is and prints one table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

import click

from ..worlds import WORLDS
from . import cluster, explorers, machines, scheduler
from .measure import Row

WORLD, WARM = "2+1", "0+1"
PARTS = ("explorer", "machines", "cluster", "scheduler")


@click.command()
@click.option(
    "--world", type=click.Choice(list(WORLDS)), default=WORLD, help=f"What is explored; {WORLD} if not given."
)
@click.option("--only", "parts", type=click.Choice(PARTS), multiple=True, help="Measure this only; may be given often.")
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), default=3.0, help="For each rate; 3 if not given."
)
@click.option("-o", "--output", type=click.Choice(["table", "json"]), default="table", help="How to print the figures.")
def bench(world: str, parts: Sequence[str], seconds: float, output: str) -> int:
    """Measure the explorers, the machines, the cluster and its scheduler.

    States, steps and moves are counted per second of processor time; what the cluster takes is wall time,
    what the scheduler takes processor time. The ratio is
    that to SPIN among explorers, and to `drive` among machines. Where something is not installed, its row says so.
    """
    found: list[Row] = []
    for row in measured(world, parts or PARTS, seconds):
        found.append(row)
        if output == "table" and sys.stderr.isatty():
            click.echo(f"{row.what} …", err=True)
    if output == "json":
        rows = [{"what": row.what, "figure": row.figure, "unit": row.unit, "note": row.note} for row in found]
        click.echo(json.dumps({"world": world, "rows": rows}))
    else:
        print_table(world, found)
    return 0


def measured(world: str, parts: Sequence[str], seconds: float) -> Iterator[Row]:
    """The rows of these parts."""
    if "explorer" in parts:
        yield from explorers.rows(WORLDS[world](), WORLDS[WARM](), seconds=seconds)
    if "machines" in parts:
        yield from machines.rows(WORLDS[WARM](), seconds=seconds)
    if "cluster" in parts:
        yield from cluster.rows()
    if "scheduler" in parts:
        yield from scheduler.rows()


def print_table(world: str, rows: Sequence[Row]) -> None:
    """One table, with the ratio of each rate to the first one that it can be compared with."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"world {world}", title_justify="left")
    for heading in ("what", "figure", "unit", "ratio", "note"):
        table.add_column(heading, justify="right" if heading in ("figure", "ratio") else "left")
    for row in rows:
        figure = "-" if row.figure is None else f"{row.figure:,.3f}" if row.figure < 100 else f"{row.figure:,.0f}"
        table.add_row(row.what, figure, row.unit, ratio(row, rows), row.note)
    Console().print(table)


def ratio(row: Row, rows: Sequence[Row]) -> str:
    """How much more than SPIN, or than `drive`; empty where there is nothing to compare with."""
    bases = {"states/s": "SPIN", "steps/s": "drive, by its transitions machine"}
    base = next((other.figure for other in rows if other.what == bases.get(row.unit)), None)
    return f"{row.figure / base:.2f}×" if row.figure and base else ""
