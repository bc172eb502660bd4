"""times: the intervals in which states and restarts must lie."""

from __future__ import annotations

import pytest

from podlaw.properties.replay.observed import Observed, ObservedContainer, ObservedState
from podlaw.properties.replay.times import back_off, bounds, waits_for_a_turn


@pytest.mark.parametrize(
    ("delay", "least"), [(-1, 0), (0, 0), (9, 0), (10, 10), (15, 10), (27, 20), (57, 40), (89, 80), (161, 160), (400, 300)]
)
def test_the_back_off_is_the_largest_that_the_delay_allows(delay: int, least: int) -> None:
    assert back_off(delay)[0] == least


def state(container: ObservedState, phase: str = "Running", **rest: bool) -> Observed:
    return Observed(phase=phase, containers=(ObservedContainer(name="a", state=container),), **rest)


def test_back_offs_and_failed_tries_wait_for_a_turn() -> None:
    assert waits_for_a_turn(state(ObservedState(reason="CrashLoopBackOff")))
    assert waits_for_a_turn(state(ObservedState(kind="terminated", reason="Error", exitCode=1)))
    assert waits_for_a_turn(state(ObservedState(reason="ContainerCreating"), "Pending"))


def test_running_deleting_and_ended_pods_wait_for_no_turn() -> None:
    ended = ObservedState(kind="terminated", reason="Error", exitCode=1)
    assert not waits_for_a_turn(state(ObservedState(kind="running")))
    assert not waits_for_a_turn(state(ended, deleting=True))
    assert not waits_for_a_turn(state(ended, "Failed"))


def test_a_state_may_end_one_relist_sooner_and_no_more() -> None:
    bound = (("PodScheduled", "True", ""),)
    running = Observed(phase="Running", conditions=bound)
    assert bounds(running, 5_000) == (3_600, 8_400)


def test_pulls_have_a_shortest_wait_and_restarts_leave_it_to_the_back_off() -> None:
    assert bounds(state(ObservedState(reason="ImagePullBackOff"), "Pending"), 12_000)[0] == 5_600
    assert bounds(state(ObservedState(reason="CrashLoopBackOff")), 12_000)[0] == 0
