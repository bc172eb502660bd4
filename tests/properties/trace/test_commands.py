"""commands: what `podlaw trace` prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from podlaw.cli import main

RECORDS = Path(__file__).parents[2] / "data" / "records"


def run(*arguments: object) -> int:
    """The exit status of `podlaw trace …`."""
    with pytest.raises(SystemExit) as ended:
        main(["trace", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def impossible(tmp_path: Path) -> Path:
    """A recording in which the deletion is taken back in the end."""
    document = json.loads((RECORDS / "term-grace-5.json").read_text("utf-8"))
    pods = [entry["object"] for entry in document["watch"] if entry["kind"] == "Pod" and entry["type"] == "MODIFIED"]
    del pods[-1]["metadata"]["deletionTimestamp"]
    path = tmp_path / "impossible.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_real_recordings_are_accepted_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(RECORDS) == 0
    count = len(list(RECORDS.glob("*.json")))
    assert capsys.readouterr().out.splitlines()[-1] == (f"{count} accepted, 0 rejected, 0 undecided of {count} traces")


def test_an_impossible_one_is_told_with_line_law_and_source_and_status_1(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(impossible) == 1
    out = capsys.readouterr().out
    assert f"{impossible}: rejected: " in out
    assert "the law: " in out
    assert "source: kubelet getPhase" in out


def test_json_has_one_entry_a_file(impossible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(RECORDS / "term-grace-5.json", impossible, "-o", "json") == 1
    good, bad = json.loads(capsys.readouterr().out)["traces"]
    assert (good["accepted"], good["undecided"], good["laws"]) == (True, None, [])
    assert (bad["accepted"], bad["undecided"]) == (False, None)
    assert "DEL-1" in bad["laws"]
    assert bad["message"].startswith(f"{impossible}:")


def test_a_truncated_file_is_bad_input_and_says_how_far_it_was_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.json"
    document = json.loads((RECORDS / "term-grace-5.json").read_text("utf-8"))
    lines = [json.dumps({"type": e["type"], "object": {"kind": "Pod", **e["object"]}}) for e in document["watch"][:2]]
    path.write_text("\n".join([*lines, lines[0][:50]]), "utf-8")
    assert run(path) == 2
    assert capsys.readouterr().err.startswith(f"{path}:3: ")


def test_a_missing_file_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "absent.json") == 2
    assert "absent.json:1: No such file or directory" in capsys.readouterr().err


def test_snapshots_in_several_files_are_one_trace_where_that_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads((RECORDS / "single-fails-twice-then-completes-onfailure.json").read_text("utf-8"))
    pods = [entry["object"] for entry in document["watch"] if entry["kind"] == "Pod"]
    files = [tmp_path / "first.json", tmp_path / "second.json"]
    for file, pod in zip(files, (pods[-1], pods[4]), strict=True):
        file.write_text(json.dumps({"kind": "Pod", **pod}), "utf-8")
    assert run(*reversed(files), "--together") == 0
    pods[4]["metadata"]["resourceVersion"] = "99999999"  # it ran again after its end
    files[1].write_text(json.dumps({"kind": "Pod", **pods[4]}), "utf-8")
    assert run(*files) == 0
    capsys.readouterr()
    assert run(*files, "--together") == 1
    assert f"{files[1]}:1: " in capsys.readouterr().out
