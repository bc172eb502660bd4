"""Words: a state as one 64-bit number: of each code its number among those that were reached.

Numbers are given in the order of discovery. Each has as many bits as are needed so far; when one runs out of bits all words
are packed anew, which keeps their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .layout import Layout, TooWide

WORD_BITS = 63
"""One less than there are, so that a table of words may use 0 for an empty place."""


class Words:
    """The codes that were reached, by number, and how numbers are packed."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.count = len(layout.widths)
        self.codes: list[Any] = [np.zeros(8, np.int64) for _ in layout.widths]
        """By code, then by number."""
        self.known = [0] * self.count
        """How many numbers each code has."""
        self.bits = [3] * self.count
        self._sorted: list[tuple[Any, Any]] = [(np.zeros(0, np.int64), np.zeros(0, np.int64))] * self.count

    @property
    def shifts(self) -> list[int]:
        """Where the number of each code lies in a word; the first code is the highest."""
        return [sum(self.bits[at + 1 :]) for at in range(self.count)]

    def number(self, at: int, codes: Any) -> Any:
        """The numbers of these codes; new ones get the next."""
        known, numbers = self._sorted[at]
        if not len(known) or not np.array_equal(known[place := _place(known, codes)], codes):
            found = np.unique(codes)
            self.add(at, found[~np.isin(found, known)])
            known, numbers = self._sorted[at]
            place = _place(known, codes)
        return numbers[place]

    def add(self, at: int, new: Any) -> None:
        """Number these codes, which were not reached before."""
        begin, end = self.known[at], self.known[at] + len(new)
        if end > len(self.codes[at]):
            self.codes[at] = np.concatenate([self.codes[at], np.zeros(end, np.int64)])
        self.codes[at][begin:end] = new
        self.known[at] = end
        order = np.argsort(self.codes[at][:end])
        self._sorted[at] = (self.codes[at][:end][order], order)

    def pack(self, numbers: Sequence[Any]) -> Any:
        """The words of these numbers, one vector for each code."""
        word: Any = np.zeros(len(numbers[0]), np.uint64)
        for number, shift in zip(numbers, self.shifts, strict=True):
            word |= number.astype(np.uint64) << np.uint64(shift)
        return word

    def unpack(self, words: Any) -> list[Any]:
        """The numbers in these words."""
        return [
            ((words >> np.uint64(shift)) & np.uint64((1 << bits) - 1)).astype(np.int64)
            for shift, bits in zip(self.shifts, self.bits, strict=True)
        ]

    def decode(self, words: Any) -> list[Any]:
        """The codes in these words."""
        return [self.codes[at][number] for at, number in enumerate(self.unpack(words))]

    @property
    def are_full(self) -> bool:
        """A code has more numbers than its bits allow."""
        return any(known > 1 << bits for known, bits in zip(self.known, self.bits, strict=True))

    def widen(self) -> None:
        """Give each code the bits that it needs; raises TooWide where a word has not got so many."""
        self.bits = [max(bits, (known - 1).bit_length()) for known, bits in zip(self.known, self.bits, strict=True)]
        if sum(self.bits) > WORD_BITS:
            first = {leaf.code: str(leaf) for leaf in reversed(self.layout.leaves)}
            parts = (f"{first.get(at, 'monitors')}… {known}" for at, known in enumerate(self.known))
            raise TooWide(f"a state needs {sum(self.bits)} bits of {WORD_BITS}; values reached: {', '.join(parts)}")


def _place(known: Any, codes: Any) -> Any:
    return np.minimum(np.searchsorted(known, codes), len(known) - 1)
