"""Budget: how much is read of a file before it is refused, so that no input takes unbounded time or memory."""

from __future__ import annotations

from attrs import define

from .located import Flaw, Unreadable

MAX_DEPTH = 100
"""Levels of nesting. Kubernetes stops at 10,000; no object of its API has a fifth of this."""

MAX_WEIGHT = 3 * 1024 * 1024
"""Characters of a document with its aliases expanded: the API server takes requests of up to 3 MiB."""

MAX_VALUES = 2_000_000
"""Values and keys of a file with its aliases expanded: about 70,000 Pods."""


@define
class Budget:
    """What has been read: the characters of this document, and the values of the file up to here."""

    weight: int = 0
    values: int = 0

    def begin_document(self) -> None:
        self.weight = 0

    def spend(self, weight: int, values: int, line: int) -> None:
        """Raises Unreadable when there is no more to spend."""
        self.weight += weight
        self.values += values
        if self.weight > MAX_WEIGHT:
            raise Unreadable(Flaw(line, "", "the document, with its aliases expanded, is larger than 3 MiB"))
        if self.values > MAX_VALUES:
            raise Unreadable(Flaw(line, "", f"more than {MAX_VALUES:,} values, with aliases expanded"))

    def enter(self, depth: int, line: int) -> None:
        """Raises Unreadable when a list or mapping inside `depth` others is one too many."""
        if depth >= MAX_DEPTH:
            raise Unreadable(Flaw(line, "", f"nested more than {MAX_DEPTH} levels deep"))
