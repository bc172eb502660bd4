"""Commands of the cluster: `podlaw run` runs manifests and shows what becomes of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import click
from rich.console import Console
from rich.progress import Progress, TextColumn

from ..objects.manifest import STDIN, ManifestError
from ..runtime.script import ScriptError, millis
from .closer_look import Described, NoSuchPod, parse_described
from .node_shape import NodeShape
from .planned_action import VERBS, BadAction, PlannedAction, parse_action
from .run import Run, Seen
from .run_plan import RunPlan, make_plan, parse_node
from .run_report import watch_entry
from .run_text import ROOMY, Asked, run_text
from .static_files import parse_static
from .timeline import moment

BROKEN, BAD_INPUT = 1, 2

SHORT = object()
"""Stands for a run that is over before its first pause."""


class Judge(Protocol):
    """Checks laws on what is seen of a run; the laws are not known here, so the command line brings it along."""

    def hear(self, seen: Seen, start: int) -> None:
        """The next thing that was seen, in order; `start` in milliseconds since 1970."""

    @property
    def verdict(self) -> str:
        """One line."""

    @property
    def breaches(self) -> Sequence[object]:
        """What broke a law; `str()` tells it."""


class Companions(Protocol):
    """What the command line brings along from the floors above, which are not known here."""

    def judge(self) -> Judge:
        """Checks the laws."""

    def timeline(self, run: Run) -> str:
        """The run as a chart: SVG."""


def _read_by(read: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """An option's value, or each of its values, as this function reads it; its ValueError says what is wrong."""

    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        try:
            return tuple(map(read, value)) if parameter.multiple else read(value)
        except ValueError as error:
            raise click.BadParameter(str(error), context, parameter) from error

    return callback


def writable(context: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    """Where a chart is to be written: a name that ends in .svg, in a folder that is there."""
    if value is None:
        return None
    file = Path(value)
    if file.suffix.lower() != ".svg":
        raise click.BadParameter(f"{value!r} is no chart; expected a name that ends in .svg", context, parameter)
    if not file.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(file.parent)!r}", context, parameter)
    return file


def _duration(text: str) -> int:
    try:
        return millis(text, "")
    except ScriptError:
        raise ValueError(f"{text!r} is no duration; expected for example 10m, 90s or 1h30m") from None


def _action_help() -> str:
    """One row for each action of `--at`."""
    rows = ["Actions of --at, each at a time such as 12s or 1m30s:"]
    for name, verb in VERBS.items():
        target = f"{verb.target}/NAME" if verb.target else "FILE"
        form = f"TIME:{name}:{target}" + "".join(f"[:{key}=]" for key in verb.options)
        rows.append(f"  {form}\n      {verb.words}")
    return "\b\n" + "\n".join(rows)


