"""Simulation: virtual time passes in one order, and what was called off does not happen."""

from __future__ import annotations

from podlaw.model.core.simulation import Process, Simulation, all_of
from podlaw.model.objects.time import Millis


def simulation() -> Simulation:
    return Simulation(Millis(1_000), seed=0)


def test_equal_times_come_in_the_order_in_which_they_were_asked_for() -> None:
    clock, seen = simulation(), []
    for name in "abc":
        clock.at(1_500, lambda name=name: seen.append(name))
    clock.at(1_200, lambda: seen.append("first"))
    clock.run_until(2_000)
    assert seen == ["first", "a", "b", "c"]
    assert clock.now == 2_000


def test_what_is_asked_for_in_the_past_happens_now() -> None:
    clock = simulation()
    assert clock.at(10, lambda: None).at == 1_000


def test_a_cancelled_timer_neither_happens_nor_keeps_the_clock_busy() -> None:
    clock, seen = simulation(), []
    clock.at(1_500, lambda: seen.append("never")).cancel()
    assert clock.next_moment() is None
    assert clock.step() is False
    assert seen == []


def test_what_happens_may_ask_for_more_at_the_same_moment() -> None:
    clock, seen = simulation(), []
    clock.at(1_500, lambda: clock.after(0, lambda: seen.append(clock.now)) and None)
    clock.run_until(1_500)
    assert seen == [1_500]


def test_a_process_waits_and_is_sent_what_it_waited_for() -> None:
    clock, seen = simulation(), []

    def course() -> Process:
        yield clock.sleep(300)
        seen.append(clock.now)
        seen.append((yield lambda resume: resume("at once")))

    clock.begin(course(), lambda: seen.append("done"))
    clock.run_until(2_000)
    assert seen == [1_300, "at once", "done"]


def test_a_process_that_is_no_longer_alive_does_not_go_on() -> None:
    clock, seen, alive = simulation(), [], True

    def course() -> Process:
        yield clock.sleep(300)
        seen.append("gone on")

    clock.begin(course(), lambda: seen.append("done"), lambda: alive)
    alive = False
    clock.run_until(2_000)
    assert seen == []


def test_processes_that_were_begun_together_have_ended_when_the_last_has() -> None:
    clock, ended = simulation(), []

    def course(delay: int) -> Process:
        yield clock.sleep(delay)

    def both() -> Process:
        yield all_of(clock, [course(100), course(700)])
        ended.append(clock.now)
        yield all_of(clock, [])
        ended.append(clock.now)

    clock.begin(both())
    clock.run_until(5_000)
    assert ended == [1_700, 1_700]
