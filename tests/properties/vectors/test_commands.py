"""commands: what `podlaw vectors` prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from podlaw.cli import main

RECORDED = Path(__file__).parents[2] / "data" / "vectors" / "phase.jsonl"
TOTAL = len(RECORDED.read_text("utf-8").splitlines())


def run(*arguments: object) -> int:
    """The exit status of `podlaw vectors …`."""
    with pytest.raises(SystemExit) as ended:
        main(["vectors", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_agreement_is_one_line_and_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(RECORDED) == 0
    assert capsys.readouterr().out == f"phase {TOTAL}/{TOTAL}\n"


def test_the_figures_are_there_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("-o", "json", RECORDED) == 0
    assert json.loads(capsys.readouterr().out) == {"files": [{"file": "phase", "agree": TOTAL, "total": TOTAL}]}


def test_a_difference_is_shown_side_by_side_and_is_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "phase.jsonl"
    given = '"in": {"podIsTerminal": false, "podHasInitialized": false}'
    path.write_text(f'{{"id": "phase-1", {given}, "out": {{"phase": "Running", "more": "{"x" * 99}"}}}}\n')
    assert run(path) == 1
    assert capsys.readouterr().out.splitlines() == [
        "phase 0/1",
        "",
        f"{path}:1: phase-1",
        f"         {'recorded':60}  podlaw",
        f'  more   "{"x" * 58}…  -',
        f'  phase  {chr(34) + "Running" + chr(34):60}  "Pending"',
    ]


def test_a_file_without_a_rule_says_so_and_is_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "novel.jsonl").write_text('{"id": "1", "in": {}, "out": {}}\n')
    assert run(tmp_path) == 1
    assert capsys.readouterr().out == "novel 0/1  (podlaw does not implement this file yet)\n"


def test_bad_input_is_one_line_on_stderr_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "phase.jsonl"
    path.write_text("nonsense\n")
    assert run(RECORDED, path) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"{path}:1: not JSON: Expecting value (column 1)\n"
