"""Every law: it says what it says, it notices its own breach, and it asks for no more than attributes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from podlaw.model.core.world import Composition
from podlaw.properties.judge import Judge
from podlaw.properties.law import Law, Mood, Move
from podlaw.properties.laws import all_laws, find_laws, laws_of_records, laws_of_worlds
from podlaw.properties.reading import read

RECORDS = sorted((Path(__file__).parents[2] / "data" / "records").glob("*.json"))
SILENT = {"out_of_memory_is_a_failure", "a_probes_kill_spares_the_rest", "labels_change_membership_only"}
"""No recorded container ran out of memory; where a probe kills one container of several, or where labels change, the
recordings are large."""


def name(law: Law) -> str:
    return f"{law.subject.name}-{law.id}-{law.name}"


@pytest.mark.parametrize("law", all_laws(), ids=name)
def test_every_law_bites(law: Law) -> None:
    breach = law.bites()
    assert breach is not None
    assert breach.law is law
    assert str(breach).startswith(f"{law.id} {law.sentence} But {breach.witness}. [")
    assert not re.search(r"[{}]|object at 0x", breach.witness)


@pytest.mark.parametrize("law", all_laws(), ids=name)
def test_every_law_is_one_cited_sentence(law: Law) -> None:
    assert re.fullmatch(r"[A-Z].*\.", law.sentence)
    assert ". " not in law.sentence
    assert re.fullmatch(r"[A-Z]+(-PHASE)?-\d+", law.id)
    assert law.source


def test_no_two_laws_of_one_subject_have_the_same_name() -> None:
    names = [(law.subject.name, law.name) for law in all_laws()]
    assert len(set(names)) == len(names)


def test_laws_are_found_by_id_and_by_name() -> None:
    assert find_laws("rst-2") == tuple(law for law in all_laws() if law.id == "RST-2")
    assert find_laws("never_means_once") == tuple(law for law in all_laws() if law.name == "never_means_once")
    assert find_laws("RST-99") == ()


def test_worlds_and_records_share_the_laws_between_them() -> None:
    assert set(laws_of_worlds()) | set(laws_of_records()) == set(all_laws())
    assert not set(laws_of_worlds()) & set(laws_of_records())


@pytest.mark.parametrize("law", [law for law in laws_of_worlds() if isinstance(law.subject, Composition)], ids=name)
def test_laws_of_worlds_read_attributes_only(law: Law, only_attributes) -> None:  # type: ignore[no-untyped-def]  # a fixture
    moves = law.breach if law.mood.has_monitor or law.mood is Mood.POSSIBLE else (law.breach,)
    for one in moves:
        if isinstance(one, Move):
            arguments = (only_attributes(one.before), one.firings, only_attributes(one.after))
        else:
            arguments = (only_attributes(one),)
        if law.mood.has_monitor:
            law.holds(law.initial, *arguments)
        else:
            law.applies(*arguments)
            law.holds(*arguments)


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_no_law_is_broken_by_a_recording(path: Path) -> None:
    judge = Judge(laws_of_records())
    for item in read(path):
        judge.hear(item)
    assert [str(breach) for breach in judge.breaches] == []
    assert "all hold" in judge.verdict


def test_every_law_of_records_speaks_of_some_recording() -> None:
    spoke: set[str] = set()
    for path in RECORDS:
        judge = Judge(laws_of_records())
        for item in read(path):
            judge.hear(item)
        spoke |= {law.name for law, times in judge.spoke.items() if times}
    assert {law.name for law in laws_of_records()} - spoke == SILENT
