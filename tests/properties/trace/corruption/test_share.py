"""share: recordings made impossible in every known way are rejected, and real ones stay as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.trace.corruption.draft import Corruption
from podlaw.properties.trace.corruption.share import ALL, corrupted, is_rejected, least_share_is_reached, measure, table
from podlaw.properties.trace.knowledge import WATCH

RECORDS = sorted((Path(__file__).parents[3] / "data" / "records").glob("*.json"))
ABSENT = {"no-image", "ready-at-once"}
"""No record among the chosen ones has what these corrupt."""


@pytest.fixture(scope="module")
def documents() -> dict[str, Mapping[str, Any]]:
    return {path.stem: json.loads(path.read_text("utf-8")) for path in RECORDS}


def test_there_are_many_ways_and_each_has_a_name_of_its_own() -> None:
    assert len(ALL) >= 25
    assert len({corruption.name for corruption in ALL}) == len(ALL)


@pytest.mark.parametrize("corruption", ALL, ids=[corruption.name for corruption in ALL])
def test_a_copy_that_is_corrupted_so_is_rejected(
    documents: dict[str, Mapping[str, Any]], corruption: Corruption
) -> None:
    copies = (corrupted(document, corruption, name) for name, document in documents.items())
    found = [copy for copy in copies if copy is not None][:3]
    assert found or corruption.name in ABSENT
    assert not found or any(is_rejected(copy) for copy in found)


def test_the_same_seed_makes_the_same_copy_and_leaves_the_original(documents: dict[str, Mapping[str, Any]]) -> None:
    for corruption in ALL:
        for name, document in documents.items():
            before = json.dumps(document)
            assert corrupted(document, corruption, name) == corrupted(document, corruption, name)
            assert json.dumps(document) == before
            break


def test_of_the_api_alone_only_what_it_shows_is_counted() -> None:
    shares = measure(RECORDS[:1], known=WATCH)
    assert "uncreated" not in shares
    assert "no-creation" not in shares


def test_almost_all_copies_are_rejected() -> None:
    shares = measure(RECORDS[::3])
    assert least_share_is_reached(shares), "\n".join(table(shares))
