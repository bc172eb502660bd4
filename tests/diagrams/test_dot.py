"""dot: all of the picture is in the text, in colours that can be read on light and on dark."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import attrs
import pytest

from podlaw.diagrams.dot import COLOURS, NEUTRAL, balanced, dot, wrapped
from podlaw.diagrams.picture import Picture, picture_of
from podlaw.model.apiserver.pod_object import POD_OBJECT
from podlaw.model.core.event import Actor

LEAST_CONTRAST = 4.1
"""Nothing can have more than 4.35 against both of these."""


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #rrggbb, from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_actor_has_a_colour_of_its_own() -> None:
    assert list(COLOURS) == [actor.value for actor in Actor]
    assert len({*COLOURS.values(), NEUTRAL}) == len(COLOURS) + 1


@pytest.mark.parametrize("background", ["#ffffff", "#0d1117"])
def test_every_colour_can_be_read_on_light_and_on_dark(background: str) -> None:
    for colour in (*COLOURS.values(), NEUTRAL):
        darker, lighter = sorted((luminance(colour), luminance(background)))
        assert (lighter + 0.05) / (darker + 0.05) > LEAST_CONTRAST, colour


def test_every_rule_and_its_words_are_in_the_text(picture: Picture) -> None:
    text = dot(picture)
    for row in picture.rows:
        assert f">{row.label.rule}<" in text
        assert f"{row.label.rule}: {row.label.words} [{row.label.citation}]" in text


def test_every_line_has_the_colour_of_its_actor(picture: Picture) -> None:
    text = dot(picture)
    for row in picture.rows:
        first = wrapped(row.label.parts, 38)[0]
        assert f'<FONT COLOR="{COLOURS[row.label.actor]}">{first}' in text


def test_the_text_is_the_same_each_time(picture: Picture) -> None:
    assert dot(picture) == dot(picture)


def test_quotes_and_brackets_do_not_break_the_text(needs_dot: None) -> None:
    from podlaw.diagrams.svg import svg

    first, *others = POD_OBJECT.edges
    odd = attrs.evolve(first, by=attrs.evolve(first.by, id='<"B1">', words='<b> & "quoted" \\'))
    drawn = svg(dot(picture_of(attrs.evolve(POD_OBJECT, words="<i> & \\N", edges=(odd, *others)))))
    texts = [element.text or "" for element in ET.fromstring(drawn).iter()]
    assert {"<i> & \\N", '<"B1">'} <= set(texts)
    assert any('<"B1">: <b> & "quoted" \\ [' in text for text in texts)


def test_words_are_wrapped_at_the_width_and_never_cut() -> None:
    assert wrapped(["one", "two", "three"], 7) == ["one two", "three"]
    assert wrapped(["longer-than-that", "x"], 7) == ["longer-than-that", "x"]


def test_no_word_of_a_sentence_is_left_alone() -> None:
    words = ["one", "two", "three", "four", "five"]
    assert wrapped(words, 18) == ["one two three four", "five"]
    assert balanced(words, 18) == ["one two three", "four five"]
