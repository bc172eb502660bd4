"""Reading: a recording's watch and runtime log as the Observations and Calls that laws are checked on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cattrs import Converter

from ..model.objects.pod import Pod
from ..model.objects.time import Time, parse_rfc3339
from .record import Call, Item, Observation

Document = Mapping[str, Any]
"""A recording as JSON gives it: its lists `watch`, `cri` and `actions`."""

RESTARTS = ("start-kubelet", "start-machine", "reboot")
"""Actions after which a kubelet has forgotten what it only remembered."""


_POD = Converter(detailed_validation=False)
_POD.register_structure_hook_func(lambda kind: kind is Time, lambda text, kind: parse_rfc3339(text))
_POD.register_structure_hook_func(lambda kind: kind == int | str, lambda value, kind: value)  # a port's number or name


def pod_of(shown: Mapping[str, Any]) -> Pod:
    """The Pod that this object of the API shows; raises ValueError, TypeError or KeyError for what is none."""
    return _POD.structure(shown, Pod)


def read(path: Path) -> list[Item]:
    """All items of the recording in this file, by time; raises OSError, ValueError or KeyError for what is none."""
    return items(json.loads(path.read_text(encoding="utf-8")))


def items(document: Document) -> list[Item]:
    """All items by time; of the same time, the runtime's come first, since the API shows only what has happened."""
    both: list[Item] = [*calls(document), *observations(document)]
    return sorted(both, key=lambda item: item.at)


def observations(document: Document) -> Iterator[Observation]:
    """What the watch showed of Pods, each with what it showed of the same uid before."""
    last: dict[str, Pod] = {}
    for entry in document["watch"]:
        if entry["kind"] != "Pod":
            continue
        shown = pod_of(entry["object"])
        uid = shown.metadata.uid
        if entry["type"] == "DELETED":
            yield Observation(entry["at"], last.pop(uid, shown), None)
        else:
            yield Observation(entry["at"], last.get(uid), shown)
            last[uid] = shown


def calls(document: Document) -> Iterator[Call]:
    """The runtime's log, and of the actions those that restart a kubelet, which are of no Pod: their uid is empty."""
    for action in document.get("actions", ()):
        if action["do"] in RESTARTS:
            yield Call(action["at"], action["do"], "", "", detail=action["args"])
    for entry in document.get("cri", ()):
        yield Call(
            entry["at"],
            entry["call"],
            entry.get("pod") or "",
            entry.get("uid", ""),
            entry.get("container", ""),
            entry.get("detail", {}),
        )
