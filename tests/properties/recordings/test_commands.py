"""commands: how `podlaw recordings` ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.cli import main

DATA = Path(__file__).parents[2] / "data"


def run(*arguments: object) -> int:
    """The exit status of `podlaw recordings …`."""
    with pytest.raises(SystemExit) as ended:
        main(["recordings", *map(str, arguments)])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_an_absent_folder_is_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nothing") == 1
    assert run(tmp_path) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{tmp_path / 'nothing'}: no such folder",
        f"{tmp_path / 'vectors'}: no such folder",
    ]


def test_every_part_has_its_figure_and_a_share_below_is_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "phase.jsonl").write_bytes((DATA / "vectors" / "phase.jsonl").read_bytes())
    (tmp_path / "traces").symlink_to(DATA / "traces")
    assert run(tmp_path, "--against", DATA / "traces" / "repeats") == 1
    lines = capsys.readouterr().out.splitlines()
    below = [line.split()[1] for line in lines if line.endswith("<")]
    assert "backoff" in below  # a file that is not there
    assert "phase" not in below
    together = next(line for line in lines if line.startswith("replay, these together"))
    assert together.split()[-4:] == ["100", "%", "90", "%"]


def test_a_bad_recording_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "traces").mkdir()
    (tmp_path / "traces" / "bad.json").write_text("[]", "utf-8")
    (tmp_path / "vectors").symlink_to(DATA / "vectors")
    assert run(tmp_path) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path / 'traces' / 'bad.json'}:1: ")
