"""scenario: what is read of a recording, what is not, and how a bad one is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.replay.recording import Recording, read_recording
from podlaw.properties.replay.scenario import Action, BadRecording

Change = Callable[[dict[str, Any]], object]


def test_a_scenario_has_the_input_in_milliseconds(recording: Callable[[str], Recording]) -> None:
    scenario = recording("term-grace-5").scenario
    assert (scenario.name, scenario.family, scenario.duration) == ("term-grace-5", "term", 16_000)
    assert scenario.actions == (Action(at=5000, do="delete", args={"kind": "Pod", "name": "p", "grace": 5}),)
    assert scenario.objects[0]["metadata"]["name"] == "p"
    assert scenario.script == {"p": {"app": {"runs": [{"forever": True}], "on_sigterm": "ignore"}}}
    assert scenario.nodes[0]["name"] == "node-1"
    assert scenario.seed is None


def test_the_start_keeps_its_part_of_a_second(traces: Path, recording: Callable[[str], Recording]) -> None:
    written = json.loads((traces / "term-grace-5.json").read_text("utf-8"))["start"]
    assert recording("term-grace-5").scenario.start % 1000 == int(written[-4:-1]) != 0


def test_a_scenario_knows_nothing_of_what_was_observed(recording: Callable[[str], Recording]) -> None:
    told = repr(recording("term-grace-5").scenario)
    assert "deletionTimestamp" not in told
    assert "200" not in told  # the code with which the deletion was answered


def test_a_refusal_of_a_submitted_object_is_no_action(traces: Path, tmp_path: Path) -> None:
    document = json.loads((traces / "term-grace-5.json").read_text("utf-8"))
    document["actions"].append(
        {"at": 0.0, "do": "create", "args": {"kind": "Pod", "name": "q"}, "result": {"code": 422}}
    )
    changed = tmp_path / "refused.json"
    changed.write_text(json.dumps(document), "utf-8")
    assert [action.do for action in read_recording(changed).scenario.actions] == ["delete"]


@pytest.mark.parametrize(
    ("change", "line", "sentence"),
    [
        (lambda d: d.pop("objects"), 1, "objects is missing"),
        (lambda d: d.update(start="yesterday"), 5, "start 'yesterday' is no time"),
        (lambda d: d.update(start="2026-11-20T14:24:18"), 5, "start '2026-11-20T14:24:18' has no time zone"),
        (lambda d: d.update(duration=-1), 6, "duration -1 is no length of time"),
        (lambda d: d.update(duration="9"), 6, "duration has the wrong type"),
        (lambda d: d.update(nodes=[1]), 7, "nodes holds something that is no object"),
        (lambda d: d.update(actions=[{"planned": 1}]), 10, "actions holds an entry without at, do or args"),
        (lambda d: d.update(watch=[{"at": 1}]), 11, "watch is no list of watch events"),
        (lambda d: d.update(watch=None), 11, "watch is no list of watch events"),
    ],
)
def test_a_bad_recording_is_refused_with_file_and_line(
    traces: Path, tmp_path: Path, change: Change, line: int, sentence: str
) -> None:
    document = json.loads((traces / "single-completes-never.json").read_text("utf-8"))
    change(document)
    bad = tmp_path / "bad.json"
    members = (f"{json.dumps(key)}: {json.dumps(value)}" for key, value in document.items())
    bad.write_text("{" + ",\n".join(members) + "}", "utf-8")
    with pytest.raises(BadRecording) as refusal:
        read_recording(bad)
    assert str(refusal.value) == f"{bad}:{line}: {sentence}"


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b'{"scenario": "a",\n"family": }', 2, "not JSON"),
        (b'{"scenario": "a",\n"family": "\xff"}', 2, "not UTF-8"),
        (b"[" * 100_000, 1, "nested too deeply"),
        (b'{"duration":\n NaN}', 1, "not JSON: NaN is no number"),
        (b"[]", 1, "not a JSON object"),
    ],
)
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: bytes, line: int, sentence: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    with pytest.raises(BadRecording) as refusal:
        read_recording(bad)
    assert str(refusal.value).startswith(f"{bad}:{line}: {sentence}")
