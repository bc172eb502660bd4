"""commands: `podlaw vectors`, which compares podlaw's rules with recorded answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from .compare import ABSENT
from .runner import BadVectors, Disagreement, Outcome, check_file, vector_files

DISAGREES, BAD_INPUT = 1, 2
WIDTH = 60


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Choice(["table", "json"]), default="table", help="How to print the figures.")
@click.option("--show", type=click.IntRange(min=0), default=3, help="Differing cases to show of each file.")
def vectors(paths: tuple[Path, ...], output: str, show: int) -> int:
    """Put recorded questions to podlaw's rules and compare the answers.

    PATH is a file of vectors or a folder of them. Exit status: 0 all agree; 1 some differ or are not implemented; 2
    bad input.
    """
    try:
        files = vector_files(paths)
        outcomes = [check_file(file, keep=show) for file in with_progress(files)]
    except BadVectors as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    click.echo(as_json(outcomes) if output == "json" else "\n".join(as_text(outcomes)))
    return 0 if all(outcome.agree == outcome.total for outcome in outcomes) else DISAGREES


def with_progress(files: tuple[Path, ...]) -> Iterator[Path]:
    """The files one by one, with a bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from files
        return
    with click.progressbar(files, file=sys.stderr) as bar:
        yield from bar


def as_json(outcomes: list[Outcome]) -> str:
    """The figures for programs."""
    files = [{"file": outcome.name, "agree": outcome.agree, "total": outcome.total} for outcome in outcomes]
    return json.dumps({"files": files})


def as_text(outcomes: list[Outcome]) -> Iterator[str]:
    """The figures for people, then the first differing cases of each file."""
    for outcome in outcomes:
        note = "" if outcome.implemented else "  (podlaw does not implement this file yet)"
        yield f"{outcome.name} {outcome.agree}/{outcome.total}{note}"
    for outcome in outcomes:
        for disagreement in outcome.disagreements:
            yield ""
            yield from side_by_side(disagreement)


def side_by_side(disagreement: Disagreement) -> Iterator[str]:
    """One differing case: a line for each place, the recorded value on the left and podlaw's on the right."""
    case = disagreement.case
    rows = [("", "recorded", "podlaw")]
    rows += [(one.path or "(all)", value(one.recorded), value(one.answered)) for one in disagreement.differences]
    left, middle = (max(len(row[column]) for row in rows) for column in (0, 1))
    yield f"{case.path}:{case.line}: {case.id}"
    yield from (f"  {path:{left}}  {recorded:{middle}}  {answered}".rstrip() for path, recorded, answered in rows)


def value(found: object) -> str:
    """A value as JSON, cut where it gets long; `-` where a side has none."""
    text = "-" if found is ABSENT else json.dumps(found, default=repr)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
