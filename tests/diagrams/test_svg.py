"""svg: what dot draws can be read: nothing is cut, nothing lies on a text, states stand in reading order."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from attrs import frozen

from podlaw.diagrams.dot import dot
from podlaw.diagrams.picture import Picture
from podlaw.diagrams.svg import NoDot, svg

SVG = "{http://www.w3.org/2000/svg}"
NARROWEST = 0.42
"""Width of a letter by the font's size: less than in any font that dot may have measured."""


@frozen
class Text:
    """A text as drawn; coordinates in points, downwards and to the right from the upper left corner."""

    words: str
    left: float
    right: float
    top: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom


def texts(root: ET.Element, shift: tuple[float, float]) -> list[Text]:
    found = []
    for element in root.iter(f"{SVG}text"):
        words = (element.text or "").replace("\u00a0", " ").strip()
        size = float(element.get("font-size", "14"))
        x, y = float(element.get("x", "0")) + shift[0], float(element.get("y", "0")) + shift[1]
        width = NARROWEST * size * len(words)
        left = x - width / 2 if element.get("text-anchor") == "middle" else x
        if words:
            found.append(Text(words, left, left + width, y - 0.6 * size, y))
    return found


def line_points(root: ET.Element, shift: tuple[float, float]) -> Iterator[tuple[str, float, float]]:
    """Points along each arrow, with the arrow's name."""
    for group in root.iter(f"{SVG}g"):
        if group.get("class") != "edge":
            continue
        for path in group.iter(f"{SVG}path"):
            numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.get("d", ""))]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            for at in range(0, len(points) - 1, 3):
                for step in range(21):
                    x, y = on_curve(points[at : at + 4], step / 20)
                    yield group.findtext(f"{SVG}title", ""), x + shift[0], y + shift[1]


def on_curve(points: list[tuple[float, float]], part: float) -> tuple[float, float]:
    """A point on a Bézier curve with these four control points."""
    weights = ((1 - part) ** 3, 3 * part * (1 - part) ** 2, 3 * part**2 * (1 - part), part**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


@pytest.fixture
def drawn(picture: Picture, needs_dot: None) -> ET.Element:
    return ET.fromstring(svg(dot(picture)))


@pytest.fixture
def shift(drawn: ET.Element) -> tuple[float, float]:
    """How far the drawing is moved inside the view box, in points."""
    moved = re.search(r"translate\(([\d.-]+)[ ,]([\d.-]+)\)", drawn.find(f"{SVG}g").get("transform"))
    return float(moved[1]), float(moved[2])


def test_all_text_is_inside_the_view_box(drawn: ET.Element, shift: tuple[float, float]) -> None:
    _, _, width, height = map(float, drawn.get("viewBox").split())
    for text in texts(drawn, shift):
        assert text.left >= 0, text
        assert text.right <= width, text
        assert text.top >= 0, text
        assert text.bottom <= height, text


def test_no_text_lies_on_another(drawn: ET.Element, shift: tuple[float, float]) -> None:
    for one, two in combinations(texts(drawn, shift), 2):
        beside = one.right <= two.left or two.right <= one.left
        assert beside or one.bottom <= two.top or two.bottom <= one.top, (one, two)


def test_no_arrow_runs_through_a_text(drawn: ET.Element, shift: tuple[float, float]) -> None:
    written = texts(drawn, shift)
    crossed = {(name, text.words) for name, x, y in line_points(drawn, shift) for text in written if text.holds(x, y)}
    assert crossed == set()


def test_states_stand_below_each_other_in_reading_order(
    picture: Picture, drawn: ET.Element, shift: tuple[float, float]
) -> None:
    places: dict[str, float] = {}
    for text in texts(drawn, shift)[1:]:  # after the title, which may be the name of a state too
        places.setdefault(text.words, text.bottom)
    heights = [places[state.name] for state in picture.states]
    assert all(above < below for above, below in pairwise(heights))


def test_every_part_of_the_picture_is_drawn(picture: Picture, drawn: ET.Element) -> None:
    written = " ".join((element.text or "").replace("\u00a0", " ") for element in drawn.iter(f"{SVG}text"))
    for row in picture.rows:
        assert all(part in written for part in (*row.label.parts, row.label.rule))
    assert all(name in written for name in (*picture.boxes, *picture.actors, picture.title))


def test_titles_tell_the_rule_and_its_source(picture: Picture, drawn: ET.Element) -> None:
    titles = "\n".join(element.text or "" for element in drawn.iter(f"{SVG}title"))
    for row in picture.rows:
        assert f"{row.label.rule}: {row.label.words} [{row.label.citation}]" in titles
    assert not list(drawn.iter(f"{SVG}a")), "a tooltip is no link"


def test_a_png_has_something_on_it(picture: Picture, needs_dot: None) -> None:
    import graphviz

    png = graphviz.Source(dot(picture)).pipe(format="png")
    width, height = struct.unpack(">II", png[16:24])
    pixels = zlib.decompress(image_data(png))
    assert width > 300
    assert height > 200
    assert sum(1 for value in pixels if value) > len(pixels) / 200


def image_data(png: bytes) -> bytes:
    """The compressed pixels: what is in all chunks of the type IDAT."""
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return data


def test_without_the_program_dot_there_is_no_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoDot):
        svg("digraph {}")
