"""Bug: one known defect: what became of it in v1.36, how podlaw is made to show it, and the law that notices."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from enum import Enum

from attrs import field, frozen

from ..law import Law


class Verdict(Enum):
    """What v1.36.2 does, as vectors and recordings show."""

    FIXED = "fixed"
    PRESENT = "present"
    CONTRACT = "contract"
    """Which of two behaviours is right was never written down; the law says which one v1.36.2 has."""
    UNDECIDED = "undecided"


Shown = Callable[[Law], str]
"""What breaks this law, in lines; empty where nothing does. Asked with and without the bug."""


@frozen(eq=False)
class KnownBug:
    """`mutant` is the misbehaviour, active for as long as the context lasts; of what is still present it is nothing,
    for podlaw shows that as it is, and `law` is then the broken wish. Without a law the row is only told of."""

    issues: str
    symptom: str
    verdict: Verdict
    evidence: str
    law: Law | None = None
    shown: Shown | None = None
    words: str = ""
    """What the mutant does."""
    mutant: Callable[[], AbstractContextManager[None]] = field(default=nullcontext)

    def counterexample(self) -> str:
        """What the law says of the bug; empty where it says nothing."""
        if self.law is None or self.shown is None:
            return ""
        with self.mutant():
            return self.shown(self.law)

    def innocent(self) -> str:
        """What the law says without the bug."""
        return self.shown(self.law) if self.law is not None and self.shown is not None else ""
