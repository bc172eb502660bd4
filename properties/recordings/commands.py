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
from .shares import FAMILIES, Figure, replay_figures, vector_figures

BELOW, BAD_INPUT = 1, 2


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), help="Replay the second records of this folder instead.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use; all cores if not given.")
def recordings(folder: Path, against: Path | None, jobs: int | None) -> int:
    """Compare podlaw with all recordings in DIR: DIR/vectors, then DIR/traces.

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
    except (BadRecording, BadVectors) as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    figures += replay_figures(verdicts)
    for verdict in verdicts:
        if verdict.family in FAMILIES and not verdict.agrees:
            click.echo(summary(verdict))
    click.echo("\n".join(table(figures)))
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
