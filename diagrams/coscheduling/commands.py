"""Commands of coscheduling: `podlaw coschedule` compares the four strategies, or proves what each can come to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import attrs
import click

from ...model.cluster.run_report import Table
from ...model.cluster.terminal import drawn
from ...model.objects.manifest import ManifestError, read_manifests
from ...model.objects.node import Node
from ...model.objects.quantity import parse_quantity
from ...model.scheduler.coscheduling.trials.compare import STRATEGIES, Comparison, compare, workloads
from .proofs import prove_all

MOST_GROUPS, MOST_TRIALS = 1_000, 1_000
MIB = 2**20
HEADINGS = (
    "STRATEGY", "GROUPS", "AT ONCE", "IN THE END", "ATTEMPTS", "ROLLBACKS", "WAITED", "HELD IDLE", "STUCK", "DEADLOCKS"
)  # fmt: skip
SUFFIXES = (".svg", ".png", ".pdf")


def _chart_file(context: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    if value is None:
        return None
    if (file := Path(value)).suffix.lower() not in SUFFIXES:
        raise click.BadParameter(f"{value!r} is no picture; expected a name that ends in {', '.join(SUFFIXES)}")
    if not file.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(file.parent)!r}")
    return file


@click.command()
@click.option("--groups", type=click.IntRange(1, MOST_GROUPS), default=100, show_default=True, help="Groups of tasks.")
@click.option("--machines", type=click.IntRange(1, MOST_GROUPS), default=10, show_default=True, help="Drawn machines.")
@click.option("--nodes", "node_file", metavar="FILE", help="Node manifests to take the machines from instead.")
@click.option("--strategy", "strategies", multiple=True, type=click.Choice(list(STRATEGIES)), help="Only this one.")
@click.option("--seed", type=int, default=0, show_default=True, help="Draws the workloads and the choice among equals.")
@click.option("--trials", type=click.IntRange(1, MOST_TRIALS), default=10, show_default=True, help="Workloads to draw.")
@click.option("--plot", "chart", metavar="FILE", callback=_chart_file, help="Draw a chart: .svg, .png or .pdf.")
@click.option("--prove", is_flag=True, help="Explore the worked example instead, under each strategy.")
@click.option("-o", "--output", type=click.Choice(["table", "json"]), default="table", show_default=True)
def coschedule(
    groups: int,
    machines: int,
    node_file: str | None,
    strategies: Sequence[str],
    seed: int,
    trials: int,
    chart: Path | None,
    prove: bool,
    output: str,
) -> int:
    """Place groups of tasks that must share a machine, under four strategies.

    greedy places each task by itself; hoarding holds what it is offered until a whole group fits (Mesos); optimistic plans on a
    snapshot and commits a group or rolls back (Omega); pod-atomic binds a group as one Pod (Kubernetes). All get the same
    workloads, in virtual time.
    """
    if prove:
        for proof in prove_all():
            click.echo("\n".join((*proof.lines, "")))
        return 0
    try:
        loads = workloads(groups, _capacities(node_file) if node_file else machines, seed, trials)
    except ManifestError as error:
        click.echo(str(error), err=True)
        return 2
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    comparisons = compare(loads, list(dict.fromkeys(strategies)) or list(STRATEGIES), seed)
    if output == "json":
        click.echo(json.dumps({"strategies": [document(each) for each in comparisons]}, indent=2))
    else:
        click.echo(drawn(Table(HEADINGS, tuple(row(each) for each in comparisons))))
    if chart is not None:
        from .chart import write_chart

        number = len(loads[0].machines)
        title = f"{groups} groups on {number} machines, {trials} {'trial' if trials == 1 else 'trials'}, seed {seed}"
        try:
            write_chart(comparisons, title, chart)
        except OSError as error:
            raise click.UsageError(f"cannot write {chart}: {error.strerror}") from error
    return 0


def row(each: Comparison) -> tuple[str, ...]:
    """A line of the table; times and what was held idle are means."""
    return (
        each.strategy, str(each.groups), str(each.at_once), str(each.in_the_end), str(each.attempts), str(each.rolled_back),
        f"{each.waited:.1f}s", f"{each.idle:.0f} GiB·s", str(each.stuck), f"{each.deadlocks} of {len(each.results)}",
    )  # fmt: skip


def document(each: Comparison) -> dict[str, object]:
    """The same as plain data, and each trial by itself."""
    names = ("groups", "at_once", "in_the_end", "attempts", "rolled_back", "waited", "idle", "stuck", "deadlocks")
    sums = {name: getattr(each, name) for name in names}
    return {"strategy": each.strategy, **sums, "trials": [attrs.asdict(result) for result in each.results]}


def _capacities(file: str) -> tuple[int, ...]:
    """Mebibytes that each Node in this file can give; raises ManifestError, and ValueError where there is none."""
    nodes = [each.object for each in read_manifests([file]) if isinstance(each.object, Node)]
    if not nodes:
        raise ValueError(f"{file}: no Node in it: nothing could be placed")
    found = []
    for node in nodes:
        amount = {**node.status.capacity, **node.status.allocatable}.get("memory")
        if amount is None:
            raise ValueError(f"{file}: node {node.metadata.name}: status.allocatable.memory is missing")
        found.append(parse_quantity(amount).nanos // 10**9 // MIB)
    return tuple(found)
