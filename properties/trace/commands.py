"""commands: `podlaw trace` judges what a cluster, or another implementation, has shown of Pods."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from .checker import check_source, check_together
from .formats import open_trace
from .stream import BadTrace
from .verdict import Verdict, lines

REJECTED, BAD_INPUT = 1, 2


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="How to print the verdicts.")
@click.option("--together", is_flag=True, help="All files are parts of one trace, in this order.")
@click.option(
    "--corrupt", type=click.IntRange(min=1), metavar="N", help="Corrupt each recording N times in each way instead."
)
def trace(paths: Sequence[Path], output: str, together: bool, corrupt: int | None) -> int:
    """Judge recorded traces of Pods by the laws of what can be observed.

    FILE, or each *.json, *.jsonl, *.yaml and *.log in a folder, is one trace: a recording; the output of kubectl get
    pods -w -o json (with --output-watch-events more can be judged); Pods as YAML, one after another; or an audit log.

    With --corrupt the judge is judged: copies of recordings are made impossible in many ways, and the share of them that is
    rejected is printed.

    Exit status: 0 none is rejected (of corrupted copies at least 99 %); 1 one is; 2 bad input: one could not be read to
    its end.
    """
    if corrupt is not None:
        return _judge_the_judge(_files(paths), range(corrupt))
    verdicts: list[Verdict] = []
    is_bad = False
    files = _files(paths)
    for some in [files] if together else [[file] for file in files]:
        try:
            verdict = check_together(map(open_trace, some)) if together else check_source(open_trace(some[0]))
        except BadTrace as error:
            click.echo(str(error), err=True)
            is_bad = True
            continue
        verdicts.append(verdict)
        if verdict.trouble:
            click.echo(f"{verdict.trouble} (checked so far: {verdict.checked})", err=True)
            is_bad = True
        if output == "text":
            click.echo("\n".join(lines(verdict)))
    if output == "json":
        click.echo(json.dumps({"traces": [verdict.as_json() for verdict in verdicts]}, indent=2))
    elif len(verdicts) > 1:
        click.echo(_summary(verdicts))
    if is_bad:
        return BAD_INPUT
    return REJECTED if any(verdict.rejections for verdict in verdicts) else 0


def _judge_the_judge(paths: Sequence[Path], seeds: Sequence[int]) -> int:
    from .corruption.share import least_share_is_reached, measure, table

    try:
        shares = measure(paths, seeds)
    except BadTrace as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    click.echo("\n".join(table(shares)))
    return 0 if least_share_is_reached(shares) else REJECTED


def _files(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [each for each in sorted(path.iterdir()) if each.suffix in (".json", ".jsonl", ".yaml", ".log")]
        else:
            found.append(path)
    return found


def _summary(verdicts: Sequence[Verdict]) -> str:
    accepted = sum(verdict.is_accepted for verdict in verdicts)
    rejected = sum(bool(verdict.rejections) for verdict in verdicts)
    rest = len(verdicts) - accepted - rejected
    return f"{accepted} accepted, {rejected} rejected, {rest} undecided of {len(verdicts)} traces"
