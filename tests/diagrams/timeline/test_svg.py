"""svg: the picture is well-formed, has all bars and marks, cuts no text, and nothing leaves the page."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from podlaw.diagrams.timeline.lanes import Bar, Chart, Lane, Look, Mark, Sign
from podlaw.diagrams.timeline.svg import LEFT, WIDTH, svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
CHART = Chart(
    "default/<web>",
    [
        Lane("app", [Bar(0, 40, Look.RUNNING, "#0", "a & b"), Bar(40, 41, Look.FAILED, "too long for it", "end")]),
        Lane("probe", marks=[Mark(5, sign, sign.value) for sign in Sign]),
    ],
)


def drawn() -> ET.Element:
    return ET.fromstring(svg([CHART], 60))


def test_what_has_a_title_says_it() -> None:
    titles = [each.text for each in drawn().iter(f"{NAMESPACE}title")]
    assert titles == ["a & b until 40s", "end until 41s", *(sign.value for sign in Sign)]


def test_a_text_that_does_not_fit_its_bar_is_left_to_the_title() -> None:
    texts = [each.text for each in drawn().iter(f"{NAMESPACE}text")]
    assert "#0" in texts
    assert "too long for it" not in texts
    assert "default/<web>" in texts


def test_bars_stay_on_the_page_and_keep_their_proportions() -> None:
    bars = [each for each in drawn().iter(f"{NAMESPACE}rect") if each.find(f"{NAMESPACE}title") is not None]
    places = [(float(each.attrib["x"]), float(each.attrib["width"])) for each in bars]
    assert places == [(LEFT, WIDTH * 40 / 60), (LEFT + WIDTH * 40 / 60, WIDTH / 60)]


def test_the_legend_explains_what_is_there_and_no_more() -> None:
    texts = {each.text for each in drawn().iter(f"{NAMESPACE}text")}
    assert {"Running", "Failed", *(sign.value for sign in Sign)} <= texts
    assert "back-off" not in texts


def test_the_axis_has_a_handful_of_ticks_however_long_the_run() -> None:
    for end in (1, 59, 600, 86_400):
        ticks = re.findall(r'class="grid"', svg([CHART], end))
        assert 2 <= len(ticks) <= 14
