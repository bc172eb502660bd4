"""counterexample: a path can be read and replayed."""

from __future__ import annotations

from podlaw.model.core.world import Scope
from podlaw.properties.explorer.counterexample import Counterexample
from podlaw.properties.explorer.explore import explore
from podlaw.properties.law import Mood, law


def test_a_path_is_told_line_by_line_and_leads_to_the_breach(house: Scope) -> None:
    @law("T-1", house.composition, by=("tests",), witness="it did", breach=None, mood=Mood.ALWAYS)
    def a_bell_never_rings(world: object) -> bool:
        """A bell never rings."""
        return world.bell.state.value != "Rung"  # type: ignore[attr-defined]  # a stand-in

    path = explore(house, (a_bell_never_rings,), engine="plain").verdicts[0].counterexample
    assert isinstance(path, Counterexample)
    worlds = list(path.worlds())
    assert [a_bell_never_rings.check(world) is None for world in worlds] == [True] * 5 + [False]
    assert str(path).splitlines() == [
        "T-1 A bell never rings.",
        "  0. the initial world",
        "  1. user: rooms/0/lamp Light",
        "       rooms/0/lamp state: Dark → Lit, lit: 0 → 1  [T1]",
        "  2. clock: rooms/0/lamp Darken",
        "       rooms/0/lamp state: Lit → Dark  [T1]",
        "  3. user: rooms/0/lamp Light",
        "       rooms/0/lamp state: Dark → Lit, lit: 1 → 2  [T1]",
        "  4. clock: rooms/0/lamp Darken",
        "       rooms/0/lamp state: Lit → Dark  [T1]",
        "  5. user: rooms/0/lamp Light",
        "       rooms/0/lamp state: Dark → Lit, lit: 2 → 3  [T1]",
        "       bell state: Silent → Rung  [T1]",
    ]
