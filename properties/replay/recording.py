"""Recording: one recorded scenario with what its watcher saw of Pods."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from .scenario import BadRecording, Scenario, is_time, scenario_of

LARGEST = 64 * 2**20
"""Bytes: no recorded file comes near it, and the whole file is held in memory."""

WORKLOADS = (
    "ReplicaSet", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob",
    "PersistentVolume", "PersistentVolumeClaim",
)  # fmt: skip
"""Objects that controllers look after, whose counts, phases and conditions are compared."""

Entry = Mapping[str, Any]
"""One watch event: `{"at": seconds, "kind", "type": ADDED | MODIFIED | DELETED, "object"}`."""


@frozen
class Recording:
    """`watch` has the Pods' entries, `workloads` those of controllers' objects; `not_compared` names the other kinds."""

    path: str
    scenario: Scenario
    watch: tuple[Entry, ...]
    not_compared: tuple[str, ...]
    workloads: tuple[Entry, ...] = ()

    @property
    def not_watched(self) -> tuple[str, ...]:
        """Kinds of controllers of which there are objects, and no entry: nobody watched them."""
        seen = {entry["kind"] for entry in self.workloads}
        kinds = dict.fromkeys(str(each.get("kind")) for each in self.scenario.objects)
        return tuple(kind for kind in kinds if kind in WORKLOADS and kind not in seen)


def read_recording(path: Path) -> Recording:
    """The recording in this file; raises BadRecording with file and line where it is none."""
    document, text = read_document(path)

    def blame(key: str, sentence: str) -> BadRecording:
        found = re.search(rf'^\s*\{{?\s*"{re.escape(key)}"\s*:', text, re.MULTILINE)
        return BadRecording(str(path), text.count("\n", 0, found.end()) + 1 if found else 1, sentence)

    scenario = scenario_of(document, blame)
    watch = document.get("watch")
    if not isinstance(watch, list) or not all(_is_entry(entry) for entry in watch):
        raise blame("watch", "watch is no list of watch events")
    pods, others = pods_of(watch)
    workloads = tuple(entry for entry in watch if entry["kind"] in WORKLOADS)
    return Recording(str(path), scenario, pods, tuple(kind for kind in others if kind not in WORKLOADS), workloads)


def pods_of(watch: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of Pods in the watch's own order, and the names of the other kinds."""
    entries = tuple(watch)
    return (
        tuple(entry for entry in entries if entry["kind"] == "Pod"),
        tuple(sorted({entry["kind"] for entry in entries} - {"Pod"})),
    )


def find_recordings(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files, and in name order the `*.json` of each folder; raises BadRecording for what is neither."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.glob("*.json"))
            if not inside:
                raise BadRecording(str(path), 1, "no *.json recording in this folder")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise BadRecording(str(path), 1, "no such file or folder")
    return tuple(found)


def read_document(path: Path) -> tuple[dict[str, Any], str]:
    """The JSON object in this file, and its text; raises BadRecording with file and line where there is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadRecording(str(path), 1, f"larger than {LARGEST // 2**20} MiB")
        text = path.read_text(encoding="utf-8")
        document = json.loads(text, parse_constant=_no_number)
    except OSError as error:
        raise BadRecording(str(path), 1, error.strerror or "cannot be read") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise BadRecording(str(path), line, "not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadRecording(str(path), error.lineno, f"not JSON: {error.msg}") from None
    except ValueError as error:
        raise BadRecording(str(path), 1, f"not JSON: {error}") from None
    except RecursionError:
        raise BadRecording(str(path), 1, "nested too deeply") from None
    if not isinstance(document, dict):
        raise BadRecording(str(path), 1, "not a JSON object")
    return document, text


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and is_time(entry.get("at"))
        and isinstance(entry.get("kind"), str)
        and entry.get("type") in ("ADDED", "MODIFIED", "DELETED")
        and isinstance(entry.get("object"), dict)
        and isinstance(entry["object"].get("metadata"), dict)
    )
