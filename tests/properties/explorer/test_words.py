"""words: numbers of codes are packed, found again, and packed anew where they outgrow their bits."""

from __future__ import annotations

import numpy as np
import pytest

from podlaw.model.core.world import Scope
from podlaw.properties.explorer.layout import TooWide, layout
from podlaw.properties.explorer.words import WORD_BITS, Words


def test_codes_come_back_from_words(house: Scope) -> None:
    words = Words(layout(house))
    codes = [np.array([7, 3, 7, 100]) * (at + 1) for at in range(words.count)]
    numbers = [words.number(at, code) for at, code in enumerate(codes)]
    assert [number.tolist() for number in numbers] == [[1, 0, 1, 2]] * words.count
    assert [code.tolist() for code in words.decode(words.pack(numbers))] == [code.tolist() for code in codes]


def test_words_keep_their_order_when_they_are_widened(house: Scope) -> None:
    words = Words(layout(house))
    rows = [np.arange(8), np.arange(8)[::-1].copy(), np.arange(8)]
    for at, row in enumerate(rows):
        words.number(at, row)
    before = words.pack(rows)
    for at in range(words.count):
        words.number(at, np.arange(100))
    assert words.are_full
    words.widen()
    after = words.pack(rows)
    assert np.argsort(before).tolist() == np.argsort(after).tolist()
    assert [row.tolist() for row in words.unpack(after)] == [row.tolist() for row in rows]


def test_a_world_that_no_word_can_hold_is_refused_by_name(house: Scope) -> None:
    words = Words(layout(house))
    words.known = [1 << WORD_BITS // 2] * words.count
    with pytest.raises(TooWide, match=r"rooms/0/lamp.state… \d+"):
        words.widen()
