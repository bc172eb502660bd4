"""tables: recorded Tables of Pods, held against the printer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.recordings.tables import check_tables
from podlaw.properties.replay.scenario import BadRecording

RECORDED = Path(__file__).parents[2] / "data" / "http" / "kubectl-get-watch.json"


def changed(folder: Path, change: Callable[[Any], object]) -> Path:
    """A copy of the recording with something else in it."""
    document = json.loads(RECORDED.read_text("utf-8"))
    change(document)
    path = folder / "changed.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def rows(document: Any) -> list[Any]:
    """Those that came with a watch."""
    return [row for table in tables(document) for row in table["rows"] or ()]


def tables(document: Any) -> list[Any]:
    """Those that came with a watch."""
    found = [entry["event"]["object"] for each in document["http"] for entry in each["response"].get("stream", ())]
    return [each for each in found if each["kind"] == "Table"]


def test_every_recorded_row_agrees() -> None:
    outcome = check_tables(RECORDED)
    assert outcome.differences == ()
    assert outcome.agree == outcome.total == 23


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        (1, "1/2", "READY of p is '1/2', podlaw's is '1/1'"),
        (2, "Unknown", "STATUS of p is 'Unknown', podlaw's is 'Terminating'"),
        (4, "9s", "AGE of p is '9s', podlaw's is '2s'"),
        (6, "node-9", "NODE of p is 'node-9', podlaw's is 'node-1'"),
    ],
)
def test_a_row_with_another_cell_differs_in_that_column(tmp_path: Path, column: int, cell: str, sentence: str) -> None:
    def change(document: Any) -> None:
        row = next(each for each in rows(document) if each["cells"][2] == "Terminating")
        row["cells"][column] = cell

    outcome = check_tables(changed(tmp_path, change))
    assert outcome.agree == outcome.total - 1
    assert [each.rpartition(" s: ")[2] for each in outcome.differences] == [sentence]


def test_a_row_of_an_unknown_version_is_not_passed_over(tmp_path: Path) -> None:
    outcome = check_tables(changed(tmp_path, lambda document: document["watch"].clear()))
    assert outcome.agree == 0
    assert "nothing in the recording says what Pod it was printed from" in outcome.differences[0]


def test_other_columns_differ(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        tables(document)[0]["columnDefinitions"].pop()

    outcome = check_tables(changed(tmp_path, change))
    assert outcome.agree < outcome.total
    assert "the columns are NAME, READY" in outcome.differences[0]


def test_what_is_no_recording_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{}", "utf-8")
    with pytest.raises(BadRecording):
        check_tables(path)
