"""Tables: the Tables of Pods that the API server printed, row by row held against the printer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from ...model.apiserver.printers import WIDE_COLUMNS, pod_row
from ...model.objects.located import locate
from ...model.objects.pod import Pod
from ...model.objects.structure import structure
from ...model.objects.time import Millis
from ..replay.recording import read_document
from ..replay.scenario import BadRecording, milliseconds, scenario_of

Json = Any

SECOND = 1000
LATE = 100
"""Milliseconds: what a watch brings was printed at most so long before it was received."""


@frozen
class TableOutcome:
    """One file: of `total` rows `agree` are printed the same; a sentence for each of the others."""

    path: str
    agree: int
    total: int
    differences: tuple[str, ...]


@frozen
class _Printed:
    """One row of a Table, or its headings (no `object`); printed between two moments, in milliseconds since 1970."""

    first: int
    last: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]
    object: Mapping[str, Json] | None


def check_tables(path: Path) -> TableOutcome:
    """Every row of every Table of Pods in this recording of requests; raises BadRecording."""
    document, _ = read_document(path)
    start = scenario_of(document, lambda key, sentence: BadRecording(str(path), 1, sentence)).start
    versions = [entry["object"] for entry in document.get("watch", ()) if entry["kind"] == "Pod"]
    by_version = {_version(each): each for each in versions}
    differences, total = [], 0
    for row in _printed(document, start):
        total += 1
        difference = _difference(row, by_version)
        if difference:
            differences.append(f"{path}: at {(row.last - start) / SECOND:.3f} s: {difference}")
    return TableOutcome(str(path), total - len(differences), total, tuple(differences))


def _printed(document: Mapping[str, Json], start: int) -> Iterator[_Printed]:
    lists: dict[str, list[Json]] = {}
    exchanges = document.get("http", ())
    for each in exchanges:
        body = each["response"].get("body")
        if isinstance(body, dict) and body.get("kind") == "PodList":
            lists.setdefault(each["request"]["path"], []).append((each["at"], body["items"]))
    for each in exchanges:
        path = each["request"]["path"]
        if "pods" not in path.split("/")[-2:]:
            continue
        begun = start + milliseconds(each["at"])
        body = each["response"].get("body")
        if isinstance(body, dict) and body.get("kind") == "Table":
            after = [items for at, items in lists.get(path, ()) if at >= each["at"]]
            yield from _rows(body, begun, begun + milliseconds(each["took"]), (), after[0] if after else ())
        columns: tuple[str, ...] = ()
        for entry in each["response"].get("stream", ()):
            table = entry["event"]["object"] if isinstance(entry.get("event"), dict) else None
            if isinstance(table, dict) and table.get("kind") == "Table":
                received = start + milliseconds(entry["at"])
                columns = _headings(table) or columns
                yield from _rows(table, received - LATE, received, columns, ())


def _rows(table: Json, first: int, last: int, columns: tuple[str, ...], listed: Json) -> Iterator[_Printed]:
    """The rows; where they come without objects, with those of the same names in the list that was made next."""
    by_name = {item["metadata"]["name"]: item for item in listed}
    headings = _headings(table) or columns
    for row in table.get("rows") or ():
        cells = tuple(map(str, row["cells"]))
        yield _Printed(first, last, headings, cells, row.get("object") or by_name.get(cells[0]))


def _headings(table: Json) -> tuple[str, ...]:
    return tuple(str(each["name"]).upper() for each in table.get("columnDefinitions") or ())


def _version(pod: Json) -> tuple[str, str]:
    return pod["metadata"]["uid"], pod["metadata"]["resourceVersion"]


def _difference(row: _Printed, by_version: Mapping[tuple[str, str], Json]) -> str:
    """What is not the same, or nothing; the ages may be those of any moment in between."""
    if row.columns != WIDE_COLUMNS:
        return f"the columns are {', '.join(row.columns)}; podlaw's are {', '.join(WIDE_COLUMNS)}"
    printed = row.object
    if printed is not None and "spec" not in printed:
        printed = by_version.get(_version(printed))
    if printed is None:
        return f"row {row.cells[0]}: nothing in the recording says what Pod it was printed from"
    fields = {key: value for key, value in printed.items() if key not in ("apiVersion", "kind")}
    fields["metadata"] = {key: value for key, value in printed["metadata"].items() if key != "managedFields"}
    pod, flaws = structure(Pod, locate(fields))
    if pod is None or flaws:
        return f"row {row.cells[0]}: podlaw cannot read the Pod: {flaws[0] if flaws else 'no Pod'}"
    moments = (row.first, *range(row.first - row.first % SECOND + SECOND, row.last, SECOND), row.last)
    ours = [pod_row(pod, Millis(moment)).wide_cells for moment in moments]
    if row.cells in ours:
        return ""
    return "; ".join(
        f"{column} of {row.cells[0]} is {theirs!r}, podlaw's is {mine!r}"
        for column, theirs, mine in zip(row.columns, row.cells, ours[-1], strict=True)
        if theirs != mine
    )
