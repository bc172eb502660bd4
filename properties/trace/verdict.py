"""Verdict: what a check of one trace found, as lines for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from ..law import Breach
from ..record import Item


@frozen
class Rejection:
    """One part of a trace that no legal run shows, where it stands, and the law that it breaks."""

    path: str
    line: int
    item: Item
    breach: Breach
    instead: str = ""
    """What was possible instead, where that is little."""


@frozen(kw_only=True)
class Coverage:
    """How much was judged; `not_asked` are ids of laws by the reason why they could not be asked, `not_judged` counts."""

    observations: int
    pods: int
    laws: int
    spoke: int
    """So many of the laws had something to say."""
    not_asked: Mapping[str, tuple[str, ...]] = field(factory=dict)
    not_judged: Mapping[str, int] = field(factory=dict)


@frozen
class Verdict:
    """`trouble`, where there is some, says where and why the trace could not be read to its end."""

    path: str
    format: str
    rejections: tuple[Rejection, ...]
    coverage: Coverage
    trouble: str = ""

    @property
    def is_accepted(self) -> bool:
        """All of it was read, there was a Pod in it, and no law is broken."""
        return not self.rejections and not self.trouble and self.coverage.observations > 0

    @property
    def undecided(self) -> str:
        """Why nothing can be said; empty where something is said."""
        if self.rejections:
            return ""
        if self.trouble:
            return "the trace could not be read to its end"
        return "" if self.coverage.observations else "the trace shows no Pod"

    @property
    def laws(self) -> tuple[str, ...]:
        """The ids of the laws that are broken, in the order in which they were."""
        return tuple(dict.fromkeys(rejection.breach.law.id for rejection in self.rejections))

    @property
    def message(self) -> str:
        """One sentence or two: what was checked, or the first thing that is impossible."""
        if self.rejections:
            first = self.rejections[0]
            instead = f" Possible instead: {first.instead}." if first.instead else ""
            return f"{first.path}:{first.line}: {first.item}. {first.breach}{instead}"
        return self.trouble or self.undecided or self.checked

    @property
    def checked(self) -> str:
        """What was checked, in numbers."""
        c = self.coverage
        return (
            f"{_count(c.observations, 'observation')} of {_count(c.pods, 'Pod')}, "
            f"{c.spoke} of {c.laws} laws had something to say"
        )

    def as_json(self) -> dict[str, Any]:
        """`accepted` and `undecided` are never both."""
        c = self.coverage
        return {
            "file": self.path,
            "accepted": self.is_accepted,
            "undecided": self.undecided or None,
            "laws": list(self.laws),
            "message": self.message,
            "coverage": {
                "format": self.format,
                "observations": c.observations,
                "pods": c.pods,
                "laws": c.laws,
                "lawsThatSpoke": c.spoke,
                "lawsNotAsked": {reason: list(ids) for reason, ids in c.not_asked.items()},
                "notJudged": dict(c.not_judged),
            },
        }


def lines(verdict: Verdict) -> Iterator[str]:
    """The verdict for people."""
    if verdict.rejections:
        yield f"{verdict.path}: rejected: {', '.join(verdict.laws)}"
        first = verdict.rejections[0]
        yield from _explained(first)
        others = len(verdict.rejections) - 1
        if others:
            yield f"    and {_count(others, 'breach', 'breaches')} more"
    elif verdict.is_accepted:
        yield f"{verdict.path}: accepted: {verdict.checked}"
    else:
        yield f"{verdict.path}: undecided: {verdict.undecided}"
    if verdict.trouble:
        yield f"    {verdict.trouble}"
        yield f"    checked so far: {verdict.checked}"
    c = verdict.coverage
    for what, times in sorted(c.not_judged.items()):
        yield f"    not judged: {what} ({times})"
    for reason, ids in c.not_asked.items():
        yield f"    {len(ids)} laws not asked: each {reason}"


def _explained(first: Rejection) -> Iterator[str]:
    breach = first.breach
    yield f"    {first.path}:{first.line}: {first.item}"
    yield f"    the law: {breach.law.id} {breach.law.sentence}"
    yield f"    but: {breach.witness}"
    yield f"    source: {breach.law.source}"
    if first.instead:
        yield f"    possible instead: {first.instead}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
