"""Timeline: the life of Pods as `kubectl get pods -w` shows it, with the virtual time of each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ..apiserver.printers import COLUMNS, WIDE_COLUMNS, PodRow, pod_row
from ..apiserver.store import WatchEvent
from ..objects.human_duration import human_duration
from ..objects.time import Millis


@frozen
class Line:
    """One line, after a change (ADDED, MODIFIED, DELETED); `at` in milliseconds since 1970."""

    at: Millis
    change: str
    namespace: str
    uid: str
    row: PodRow


def timeline(watch: Iterable[WatchEvent], *, wide: bool = False) -> Iterator[Line]:
    """A line whenever a cell changes that is no age; the end of a Pod always is one, as it is for kubectl."""
    shown: dict[str, tuple[object, ...]] = {}
    for event in watch:
        if event.kind != "Pod":
            continue
        meta = event.object.metadata
        row = pod_row(event.object, event.at)
        lasting = (row.ready, row.status, row.restart_count, *(row.wide_cells[len(row.cells) :] if wide else ()))
        if event.type != "DELETED" and shown.get(meta.uid) == lasting:
            continue
        shown[meta.uid] = lasting
        yield Line(event.at, event.type, meta.namespace, meta.uid, row)


def columns(*, wide: bool, namespaced: bool) -> tuple[str, ...]:
    """The headings: TIME, and those of kubectl; NAMESPACE where there is more than one."""
    return ("TIME", *(("NAMESPACE",) if namespaced else ()), *(WIDE_COLUMNS if wide else COLUMNS))


def cells(line: Line, start: Millis, *, wide: bool, namespaced: bool) -> tuple[str, ...]:
    """The line under those headings."""
    own = line.row.wide_cells if wide else line.row.cells
    return (moment(line.at - start), *((line.namespace,) if namespaced else ()), *own)


def moment(millis: int) -> str:
    """`92_345` -> `1m32.345s`: exact, unlike kubectl's ages."""
    seconds, rest = divmod(millis, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    large = f"{hours}h{minutes:02}m" if hours else f"{minutes}m" if minutes else ""
    return f"{large}{seconds:0{2 if large else 1}}.{rest:03}s"


def span(millis: int) -> str:
    """The same in short: `600_000` -> `10m`."""
    text = moment(millis).replace(".000s", "s")
    return text.replace("m00s", "m").replace("h00m", "h") if text.endswith("m00s") else text


def ago(then: Millis, now: Millis) -> str:
    """How long ago, as kubectl says it."""
    return human_duration(now - then)
