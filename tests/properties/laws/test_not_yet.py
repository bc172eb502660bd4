"""docs/laws-not-yet.md: what it says of the laws that there are and that there are not is true."""

from __future__ import annotations

import re
from pathlib import Path

from podlaw.properties.laws import all_laws

PAGE = (Path(__file__).parents[3] / "docs" / "laws-not-yet.md").read_text("utf-8")
OF_ONE_POD = [
    "API",
    "DEL",
    "PW",
    "POD-PHASE",
    "SBX",
    "CTR",
    "IMG",
    "INIT",
    "SC",
    "RST",
    "BOFF",
    "PRB",
    "COND",
    "TERM",
    "ADL",
    "ADM",
    "EV",
]
IDS = {law.id for law in all_laws() if law.id.rsplit("-", 1)[0] in OF_ONE_POD}
ALL_IDS = {law.id for law in all_laws()}


TABLES = [part.splitlines()[2:] for part in PAGE.split("\n\n") if part.startswith("| id")]
"""The rows of all tables; the last is of laws that there are."""


def first_column(tables: list[list[str]]) -> list[str]:
    """The ids in the first column of these tables."""
    return [each for rows in tables for row in rows for each in row.split("|")[1].strip().split(", ")]


def test_what_waits_has_no_law() -> None:
    assert [each for each in first_column(TABLES[:-1]) if each in IDS] == []


def test_what_is_spoken_of_in_part_has_a_law() -> None:
    assert [each for each in first_column(TABLES[-1:]) if not each.endswith("*") and each not in ALL_IDS] == []


def test_the_page_counts_the_ids_of_one_pod() -> None:
    found = re.search(r"a law for (\d+) of the (\d+) ids", PAGE)
    waiting = [each for each in first_column(TABLES[:-1]) if each.rsplit("-", 1)[0] in OF_ONE_POD]
    assert found is not None
    assert (int(found[1]), int(found[2])) == (len(IDS), len(IDS) + len(waiting))
