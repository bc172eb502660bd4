"""formats: one life of a Pod, written in each of the ways that a trace may be written in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from podlaw.properties.trace.checker import check_source
from podlaw.properties.trace.formats import open_trace
from podlaw.properties.trace.stream import BadTrace
from podlaw.properties.trace.verdict import Verdict

RECORD = Path(__file__).parents[2] / "data" / "records" / "term-grace-5.json"
Entry = dict[str, Any]


def entries() -> list[Entry]:
    """What the watch of the record shows of its Pod."""
    watch: list[Entry] = json.loads(RECORD.read_text("utf-8"))["watch"]
    return [entry for entry in watch if entry["kind"] == "Pod"]


def full(entry: Entry) -> Entry:
    return {"apiVersion": "v1", "kind": "Pod", **entry["object"]}


def as_events(entry: Entry) -> str:
    return json.dumps({"type": entry["type"], "object": full(entry)}, indent=4) + "\n"


def as_event_lines(entry: Entry) -> str:
    return json.dumps({"type": entry["type"], "object": full(entry)}) + "\n"


def as_objects(entry: Entry) -> str:
    return json.dumps(full(entry), indent=4) + "\n"


def as_lists(entry: Entry) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": [full(entry)]}, indent=4) + "\n"


def as_yaml(entry: Entry) -> str:
    return str(yaml.safe_dump(full(entry)))


def as_audit(entry: Entry) -> str:
    verb = "delete" if entry["type"] == "DELETED" else "patch"
    event = {
        "kind": "Event", "apiVersion": "audit.k8s.io/v1", "stage": "ResponseComplete", "verb": verb,
        "requestURI": "/api/v1/namespaces/a/pods/b", "objectRef": {"resource": "pods", "subresource": ""},
        "responseObject": full(entry), "stageTimestamp": "2026-01-01T00:00:00.123456Z",
    }  # fmt: skip
    return json.dumps(event) + "\n"


WRITERS = (as_events, as_event_lines, as_objects, as_lists, as_yaml, as_audit)


def written(path: Path, writer: Callable[[Entry], str], shown: list[Entry]) -> Verdict:
    path.write_text("".join(map(writer, shown)), "utf-8")
    return check_source(open_trace(path))


def revived(shown: list[Entry]) -> list[Entry]:
    """The last revision before the removal says Running again."""
    shown[-2]["object"]["status"]["phase"] = "Running"
    shown[-3]["object"]["status"]["phase"] = "Failed"
    return shown


@pytest.mark.parametrize("writer", WRITERS)
def test_a_real_life_is_accepted_however_it_is_written(tmp_path: Path, writer: Callable[[Entry], str]) -> None:
    verdict = written(tmp_path / "trace", writer, entries())
    assert verdict.is_accepted, verdict.message
    assert verdict.coverage.observations >= len(entries()) - 1
    assert verdict.coverage.spoke > 10


@pytest.mark.parametrize("writer", WRITERS)
def test_an_impossible_life_is_rejected_however_it_is_written(tmp_path: Path, writer: Callable[[Entry], str]) -> None:
    verdict = written(tmp_path / "trace", writer, revived(entries()))
    assert "POD-PHASE-2" in verdict.laws
    assert not verdict.is_accepted


def test_a_recording_is_judged_with_its_runtime_log() -> None:
    verdict = check_source(open_trace(RECORD))
    assert verdict.is_accepted
    assert verdict.format == "recording"
    assert verdict.coverage.not_asked == {}


def test_of_snapshots_nothing_is_asked_that_wants_every_revision(tmp_path: Path) -> None:
    # creation, then deletion in a run under way: in between it was bound, which is not shown
    shown = entries()
    marked = next(e for e in shown if "deletionTimestamp" in e["object"]["metadata"])
    verdict = written(tmp_path / "trace", as_objects, [shown[0], marked])
    assert verdict.is_accepted, verdict.message
    assert "wants every revision" in verdict.coverage.not_asked


def test_a_life_that_is_under_way_is_accepted(tmp_path: Path) -> None:
    verdict = written(tmp_path / "trace", as_events, entries()[4:])
    assert verdict.is_accepted, verdict.message


def test_a_pod_that_leaves_what_is_watched_is_not_deleted(tmp_path: Path) -> None:
    shown = entries()[:4]
    shown[-1]["type"] = "DELETED"
    verdict = written(tmp_path / "trace", as_events, shown)
    assert verdict.is_accepted, verdict.message
    assert verdict.coverage.not_judged == {"Pods that left what is watched": 1}


def test_other_kinds_are_counted_and_named(tmp_path: Path) -> None:
    path = tmp_path / "trace"
    node = {"type": "ADDED", "object": {"kind": "Node", "metadata": {"name": "n"}}}
    path.write_text(json.dumps(node) + "\n" + json.dumps(node) + "\n" + as_events(entries()[0]), "utf-8")
    verdict = check_source(open_trace(path))
    assert verdict.is_accepted
    assert verdict.coverage.not_judged == {"Node": 2}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "an empty trace"),
        ('{"type": "ADDED", "obj', 1, "not JSON"),
        ('{"type": "ADDED",\n "object": {\n', 3, "ends in the middle of a value"),
        ('{"type": "ADDED",\n{"type"', 1, "a value that is cut off: the next one begins on line 2"),
        ('{"type": "ADDED", "object": [}', 1, "not JSON"),
        ("kind: Pod\nmetadata: {\n", 3, ""),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    path = tmp_path / "trace"
    path.write_text(text, "utf-8")
    try:
        trouble = check_source(open_trace(path)).trouble
    except BadTrace as error:
        trouble = str(error)
    assert trouble.startswith(f"{path}:{line}: ")
    assert sentence in trouble


def test_what_was_checked_before_the_garbage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "trace"
    path.write_text("".join(map(as_event_lines, entries()[:3])) + '{"type": "MODI', "utf-8")
    verdict = check_source(open_trace(path))
    assert verdict.trouble.startswith(f"{path}:4: ")
    assert verdict.coverage.observations == 3
    assert not verdict.is_accepted
    assert verdict.undecided == "the trace could not be read to its end"


def test_a_field_of_a_wrong_type_is_named(tmp_path: Path) -> None:
    shown = entries()[:2]
    shown[1]["object"]["status"]["containerStatuses"] = [{"name": "app", "restartCount": "two"}]
    verdict = written(tmp_path / "trace", as_event_lines, shown)
    assert f"{tmp_path / 'trace'}:2: status.containerStatuses[0].restartCount: wants an integer" in verdict.trouble
