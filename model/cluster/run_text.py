"""Run text: all that `podlaw run` prints of a run that is over, in the form that was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ..objects.yaml_writer import write_yaml
from .closer_look import Described, descriptions, runtime_entries, runtime_tables
from .decision_report import decision_entry, decisions_table, happenings_table
from .run import Run
from .run_report import (
    actions_table,
    closing_lines,
    document,
    events_table,
    final_objects,
    pods_table,
    workloads_tables,
)
from .terminal import drawn

ROOMY = ("table", "wide", "json")
"""The forms of output that have room for decisions, descriptions and the runtime."""


@frozen
class Asked:
    """What is to be shown: the form of output, and what beside or instead of the usual tables."""

    output: str
    seed: int
    why: bool = False
    described: tuple[Described, ...] = ()
    runtime: bool = False

    @property
    def looks_closer(self) -> bool:
        """At the end of the run, instead of at its course."""
        return bool(self.described) or self.runtime


@frozen
class Text:
    """What goes to standard output and to standard error, newlines included."""

    out: str
    err: str = ""


def run_text(run: Run, asked: Asked, verdict: str, breaches: Sequence[str]) -> Text:
    """The text; `verdict` on the laws is empty where nobody judged. Raises NoSuchPod."""
    broken = [f"Law {breach}" for breach in breaches]
    if asked.output == "json":
        return Text(json.dumps(_document(run, asked, verdict, breaches), ensure_ascii=False, indent=2) + "\n")
    if asked.output not in ROOMY:
        return Text(write_yaml(final_objects(run)) if asked.output == "yaml" else "", _lines(broken))
    closing = _lines([*closing_lines(run), *broken, *([f"Laws: {verdict}."] if verdict else [])])
    if asked.looks_closer:  # standard output has only what kubectl and crictl would print
        return Text("\n".join(_closer(run, asked)), closing)
    return Text("".join(f"{each}\n" for each in _tables(run, asked)) + closing)


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _tables(run: Run, asked: Asked) -> Iterator[str]:
    wide = asked.output == "wide"
    told = decisions_table(run) if asked.why else happenings_table(run)
    tables = (
        pods_table(run, wide=wide), *workloads_tables(run), actions_table(run), events_table(run, wide=wide), told
    )  # fmt: skip
    for table in tables:
        if table.rows:
            yield f"{drawn(table)}\n"


def _closer(run: Run, asked: Asked) -> Iterator[str]:
    for each in descriptions(run, asked.described):
        yield each["text"]
    if asked.runtime:
        several = len(run.cluster.kubelets) > 1
        for node, table in runtime_tables(run):
            yield (f"Node {node}:\n" if several else "") + f"{drawn(table)}\n"
    if asked.why:
        yield f"{drawn(decisions_table(run))}\n"


def _document(run: Run, asked: Asked, verdict: str, breaches: Sequence[str]) -> dict[str, Any]:
    log = run.cluster.decisions
    return {
        **document(run, seed=asked.seed),
        **({"decisions": [decision_entry(run, each) for each in log.entries]} if log.is_open else {}),
        **({"descriptions": descriptions(run, asked.described)} if asked.described else {}),
        **({"runtime": runtime_entries(run)} if asked.runtime else {}),
        **({"laws": {"verdict": verdict, "breaches": breaches}} if verdict else {}),
    }
