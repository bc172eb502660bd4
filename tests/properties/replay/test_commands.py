"""commands: what `podlaw replay` prints and how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from podlaw.cli import main
from podlaw.properties.replay.pool import in_order


def run(*arguments: object) -> int:
    """The exit status of `podlaw replay …`."""
    with pytest.raises(SystemExit) as ended:
        main(["replay", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def wrong(traces: Path, tmp_path: Path) -> Path:
    """A folder in which the second record of single-completes-never is one of another scenario."""
    shutil.copy(traces / "term-exit143.json", tmp_path / "single-completes-never.json")
    return tmp_path


def test_agreement_is_one_line_a_scenario_a_table_and_status_0(
    traces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(traces, "--against", traces / "repeats", "--names", "single-*", "--names", "term-exit143") == 0
    assert capsys.readouterr().out.splitlines() == [
        "single-completes-never: agrees (seed 0)",
        "single-fails-twice-then-completes-onfailure: agrees (seed 0)",
        "term-exit143: agrees (seed 0)",
        "",
        "family  agree  total  share",
        "single      2      2  100 %",
        "term        1      1  100 %",
        "all         3      3  100 %",
    ]


def test_a_difference_is_shown_side_by_side_and_is_status_1(
    traces: Path, wrong: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert run(traces / "single-completes-never.json", "--against", wrong) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("single-completes-never: DIFFERS: p: ")
    assert lines[1].split() == ["recorded", "|", "replayed"]
    assert any(line.startswith("  > ") for line in lines)
    assert max(map(len, lines[1:])) <= 120


def test_the_verdicts_are_there_for_programs(traces: Path, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [traces / "single-completes-never.json", traces / "term-exit143.json"]
    assert run(*paths, "--against", wrong, "-o", "json") == 1
    first, second = json.loads(capsys.readouterr().out)["scenarios"]
    assert (first["scenario"], first["family"], first["agrees"]) == ("single-completes-never", "single", False)
    assert first["difference"].startswith("p: ")
    assert (first["seed"], first["agreeing_seeds"], first["seeds_tried"]) == (None, [], 16)
    assert second["difference"].startswith("not modelled: no second record in ")


def test_a_second_record_agrees_with_every_seed_that_is_counted(
    traces: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = traces / "single-completes-never.json"
    assert run(name, "--against", traces / "repeats", "--seeds", 3, "-o", "json") == 0
    (only,) = json.loads(capsys.readouterr().out)["scenarios"]
    assert (only["difference"], only["seed"], only["agreeing_seeds"], only["seeds_tried"]) == (None, 0, [0, 1, 2], 3)


def test_bad_input_is_status_2_and_nothing_is_played(
    traces: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", "utf-8")
    assert run(traces, bad, "--against", traces / "repeats") == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.startswith(f"{bad}:1: not JSON")) == ("", True)


@pytest.mark.parametrize(
    "arguments", [["--family", "nonesuch"], ["--names", "x*"], ["--family", "term", "--names", "single-*"]]
)
def test_a_choice_that_fits_nothing_is_status_2(
    traces: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(traces, *arguments) == 2
    assert "fits" in capsys.readouterr().err


def test_a_path_that_is_not_there_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nothing") == 2
    assert run(tmp_path) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [error.rpartition(": ")[2] for error in errors] == [
        "no such file or folder",
        "no *.json recording in this folder",
    ]


def test_two_processes_find_what_one_finds_in_the_same_order(traces: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(traces, "--against", traces / "repeats", "--jobs", 1) == 0
    alone = capsys.readouterr().out
    assert run(traces, "--against", traces / "repeats", "--jobs", 2) == 0
    assert capsys.readouterr().out == alone


def test_an_error_in_a_worker_ends_the_work(traces: Path) -> None:
    with pytest.raises(IsADirectoryError):
        list(in_order(Path.read_text, [traces] * 8, jobs=2))


def test_supervised_runs_ask_every_law_and_end_well(traces: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(traces / "single-completes-never.json", "--supervised", "--seeds", 2) == 0
    first, _, last = capsys.readouterr().out.splitlines()
    assert first.startswith("single-completes-never: every law holds, on ")
    assert last == "1 keep every law, 0 do not, 0 are not modelled"


def test_a_supervised_run_that_breaks_a_law_is_shown_and_is_status_1(
    traces: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_may_be_so(*_: object) -> tuple[str]:
        return ("nothing may be so",)

    monkeypatch.setattr("podlaw.properties.stateful.supervision.differences", nothing_may_be_so)
    assert run(traces / "single-completes-never.json", "--supervised", "-o", "json") == 1
    one = json.loads(capsys.readouterr().out)["scenarios"][0]
    assert (one["scenario"], one["holds"]) == ("single-completes-never", False)
    assert "nothing may be so" in one["wrong"]
