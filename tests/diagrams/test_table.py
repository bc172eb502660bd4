"""table: one line for each row of the picture, with every column filled from it."""

from __future__ import annotations

import attrs

from podlaw.diagrams.picture import Picture, picture_of
from podlaw.diagrams.table import AS_IT_WAS, COLUMNS, table
from podlaw.model.kubelet.deadline import DEADLINE
from podlaw.model.kubelet.pod_cache import POD_CACHE


def cells(line: str) -> list[str]:
    """The cells of one line of a Markdown table."""
    return [cell.strip() for cell in line.strip("|").split(" | ")]


def test_a_row_has_its_nine_columns() -> None:
    header, _, first, *_ = table(picture_of(DEADLINE)).splitlines()
    assert cells(header) == list(COLUMNS)
    assert cells(first) == [
        "Not over",
        "DeadlinePasses",
        "is set",
        "",
        "Over",
        "B16.1",
        "a Pod is failed when it has been active longer than its deadline",
        "kubelet/active_deadline pastActiveDeadline",
        "clock",
    ]


def test_rows_are_in_the_order_of_the_picture(picture: Picture) -> None:
    lines = table(picture).splitlines()[2:]
    assert [cells(line)[0] for line in lines] == [row.source for row in picture.rows]
    assert [cells(line)[5] for line in lines] == [row.label.rule for row in picture.rows]


def test_a_group_that_stays_says_so() -> None:
    assert f"| any state | Use |  | grow old | {AS_IT_WAS} |" in table(picture_of(POD_CACHE))


def test_a_bar_in_a_cell_opens_no_column() -> None:
    picture = picture_of(DEADLINE)
    row = attrs.evolve(picture.rows[0], label=attrs.evolve(picture.rows[0].label, words="this | that"))
    assert "this \\| that" in table(attrs.evolve(picture, rows=(row,)))
