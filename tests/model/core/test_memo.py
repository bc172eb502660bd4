"""memo: a function is asked once for each object, and nothing is kept of objects that are gone."""

from __future__ import annotations

import gc

from attrs import frozen

from podlaw.model.core.memo import once_for_each


@frozen(eq=False)
class Box:
    content: list[int]


def test_each_object_is_asked_for_once_and_equal_ones_apart() -> None:
    asked: list[Box] = []

    @once_for_each
    def double(box: Box) -> list[int]:
        asked.append(box)
        return box.content * 2

    one, other = Box([1]), Box([1])
    assert double(one) == double(one) == double(other) == [1, 1]
    assert asked == [one, other]


def test_an_object_that_takes_the_place_of_one_that_is_gone_is_asked_for_itself() -> None:
    @once_for_each
    def content(box: Box) -> int:
        return box.content[0]

    for number in range(1_000):
        assert content(Box([number])) == number
    gc.collect()
