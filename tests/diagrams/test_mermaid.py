"""mermaid: the text holds the whole picture, and only what Mermaid's grammar reads as it is meant."""

from __future__ import annotations

import re

from podlaw.diagrams.mermaid import STAYS, identifier, mermaid
from podlaw.diagrams.picture import Picture, picture_of
from podlaw.model.kubelet.deadline import DEADLINE

LINES = (
    r"stateDiagram-v2",
    r'state "[^":;#]+" as \w+',
    r"\[\*\] --> \w+",
    r"\w+ --> \[\*\]",
    r"\w+ --> \w+ : [^:;#]+",
    rf"\w+ : {STAYS} [^:;#]+",
    r"classDef group stroke-dasharray: 5 5",
    r"class \w+(,\w+)* group",
)


def test_the_text_of_a_small_kind() -> None:
    assert mermaid(picture_of(DEADLINE)) == (
        "stateDiagram-v2\n"
        '    state "Not over" as NotOver\n'
        '    state "Over" as Over\n'
        "    [*] --> NotOver\n"
        "    NotOver --> Over : DeadlinePasses [is set] (B16.1)\n"
        "    Over --> [*]\n"
    )


def test_every_line_is_of_a_form_that_mermaid_reads(picture: Picture) -> None:
    odd = [
        line for line in mermaid(picture).splitlines() if not any(re.fullmatch(form, line.strip()) for form in LINES)
    ]
    assert odd == []


def test_every_row_is_in_the_text(picture: Picture) -> None:
    text = mermaid(picture)
    for row in picture.rows:
        label = f"{row.label} ({row.label.rule})"
        stays = f"{identifier(row.source)} : {STAYS} {label}\n"
        leads = rf"{identifier(row.source)} --> {identifier(row.target)} : .*{re.escape(label)}(<br/>|\n)"
        assert stays in text if row.source == row.target else re.search(leads, text)


def test_identifiers_are_different(picture: Picture) -> None:
    assert len({identifier(box) for box in picture.boxes}) == len(picture.boxes)


def test_an_identifier_is_no_word_of_the_grammar() -> None:
    assert [identifier(name) for name in ("state", "Image present", "any but Pulling")] == [
        "State",
        "ImagePresent",
        "AnyButPulling",
    ]
