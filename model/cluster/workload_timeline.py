"""Workload timeline: the lives of controllers' objects as `kubectl get -w` shows them, a table for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ..apiserver.store import WatchEvent
from ..apiserver.workload_printers import ROWS, TIMES, age, duration
from ..objects.time import Millis
from .timeline import moment


@frozen
class KindTable:
    """The headings and rows of one kind, in the order in which the rows were shown."""

    kind: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def workload_tables(watch: Iterable[WatchEvent], start: Millis) -> Iterator[KindTable]:
    """A table for each kind that was there; a line whenever a cell changes that is no time."""
    events = [event for event in watch if event.kind in ROWS]
    for kind, (headings, _) in ROWS.items():
        own = [event for event in events if event.kind == kind]
        if own:
            namespaced = len({event.object.metadata.namespace for event in own}) > 1
            lead = ("TIME", *(("NAMESPACE",) if namespaced else ()), kind.upper())
            tail = ("DURATION", "AGE") if kind == "Job" else ("AGE",)
            yield KindTable(kind, (*lead, *headings, *tail), tuple(_lines(own, start, namespaced=namespaced)))


def _lines(events: Iterable[WatchEvent], start: Millis, *, namespaced: bool) -> Iterator[tuple[str, ...]]:
    shown: dict[str, tuple[str, ...]] = {}
    for event in events:
        headings, row = ROWS[event.kind]
        meta = event.object.metadata
        cells = row(event.object, event.at)
        lasting = tuple(cell for cell, heading in zip(cells, headings, strict=True) if heading not in TIMES)
        if event.type != "DELETED" and shown.get(meta.uid) == lasting:
            continue
        shown[meta.uid] = lasting
        took = (duration(event.object, event.at),) if event.kind == "Job" else ()
        place = (meta.namespace,) if namespaced else ()
        yield (moment(event.at - start), *place, meta.name, *cells, *took, age(event.object, event.at))
