"""Run report: what a run showed, as rows of text for people and as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ..apiserver.printers import PodRow
from ..apiserver.store import WatchEvent
from ..kubelet.agent.events import KubeEvent
from ..objects.time import Millis
from ..objects.unstructure import unstructure
from ..runtime.calls import RuntimeCall
from .run import Run
from .timeline import ago, cells, columns, moment, span, timeline
from .workload_timeline import workload_tables

MOST_GONE = 5
"""So many removed Pods are named."""


@frozen
class Table:
    """Headings and rows of cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def pods_table(run: Run, *, wide: bool) -> Table:
    """The timeline."""
    lines = list(timeline(run.cluster.watch, wide=wide))
    namespaced = len({line.namespace for line in lines}) > 1
    rows = (cells(line, run.start, wide=wide, namespaced=namespaced) for line in lines)
    return Table(columns(wide=wide, namespaced=namespaced), tuple(rows))


def workloads_tables(run: Run) -> tuple[Table, ...]:
    """What `kubectl get -w` would show of the objects of controllers, a table for each kind."""
    return tuple(Table(each.headings, each.rows) for each in workload_tables(run.cluster.watch, run.start))


def events_table(run: Run, *, wide: bool) -> Table:
    """The Kubernetes events as at the end of the run, in the order of their first occurrence."""
    headings = ("TIME", "LAST SEEN", "TYPE", "REASON", "OBJECT", "SUBOBJECT", *(("SOURCE",) if wide else ()), "MESSAGE")
    rows = (
        (
            moment(event.first - run.start), _last_seen(event, run.now), event.type, event.reason, f"{event.kind.lower()}/{event.name}",
            event.field_path, *((event.source,) if wide else ()), event.message,
        )
        for event in run.cluster.events
    )  # fmt: skip
    return Table(headings, tuple(rows))


def _last_seen(event: KubeEvent, now: Millis) -> str:
    """`3m21s`, or `3m21s (x4 over 5m)`."""
    if event.count == 1:
        return ago(event.last, now)
    return f"{ago(event.last, now)} (x{event.count} over {ago(event.first, now)})"


def actions_table(run: Run) -> Table:
    """What was done by `--at`, and what was not."""
    rows = ((moment(each.at - run.start), str(each.action), each.refusal or "done") for each in run.done)
    return Table(("TIME", "ACTION", "RESULT"), tuple(rows))


def closing_lines(run: Run) -> Iterator[str]:
    """Which Pods are gone, why the run ended, and what the containers' behaviour was taken from."""
    gone = [each for each in timeline(run.cluster.watch) if each.change == "DELETED"]
    for line in gone[:MOST_GONE]:
        yield f"Pod {line.row.name} was removed at {moment(line.at - run.start)}."
    if len(gone) > MOST_GONE:
        yield f"{len(gone) - MOST_GONE} more Pods were removed."
    now = span(run.now - run.start)
    yield f"Nothing more can happen after {now}." if run.is_over else f"Stopped after {now} (--until)."
    if run.plan.script_files:
        yield f"The containers behave as {' and '.join(run.plan.script_files)} says."
    elif not run.plan.scripts:
        yield "No script says what the containers do: they run until they are stopped."


def document(run: Run, *, seed: int) -> dict[str, Any]:
    """All of it; the lists watch, cri and events have the form of the recorded traces, times are in seconds."""
    return {
        "seed": seed,
        "duration": _seconds(run, run.now),
        "over": run.is_over,
        "timeline": [
            {"at": _seconds(run, line.at), "change": line.change, "namespace": line.namespace, **_row(line.row)}
            for line in timeline(run.cluster.watch, wide=True)
        ],
        "actions": [
            {"at": _seconds(run, each.at), "do": each.action.verb, "target": each.action.target,
             "options": dict(each.action.options), "refusal": each.refusal}
            for each in run.done
        ],
        "watch": [watch_entry(run, event) for event in run.cluster.watch],
        "cri": [_call(run, call) for call in run.cluster.calls],
        "events": [_event(run, event) for event in run.cluster.events],
        "objects": list(final_objects(run)),
    }  # fmt: skip


def watch_entry(run: Run, event: WatchEvent) -> dict[str, Any]:
    """One watch event."""
    return {
        "at": _seconds(run, event.at),
        "kind": event.kind,
        "type": event.type,
        "object": unstructure(event.object),
    }


def final_objects(run: Run) -> Iterator[Any]:
    """What the user created and what of it is still there, in the order of creation."""
    last: dict[tuple[str, str, str], Any] = {}
    for event in run.cluster.watch:
        key = (event.kind, event.object.metadata.namespace, event.object.metadata.name)
        last[key] = None if event.type == "DELETED" else event.object
    manifests: Sequence[Any] = [each.object for each in run.plan.manifests]
    kinds = {"Pod", *(each.kind for each in manifests)}
    return (unstructure(obj) for key, obj in last.items() if obj is not None and key[0] in kinds)


def _seconds(run: Run, at: Millis) -> float:
    return (at - run.start) / 1000


def _row(row: PodRow) -> dict[str, str]:
    names = ("name", "ready", "status", "restarts", "age", "ip", "node", "nominatedNode", "readinessGates")
    return dict(zip(names, row.wide_cells, strict=True))


def _call(run: Run, call: RuntimeCall) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "at": _seconds(run, call.at), "call": call.call, "namespace": call.namespace, "pod": call.pod,
        "node": call.node, "uid": call.uid,
    }  # fmt: skip
    if call.container:
        entry["container"] = call.container
    return {**entry, "detail": dict(call.detail)}


def _event(run: Run, event: KubeEvent) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "at": _seconds(run, event.last), "first": _seconds(run, event.first), "reason": event.reason,
        "type": event.type, "message": event.message, "namespace": event.namespace, "object": f"{event.kind}/{event.name}",
    }  # fmt: skip
    if event.field_path:
        entry["fieldPath"] = event.field_path
    return {**entry, "count": event.count, "source": event.source}
