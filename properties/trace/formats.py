"""Formats: what a trace may be written as, and how each becomes what was shown of Pods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ..record import Call
from ..replay.recording import read_document
from ..replay.scenario import BadRecording
from .knowledge import AUDIT, RECORDING, SNAPSHOTS, WATCH, Knowledge
from .stream import BadTrace, json_values, lines_of, yaml_values

Json = Any
Record = Mapping[str, Any]

WATCHED = ("ADDED", "MODIFIED", "DELETED")
WRITES = ("create", "update", "patch", "delete")
SHOWN_BY = (None, "", "status", "resize", "ephemeralcontainers")
"""Subresources of Pods that are answered with the Pod."""
RESTARTS = ("start-kubelet", "start-machine", "reboot")


@frozen
class Shown:
    """One thing that a source shows: `type` is that of a watch, or empty where it is not said.

    `kind` is what the object is, `object` is there for Pods only. `at` in seconds, None where it is not known.
    """

    line: int
    kind: str
    type: str = ""
    object: Record = field(factory=dict)
    at: float | None = None


Part = Shown | tuple[int, Call]
"""Something of the API, or a line and what the runtime's log says."""


@frozen
class Source:
    """A trace and what its format can tell."""

    path: str
    known: Knowledge
    parts: Iterator[Part]


def open_trace(path: Path) -> Source:
    """The trace in this file, by its first character and first object; raises BadTrace."""
    lines = lines_of(path)
    head: list[str] = []
    for line in lines:
        head.append(line)
        if line.strip():
            break
    text = head[-1].lstrip("\ufeff \t") if head else ""
    if not text.strip():
        raise BadTrace(
            str(path), 1, "an empty trace; expected a recording, or what kubectl or an audit log prints of Pods"
        )
    if text.startswith('{"scenario"'):
        return Source(str(path), RECORDING, _recording(path))
    everything = chain(head, lines)
    if not text.startswith(("{", "[")):
        return Source(str(path), SNAPSHOTS, _objects(yaml_values(everything, str(path)), str(path)))
    values = json_values(everything, str(path))
    first = next(values)
    if isinstance(first[1], dict) and "scenario" in first[1]:
        return Source(str(path), RECORDING, _recording(path))
    again = chain([first], values)
    if _is_audit(first[1]):
        return Source(str(path), AUDIT, _audited(again, str(path)))
    if _is_event(first[1]):
        return Source(str(path), WATCH, events_of(again, str(path)))
    # objects alone may be those of a watch, or be looked up now and then: nothing in them says which
    return Source(str(path), SNAPSHOTS, _objects(again, str(path)))


def events_of(values: Iterable[tuple[int, Json]], path: str) -> Iterator[Shown]:
    """What watch events show, each with its line; raises BadTrace."""
    for line, value in values:
        if not _is_event(value):
            raise BadTrace(path, line, "not a watch event; expected an object with type and object")
        yield _event(line, value, path)


def _is_event(value: Json) -> bool:
    return isinstance(value, Mapping) and "type" in value and "object" in value


def _objects(values: Iterable[tuple[int, Json]], path: str) -> Iterator[Shown]:
    """Of objects and lists of objects."""
    for line, value in values:
        if not isinstance(value, Mapping):
            raise BadTrace(path, line, "not an object; expected a Pod or a list of Pods")
        if isinstance(value.get("items"), list) and str(value.get("kind", "")).endswith("List"):
            # a list of one kind may leave out the kind of its members
            kind = str(value["kind"])[: -len("List")]
            yield from (_one(line, one, "", path, kind) for one in value["items"])
        else:
            yield _one(line, value, "", path)


def _event(line: int, value: Record, path: str) -> Shown:
    kind = str(value["type"])
    if kind in WATCHED:
        return _one(line, value["object"], kind, path, str(value.get("kind", "")), value.get("at"))
    if kind in ("ERROR", "BOOKMARK"):
        return Shown(line, f"{kind} of a watch")
    raise BadTrace(path, line, f"type: {kind[:40]!r} is no type of a watch event; expected {', '.join(WATCHED)}")