@click.command(epilog=_action_help())
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option(
    "--script", "scripts", multiple=True, metavar="FILE", help="What the containers do, by Pod and container name."
)
@click.option(
    "--node",
    "nodes",
    multiple=True,
    callback=_read_by(parse_node),
    metavar="NAME=CPU,MEMORY",
    help="A node to run on, such as big=32,128Gi.",
)
@click.option(
    "--static",
    multiple=True,
    callback=_read_by(parse_static),
    metavar="NODE=FILE",
    help="A static Pod: the file is in the folder of this node's kubelet from the beginning.",
)
@click.option(
    "--at",
    "actions",
    multiple=True,
    callback=_read_by(parse_action),
    metavar="ACTION",
    help="Do something at a time: see below.",
)
@click.option(
    "--until", default="10m", callback=_read_by(_duration), metavar="DURATION", show_default=True, help="When to stop."
)
@click.option(
    "--seed", type=int, default=0, show_default=True, help="Chooses uids, jitter, the phases of periodic work."
)
@click.option("--reference", is_flag=True, help="Drive every machine by its transitions.Machine: the same run, slower.")
@click.option("--why", is_flag=True, help="Show each decision of the components: by which rule, and from what.")
@click.option(
    "--describe", "described", multiple=True, callback=_read_by(parse_described), metavar="pod/NAME",
    help="Show what kubectl describe would at the end.",
)  # fmt: skip
@click.option("--runtime", is_flag=True, help="Show what crictl ps -a and crictl pods would at the end.")
@click.option("--svg", "chart", metavar="FILE", callback=writable, help="Draw the Pods' lives as a chart as well.")
@click.option(
    "-o", "--output", type=click.Choice(["table", "wide", "json", "yaml", "jsonl"]), default="table", show_default=True,
    help="table and wide: for people; json: everything; yaml: the final objects; jsonl: each watch event in a line.",
)  # fmt: skip
@click.pass_context
def run(
    context: click.Context,
    files: Sequence[str],
    scripts: Sequence[str],
    nodes: Sequence[NodeShape],
    static: Sequence[tuple[str, str]],
    actions: Sequence[PlannedAction],
    until: int,
    seed: int,
    reference: bool,
    why: bool,
    described: Sequence[Described],
    runtime: bool,
    chart: Path | None,
    output: str,
) -> int:
    """Run manifests in a simulated cluster, and show what becomes of their Pods.

    FILE is a manifest in YAML or JSON, a folder of them, or - for standard input. Without --script, a file
    NAME.script.yaml beside NAME.yaml says what its containers do. Without --node and Node manifests there is one node.
    Exit status: 0 all went by the laws; 1 a law is broken, or podlaw has found a bug in itself; 2 bad input, and
    nothing was run.
    """
    if not files and not static:
        raise click.UsageError("Missing argument 'FILE...', or a static Pod: --static NODE=FILE.", context)
    try:
        stdin = sys.stdin.buffer if STDIN in files else None
        plan = make_plan(files, scripts, nodes, actions, stdin, static)
    except ManifestError as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    except BadAction as error:
        raise click.BadParameter(str(error), context, param_hint="'--at'") from error
    for option, is_asked in (("--why", why), ("--describe", described), ("--runtime", runtime)):
        if is_asked and output not in ROOMY:
            raise click.BadParameter(f"goes with -o {', '.join(ROOMY)}", context, param_hint=f"'{option}'")
    try:
        asked = Asked(output, seed, why, tuple(described), runtime)
        return _carry_out(plan, context.obj, until, reference, asked, chart)
    except ManifestError as error:
        click.echo(str(error), err=True)
        return BAD_INPUT
    except NoSuchPod as error:
        raise click.BadParameter(str(error), context, param_hint="'--describe'") from error


def _carry_out(
    plan: RunPlan, companions: Companions | None, until: int, reference: bool, asked: Asked, chart: Path | None
) -> int:
    """`companions` are None where nobody has brought any: then no law is checked and no chart is drawn."""
    started: Run | None = None
    judge = companions.judge() if companions is not None else None
    try:
        started = Run(plan, seed=asked.seed, reference=reference, why=asked.why)
        if asked.output == "jsonl":
            _stream(started)
        _run_with_progress(started, until)
        if judge is not None:
            for seen in started.seen():
                judge.hear(seen, started.start)
        _show(started, judge, asked)
        if chart is not None and companions is not None:
            chart.write_text(companions.timeline(started), "utf-8", newline="\n")
    except (BrokenPipeError, ManifestError, NoSuchPod):
        raise
    except OSError as error:
        raise click.UsageError(f"cannot write to {chart}: {error.strerror}") from error
    except Exception as error:  # whatever a run raises is a mistake of podlaw's, however it is called
        if os.environ.get("PODLAW_DEBUG"):
            raise
        _confess(error, started)
        return BROKEN
    return BROKEN if judge is not None and judge.breaches else 0


def _confess(error: Exception, started: Run | None) -> None:
    at = f" at {moment(started.now - started.start)}" if started is not None else ""
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    click.echo(
        f"podlaw: this is a bug in podlaw, not in your manifests{at}: {what}. Please report it with the manifests and "
        "this command line; PODLAW_DEBUG=1 shows where it happened.",
        err=True,
    )


def _stream(run: Run) -> None:
    """Each watch event in a line, at once; what the beginning has written comes first."""
    for event in run.cluster.watch:
        click.echo(_json_line(watch_entry(run, event)))
    run.cluster.store.watch(lambda event: click.echo(_json_line(watch_entry(run, event))))


def _json_line(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _run_with_progress(run: Run, until: int) -> None:
    """A long run says on standard error, if that is a terminal, how far it is; the line goes away at the end."""
    pauses = run.run_until(until)
    if next(pauses, SHORT) is SHORT:
        return
    with Progress(
        *Progress.get_default_columns()[:3], TextColumn("{task.fields[clock]}"),
        console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
    ) as progress:  # fmt: skip
        task = progress.add_task("running", total=until, clock="")
        for _ in pauses:
            elapsed = run.now - run.start
            progress.update(task, completed=elapsed, clock=moment(elapsed))


def _show(run: Run, judge: Judge | None, asked: Asked) -> None:
    breaches = [str(breach) for breach in judge.breaches] if judge is not None else []
    text = run_text(run, asked, judge.verdict if judge is not None else "", breaches)
    click.echo(text.out, nl=False)
    click.echo(text.err, nl=False, err=True)
