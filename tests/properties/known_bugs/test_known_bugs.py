"""known_bugs: every decided row is noticed by its law, and only with its bug; the page is as generated."""

from __future__ import annotations

from pathlib import Path

import pytest

from podlaw.properties.known_bugs import wishes
from podlaw.properties.known_bugs.bug import KnownBug, Verdict
from podlaw.properties.known_bugs.bugs import known_bugs
from podlaw.properties.known_bugs.page import page
from podlaw.properties.law import Law

BUGS = known_bugs()
WITH_LAW = [bug for bug in BUGS if bug.law is not None]
PAGE = Path(__file__).parents[3] / "docs" / "known-bugs.md"


@pytest.mark.parametrize("bug", WITH_LAW, ids=lambda bug: bug.issues)
def test_the_law_of_a_known_bug_notices_it_and_nothing_else(bug: KnownBug) -> None:
    """What v1.36.2 still has podlaw shows without a mutant."""
    assert bug.counterexample() != ""
    assert (bug.innocent() != "") is (bug.verdict is Verdict.PRESENT)


def test_every_row_is_decided_or_says_what_is_missing() -> None:
    assert all(bug.evidence for bug in BUGS)
    assert [bug.issues for bug in BUGS if bug.verdict is Verdict.FIXED and bug.law is None] == []
    undecided = [bug for bug in BUGS if bug.verdict is Verdict.UNDECIDED]
    assert all(bug.evidence.startswith("liveness") for bug in undecided)


def test_the_page_is_as_generated() -> None:
    assert PAGE.read_text("utf-8") == "\n".join(page()) + "\n"


@pytest.mark.parametrize(
    "law", [law for law in vars(wishes).values() if isinstance(law, Law)], ids=lambda law: law.name
)
def test_every_wish_bites(law: Law) -> None:
    assert law.bites() is not None
