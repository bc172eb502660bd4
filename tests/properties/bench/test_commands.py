"""commands: what `podlaw bench` prints, and how it says that something is not installed."""

from __future__ import annotations

import json

import pytest

from podlaw.cli import main
from podlaw.properties.bench import cluster, explorers, scheduler, spin
from podlaw.properties.bench.commands import ratio
from podlaw.properties.bench.measure import Row
from podlaw.properties.worlds import WORLDS


def run(*arguments: str) -> int:
    """The exit status of `podlaw bench …`."""
    with pytest.raises(SystemExit) as ended:
        main(["bench", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_figures_are_there_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "machines", "--seconds", "0.01", "-o", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["unit"] for row in told["rows"]] == ["steps/s", "steps/s", "moves/s"]
    assert all(row["figure"] > 0 for row in told["rows"])


def test_the_table_has_a_row_for_each_figure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "machines", "--seconds", "0.01") == 0
    assert "by look-up" in capsys.readouterr().out


def test_a_missing_program_is_named_in_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spin.shutil, "which", lambda name: None)
    world = WORLDS["0+1"]()
    rows = {row.what: row for row in explorers.rows(world, world, seconds=0.01)}
    assert rows["SPIN"].figure is None
    assert rows["SPIN"].note == "not installed: spin, a C compiler"
    assert rows["explorer, numpy"].note.endswith("edges")


def test_rates_are_compared_with_what_they_stand_beside() -> None:
    rows = [Row("explorer", 10.0, "states/s"), Row("SPIN", 4.0, "states/s"), Row("a day", 1.0, "s")]
    assert [ratio(row, rows) for row in rows] == ["2.50×", "1.00×", ""]
    assert ratio(rows[0], rows[:1]) == ""


def test_a_day_of_crashes_has_hundreds_of_restarts() -> None:
    assert cluster.a_day_of_crashes() > 200


def test_the_schedulers_cost_is_told_at_each_step() -> None:
    told = list(scheduler.rows(nodes=20, steps=(1_000, 2_000)))
    assert [row.what for row in told] == ["scheduling of 1,000 Pods", "scheduling of 2,000 Pods"]
    assert all(row.figure for row in told)
