"""Law: the door, the breach and the mistakes of whoever writes a law."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.cluster.composition import POD
from podlaw.model.kubelet.crash_loop import CRASH_LOOP, BackoffOver, CrashLoop, CrashLoopState, CrashLoopView
from podlaw.properties.law import RECORD, Law, Mood, Move, Step, law
from podlaw.properties.laws.examples import world
from podlaw.properties.mutants import changed, edge_of

ARMED = CrashLoop(CrashLoopState.BACKING_OFF, 1)
STEP = Step(CrashLoopView(), ARMED, BackoffOver(), ARMED)


def backing_off_ends(given: Any = None) -> Law:
    """A law as a file of laws would have it."""

    @law("BOFF-9", CRASH_LOOP, by=("somewhere",), given=given, witness="it stayed {after.state.value}", breach=STEP)
    def it_ends(view: Any, before: Any, event: Any, after: Any) -> bool:
        """A back-off ends
        when it is over."""
        return after.state is not CrashLoopState.BACKING_OFF

    return it_ends


def test_a_breach_is_a_sentence_with_its_witness_and_its_source() -> None:
    breach = backing_off_ends().check(STEP.view, STEP.before, STEP.event, STEP.after)
    assert str(breach) == "BOFF-9 A back-off ends when it is over. But it stayed Backing off. [somewhere]"


def test_without_its_premise_a_law_says_nothing() -> None:
    silent = backing_off_ends(given=lambda view, before, event, after: before.level > 1)
    assert not silent.applies(STEP.view, STEP.before, STEP.event, STEP.after)
    assert silent.check(STEP.view, STEP.before, STEP.event, STEP.after) is None


def test_a_law_speaks_of_a_mutant_of_its_kind_and_of_no_other_kind() -> None:
    mutant = changed(CRASH_LOOP, edge_of(CRASH_LOOP, BackoffOver, CrashLoopState.BACKING_OFF))
    assert backing_off_ends().speaks_of(mutant)
    assert not backing_off_ends().speaks_of(POD)


def twice() -> Law:
    """A law about order, written as an advance."""

    @law("X-1", POD, by=("somewhere",), mood=Mood.ORDER, initial=0, witness="{monitor} came before: {moves}",
         breach=(Move(world(), (), world()), Move(world(), (), world())))  # fmt: skip
    def at_most_once(count: int, before: Any, firings: Any, after: Any) -> int | None:
        """Nothing happens twice."""
        return None if count else count + 1

    return at_most_once


def test_a_monitor_advances_until_it_is_broken() -> None:
    one = twice()
    assert one.check(0, world(), (), world()) is None
    assert one.advance(0, world(), (), world()) == 1
    assert one.check(1, world(), (), world()) is not None
    assert one.bites() is not None


def test_what_must_be_possible_is_asked_of_all_states_together() -> None:
    @law("X-2", POD, by=("somewhere",), mood=Mood.POSSIBLE, witness="none was", breach=(world(),))
    def two(world: Any) -> bool:
        """There may be two containers."""
        return len(world.containers) == 2

    pair = world(*world().containers, *world().containers)
    assert two.check(world(), pair) is None
    assert two.check(world()) is not None


@pytest.mark.parametrize("mood", [Mood.ALWAYS, Mood.POSSIBLE, Mood.ORDER])
def test_a_kind_has_laws_about_steps_only(mood: Mood) -> None:
    with pytest.raises(TypeError, match=f"crash-loop has no laws of mood {mood.value}"):
        law("X-3", CRASH_LOOP, by=("somewhere",), mood=mood, witness="", breach=STEP)


def test_a_monitor_must_begin_somewhere() -> None:
    with pytest.raises(TypeError, match="needs `initial`"):
        law("X-4", RECORD, by=("somewhere",), mood=Mood.ORDER, witness="", breach=())


def test_a_law_without_a_sentence_or_a_source_is_none() -> None:
    def nameless(view: Any, before: Any, event: Any, after: Any) -> bool:
        return True

    with pytest.raises(TypeError, match="needs a docstring"):
        law("X-5", CRASH_LOOP, by=("somewhere",), witness="", breach=STEP)(nameless)
