"""nearest: what is said to have been possible instead is little, and legal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podlaw.properties.trace import RECORDING, TraceChecker
from podlaw.properties.trace.corruption.share import ALL, corrupted
from podlaw.properties.trace.formats import parts_of

RECORDS = Path(__file__).parents[2] / "data" / "records"


def instead(record: str, corruption: str) -> str:
    """What is said about the first impossible part of this record, corrupted so."""
    document: dict[str, Any] = json.loads((RECORDS / f"{record}.json").read_text("utf-8"))
    way = next(each for each in ALL if each.name == corruption)
    copy = corrupted(document, way, "0")
    assert copy is not None
    checker = TraceChecker(record, RECORDING)
    for part in parts_of(copy, RECORDING):
        checker.see(part)
    return checker.rejections[0].instead


@pytest.mark.parametrize(
    ("record", "corruption", "words"),
    [
        ("term-grace-5", "another-class", "the same with qosClass BestEffort"),
        ("single-fails-twice-then-completes-onfailure", "uncounted", "restartCount of container app as before"),
        ("term-grace-5", "uninitialized", "the same with condition Initialized as before (True)"),
        ("term-grace-5", "another-node", "nodeName"),
        ("term-grace-5", "later-deletion", "the same with deletionTimestamp as before ("),
        ("term-grace-5", "another-start", "container app"),
    ],
)
def test_the_part_that_is_wrong_is_named_as_it_should_be(record: str, corruption: str, words: str) -> None:
    assert words in instead(record, corruption)


def test_nothing_is_said_of_what_comes_first() -> None:
    assert instead("term-grace-5", "born-running") == ""
