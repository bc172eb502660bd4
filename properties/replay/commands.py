"""commands: `podlaw replay` plays recorded scenarios again and says where podlaw and Kubernetes part."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import closing
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

import click

from .pool import in_order
from .recording import find_recordings, read_recording
from .report import as_json, family_table, line, not_compared
from .runner import InCluster, Runner, SecondRecord
from .scenario import BadRecording
from .supervised import Supervision, supervise_file, supervised_json, supervised_line, supervised_summary
from .verdict import SEEDS, Verdict, judge_file

DISAGREES, BAD_INPUT = 1, 2
FALLBACK = (160, 24)
"""Columns and lines where the output is no terminal."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.option("--family", "families", multiple=True, help="Only scenarios of this family; may be given more than once.")
@click.option("--names", multiple=True, metavar="PATTERN", help="Only scenarios with such a name, as in 'single-*'.")
@click.option("--seeds", type=click.IntRange(min=1), help=f"Try so many seeds, not only until one of {SEEDS} agrees.")
@click.option("--against", type=click.Path(path_type=Path), help="Compare with the second records in this folder.")
@click.option("--supervised", is_flag=True, help="Ask every law at every moment of the runs instead of comparing them.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use; all cores if not given.")
@click.option(
    "-o", "--output", type=click.Choice(["table", "json"]), default="table", help="How to print the verdicts."
)
def replay(
    paths: Sequence[Path],
    families: Sequence[str],
    names: Sequence[str],
    seeds: int | None,
    against: Path | None,
    supervised: bool,
    jobs: int | None,
    output: str,
) -> int:
    """Play recorded scenarios again and compare what a watcher sees of their Pods.

    PATH is a recording or a folder of them. Exit status: 0 all agree (with --supervised: all keep every law); 1 some do
    not; 2 bad input, and nothing was played.
    """
    try:
        chosen = choose(find_recordings(paths), families, names)
    except BadRecording as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    if supervised:
        return supervise(chosen, seeds or 1, jobs or os.cpu_count() or 1, output)
    runner: Runner = InCluster() if against is None else SecondRecord(against)
    judge = partial(judge_file, runner=runner, seeds=seeds or SEEDS, count=seeds is not None)
    verdicts: list[Verdict] = []
    with closing(in_order(judge, chosen, jobs or os.cpu_count() or 1)) as results:
        for verdict in results:
            verdicts.append(verdict)
            if output == "table":
                click.echo(line(verdict, shutil.get_terminal_size(FALLBACK).columns))
    click.echo(as_json(verdicts) if output == "json" else f"\n{family_table(verdicts)}")
    if output == "table" and (kinds := not_compared(verdicts)):
        click.echo(kinds)
    return 0 if all(verdict.agrees for verdict in verdicts) else DISAGREES


def supervise(paths: Sequence[Path], seeds: int, jobs: int, output: str) -> int:
    """Run each under every law, and say what was found."""
    every: list[Supervision] = []
    with closing(in_order(partial(supervise_file, seeds=seeds), paths, jobs)) as results:
        for result in results:
            every.append(result)
            if output == "table":
                click.echo(supervised_line(result))
    click.echo(supervised_json(every) if output == "json" else f"\n{supervised_summary(every)}")
    return 0 if all(one.holds for one in every) else DISAGREES


def choose(paths: Sequence[Path], families: Sequence[str], names: Sequence[str]) -> tuple[Path, ...]:
    """The recordings of these families and names; all are read once, so that a bad one is told of before any is played.

    Raises BadRecording for a bad file, and where a family or pattern fits no recording at all.
    """
    chosen = []
    unused = dict.fromkeys((*families, *names))
    for path in paths:
        scenario = read_recording(path).scenario
        patterns = [pattern for pattern in names if fnmatchcase(scenario.name, pattern)]
        for fitting in (scenario.family, *patterns):
            unused.pop(fitting, None)
        if (not families or scenario.family in families) and (not names or patterns):
            chosen.append(path)
    if unused or not chosen:
        what = next(iter(unused), "both the family and the name")
        raise BadRecording(str(paths[0]), 1, f"neither this recording nor any other given fits {what!r}")
    return tuple(chosen)
