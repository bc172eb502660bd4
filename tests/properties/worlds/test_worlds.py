"""Worlds: every law holds in every reachable state, and speaks in some world."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.kinds import KINDS
from podlaw.properties.explorer.explore import explore
from podlaw.properties.law import Law
from podlaw.properties.laws import laws_of_worlds
from podlaw.properties.worlds import WORLDS

SMALL = ("0+1", "restart-rules")


@pytest.mark.parametrize("name", SMALL)
def test_every_law_holds_in_every_reachable_state(name: str) -> None:
    """With back-off counted in full: nothing is saturated."""
    result = explore(evolve(WORLDS[name](), saturated={}), laws_of_worlds(), engine="numpy")
    assert result.complete
    assert result.uncoupled is None, str(result.uncoupled)
    assert [str(v.counterexample or v.law.sentence) for v in result.verdicts if v.holds is False] == []


@pytest.mark.parametrize("name", WORLDS)
def test_a_world_says_what_it_is_and_what_it_leaves_out(name: str) -> None:
    scope = WORLDS[name]()
    assert scope.name == name
    assert scope.words
    assert scope.cuts


def test_every_law_of_worlds_has_a_machine_or_a_world_to_speak_of() -> None:
    compositions = {scope().composition.name: scope().composition for scope in WORLDS.values()}

    def speaks(law: Law) -> bool:
        return any(law.speaks_of(subject) for subject in (*compositions.values(), *KINDS))

    assert [law.id for law in laws_of_worlds() if not speaks(law)] == []
