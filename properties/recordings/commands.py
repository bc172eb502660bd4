"""commands: `podlaw recordings` holds whole sets of recordings against podlaw and prints a figure for each part."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from ..replay.pool import in_order
from ..replay.recording import find_recordings
from ..replay.report import share, summary
from ..replay.runner import InCluster, Runner, SecondRecord
from ..replay.scenario import BadRecording
from ..replay.verdict import Verdict, judge_file
from ..vectors.runner import BadVectors, Outcome, check_file, vector_files
from .shares import FAMILIES, Figure, replay_figures, table_figure, vector_figures
from .tables import TableOutcome, check_tables

BELOW, BAD_INPUT = 1, 2


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), help="Replay the second records of this folder instead.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use; all cores if not given.")
def recordings(folder: Path, against: Path | None, jobs: int | None) -> int:
    """Compare podlaw with all recordings in DIR: DIR/vectors, DIR/traces, and the Tables of Pods in DIR/http.

    Exit status: 0 every share is reached; 1 one is not, or a folder is absent; 2 bad input.
    """
    for needed in (folder, folder / "vectors", folder / "traces"):
        if not needed.is_dir():
            click.echo(f"{needed}: no such folder", err=True)
            return BELOW
    runner: Runner = InCluster() if against is None else SecondRecord(against)
    jobs = jobs or os.cpu_count() or 1
    try:
        figures = vector_figures(_vectors(folder / "vectors", jobs))
        verdicts = _verdicts(folder / "traces", runner, jobs)
        tables = _tables(folder / "http", jobs)
    except (BadRecording, BadVectors) as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    figures += (*replay_figures(verdicts), table_figure(tables))
    for verdict in verdicts:
        if verdict.family in FAMILIES and not verdict.agrees:
            click.echo(summary(verdict))
    for difference in (each for outcome in tables for each in outcome.differences):
        click.echo(difference)
    click.echo("\n".join(table(figures)))
    click.echo(f"tables {figures[-1].agree}/{figures[-1].total}")
    return 0 if all(figure.suffices for figure in figures) else BELOW


def table(figures: Sequence[Figure]) -> Iterable[str]:
    """One line a figure; `<` marks the shares that are not reached."""
    wide = max(len(figure.what) for figure in figures)
    yield f"{'':<{wide}}  agree  total  share  least"
    for figure in figures:
        least = "-" if figure.least is None else f"{figure.least} %"
        mark = "" if figure.suffices else " <"
        reached = share(figure.agree, figure.total)
        yield f"{figure.what:<{wide}}  {figure.agree:>5}  {figure.total:>5}  {reached:>5}  {least:>5}{mark}"


def _vectors(folder: Path, jobs: int) -> tuple[Outcome, ...]:
    with closing(in_order(partial(check_file, keep=0), vector_files([folder]), jobs)) as outcomes:
        return tuple(outcomes)


def _verdicts(folder: Path, runner: Runner, jobs: int) -> tuple[Verdict, ...]:
    with closing(in_order(partial(judge_file, runner=runner), find_recordings([folder]), jobs)) as verdicts:
        return tuple(verdicts)


def _tables(folder: Path, jobs: int) -> tuple[TableOutcome, ...]:
    """Of all recorded requests, and of their second records where there are any; none without the folder."""
    files = [*sorted(folder.glob("*.json")), *sorted(folder.glob("repeats/*.json"))]
    with closing(in_order(check_tables, files, jobs)) as outcomes:
        return tuple(outcomes)
