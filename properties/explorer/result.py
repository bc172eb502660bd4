"""Result: what an exploration found: how large the world is, what became of each law, which edges were never taken."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from ...model.core.kind import Edge
from ..law import Law, Mood
from .counterexample import Counterexample


@frozen
class Progress:
    """How far an exploration is: states found, of which so many are expanded."""

    states: int
    expanded: int
    edges: int
    depth: int
    seconds: float


Report = Callable[[Progress], None]
"""Called now and then with the progress."""


@frozen(eq=False)
class Verdict:
    """What became of one law.

    `spoke` counts the states, steps or moves in which its premise held. A law that must be possible holds when a state
    is as it says; until the exploration is complete its failure is no verdict and `holds` is None.
    """

    law: Law
    holds: bool | None
    spoke: int
    counterexample: Counterexample | None = None


@frozen(eq=False)
class Result:
    """`states` are told apart by the world and by the monitors of laws about order; `depth` is the longest shortest path."""

    states: int
    edges: int
    depth: int
    complete: bool
    seconds: float
    engine: str
    verdicts: tuple[Verdict, ...] = ()
    uncoupled: Counterexample | None = None
    """A path to an event that is passed on and refused: the coupling table and a Kind's table disagree."""
    dead: tuple[tuple[str, Edge], ...] = ()
    """(Kind's name, edge) of each edge that was never taken."""

    @property
    def holds(self) -> bool:
        """Nothing was found broken."""
        return self.uncoupled is None and all(verdict.holds is not False for verdict in self.verdicts)

    @property
    def silent(self) -> tuple[Law, ...]:
        """Laws that never spoke."""
        return tuple(verdict.law for verdict in self.verdicts if not verdict.spoke)

    @property
    def unreached(self) -> tuple[Law, ...]:
        """Laws about what must be possible that no state was as."""
        return tuple(v.law for v in self.verdicts if v.law.mood is Mood.POSSIBLE and v.holds is not True)