def _one(line: int, value: Json, kind: str, path: str, of: str = "", at: Json = None) -> Shown:
    if not isinstance(value, Mapping):
        raise BadTrace(path, line, "object: not an object")
    what = str(value.get("kind") or of or "an object without a kind")
    if what != "Pod":
        return Shown(line, what, kind)
    time = float(at) if isinstance(at, int | float) and not isinstance(at, bool) else None
    return Shown(line, what, kind, value, time)


def _recording(path: Path) -> Iterator[Part]:
    """By time; of the same time, the runtime's come first, since the API shows only what has happened."""
    try:
        document, text = read_document(path)
    except BadRecording as error:
        raise BadTrace(str(path), 1, str(error).partition(": ")[2]) from None
    begin = text.count("\n", 0, max(text.find('"watch"'), 0)) + 1
    try:
        return parts_of(document, RECORDING, begin, str(path))
    except (KeyError, TypeError, AttributeError) as error:
        raise BadTrace(str(path), 1, f"not a recording: {type(error).__name__} {error}") from None


def parts_of(document: Record, known: Knowledge, line: int = 1, path: str = "recording") -> Iterator[Part]:
    """The parts of a recording by time; `line` is that of its first watch event. Raises BadTrace, KeyError, TypeError or
    AttributeError.

    Of the same time the runtime's come first, since the API shows only what has happened.
    """
    watch = document.get("watch")
    if not isinstance(watch, list):
        raise BadTrace(path, 1, "watch: a recording has a list of watch events")
    parts: list[tuple[float, int, Part]] = [
        (entry["at"], 1, _event(line + number, entry, path)) for number, entry in enumerate(watch)
    ]
    if known.runtime:
        calls = (*_restarts(document.get("actions", ())), *_calls(document.get("cri", ())))
        parts += [(call.at, 0, (1, call)) for call in calls]
    parts.sort(key=lambda part: part[:2])
    return (part for _, _, part in parts)


def _restarts(actions: Iterable[Record]) -> Iterator[Call]:
    return (Call(each["at"], each["do"], "", "", detail=each["args"]) for each in actions if each["do"] in RESTARTS)


def _calls(entries: Iterable[Record]) -> Iterator[Call]:
    for entry in entries:
        yield Call(
            entry["at"],
            entry["call"],
            entry.get("pod") or "",
            entry.get("uid", ""),
            entry.get("container", ""),
            entry.get("detail", {}),
        )


def _is_audit(value: Json) -> bool:
    return isinstance(value, Mapping) and str(value.get("apiVersion", "")).startswith("audit.k8s.io/")


def _audited(values: Iterable[tuple[int, Json]], path: str) -> Iterator[Shown]:
    """What the answers to writes show; reads may come from a cache and are left out."""
    for line, value in values:
        if not _is_audit(value):
            raise BadTrace(path, line, "not an audit event")
        target = value.get("objectRef") or {}
        kind = target.get("resource", "no resource")
        if kind != "pods":
            yield Shown(line, f"requests about {kind}")
            continue
        left_out = _why_left_out(value)
        if left_out:
            yield Shown(line, left_out)
            continue
        answer = value["responseObject"]
        gone = value["verb"] == "delete" and _has_no_grace(answer)
        at = _seconds(value.get("stageTimestamp"))
        yield Shown(line, "Pod", "DELETED" if gone else "MODIFIED", answer, at)


def _why_left_out(event: Record) -> str:
    """Why this request about Pods shows none; empty where it does."""
    if event.get("verb") not in WRITES:
        return "reads of Pods"
    if event.get("stage") not in (None, "ResponseComplete"):
        return "requests about Pods that are not answered yet"
    if "dryRun" in str(event.get("requestURI", "")):
        return "dry runs"
    answer = event.get("responseObject")
    if (event.get("objectRef") or {}).get("subresource") not in SHOWN_BY or not isinstance(answer, Mapping):
        return "requests about Pods whose answer shows none"
    return "" if answer.get("kind") == "Pod" else "requests about Pods whose answer shows none"


def _has_no_grace(pod: Record) -> bool:
    metadata = pod.get("metadata") or {}
    return metadata.get("deletionGracePeriodSeconds") == 0 and not metadata.get("finalizers")


def _seconds(text: Json) -> float | None:
    try:
        return datetime.fromisoformat(str(text)).timestamp()
    except ValueError:
        return None
