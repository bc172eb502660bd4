"""Verdicts: how laws are asked, and what was found: how often each spoke, where it was first broken, which edges were taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field, frozen

from ...model.core.kind import Edge
from ...model.core.world import Scope
from ..law import Law, Mood
from .counterexample import Counterexample
from .result import Verdict


@frozen(eq=False)
class Sorted:
    """The laws that speak of a scope, by when they are asked."""

    on_steps: Mapping[str, tuple[Law, ...]]
    """By place: of every step of the machine there."""
    on_states: tuple[Law, ...]
    on_moves: tuple[Law, ...]
    on_orders: tuple[Law, ...]

    @property
    def all(self) -> tuple[Law, ...]:
        steps = dict.fromkeys(law for laws in self.on_steps.values() for law in laws)
        return (*steps, *self.on_states, *self.on_moves, *self.on_orders)


def sort_laws(scope: Scope, laws: tuple[Law, ...]) -> Sorted:
    """The laws that speak of this scope's machines or of its worlds; others, such as those of records, are left out."""
    composition = scope.composition
    worlds = [law for law in laws if law.speaks_of(composition)]
    return Sorted(
        {
            name: tuple(law for law in laws if law.mood is Mood.STEP and law.speaks_of(place.kind))
            for name, place in composition.places.items()
        },
        tuple(law for law in worlds if law.mood in (Mood.ALWAYS, Mood.POSSIBLE)),
        tuple(law for law in worlds if law.mood is Mood.STEP),
        tuple(law for law in worlds if law.mood is Mood.ORDER),
    )


def judge(law: Law, *arguments: Any) -> tuple[bool, bool]:
    """Whether the law spoke of these arguments, and whether they break it.

    A law about what must be possible is broken by each state that is not as it says; one state that is will do.
    """
    if law.mood is Mood.POSSIBLE:
        spoke = law.applies(*arguments)
        return spoke, not (spoke and law.holds(*arguments))
    if not law.applies(*arguments):
        return False, False
    holds = law.holds(*arguments)
    return True, holds is None if law.mood.has_monitor and law.follow is None else not holds


def advance(law: Law, monitor: Any, *arguments: Any) -> tuple[bool, bool, Any]:
    """As `judge`, and where the monitor stands then; after a breach it stays."""
    spoke, broken = judge(law, monitor, *arguments)
    return spoke, broken, monitor if broken else law.advance(monitor, *arguments)


Where = Any
"""What an explorer knows a state or a move by."""


@define(eq=False)
class Found:
    """Counts that grow while a scope is explored."""

    scope: Scope
    laws: Sorted
    spoke: Counter[Law] = field(factory=Counter)
    broken: dict[Law, Where] = field(factory=dict)
    reached: dict[Law, None] = field(factory=dict)
    taken: dict[Edge, None] = field(factory=dict)
    refused: tuple[str, Where] | None = None

    def note(self, law: Law, spoke: bool, broken: bool, where: Where, times: int = 1) -> None:
        """The law was asked here, so many times; the first breach is kept."""
        if spoke:
            self.spoke[law] += times
        if law.mood is Mood.POSSIBLE:
            if not broken:
                self.reached[law] = None
        elif broken:
            self.broken.setdefault(law, where)

    def count(self, upshot: Any, times: int, where: Where) -> None:
        """A step of a move came out like this so many times, first here."""
        if upshot.edge is not None:
            self.taken[upshot.edge] = None
        if upshot.why:
            self.refused = self.refused or (upshot.why, where)
        for law in upshot.spoke:
            self.note(law, spoke=True, broken=law in upshot.broken, where=where, times=times)
        for law in upshot.broken:
            if law not in upshot.spoke:
                self.note(law, spoke=False, broken=True, where=where)

    def verdicts(self, complete: bool, path: Callable[[str, Where], Counterexample]) -> tuple[Verdict, ...]:
        """One for each law, in their order."""
        return tuple(self._verdict(law, complete, path) for law in self.laws.all)

    def _verdict(self, law: Law, complete: bool, path: Callable[[str, Where], Counterexample]) -> Verdict:
        holds: bool | None = law not in self.broken
        if law.mood is Mood.POSSIBLE:
            holds = True if law in self.reached or (complete and not self.spoke[law]) else (False if complete else None)
        shown = path(f"{law.id} {law.sentence}", self.broken[law]) if law in self.broken else None
        return Verdict(law, holds, self.spoke[law], shown)

    def dead(self) -> tuple[tuple[str, Edge], ...]:
        """The edges of the scope's machines that were never taken."""
        kinds = {place.kind.name: place.kind for place in self.scope.composition.places.values()}
        return tuple((name, edge) for name, kind in kinds.items() for edge in kind.edges if edge not in self.taken)
