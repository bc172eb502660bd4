"""times: the intervals in which states and restarts must lie."""

from __future__ import annotations

import pytest

from podlaw.properties.replay.observed import Observed, ObservedContainer, ObservedState
from podlaw.properties.replay.times import back_off, bounds, waits_for_a_turn


@pytest.mark.parametrize(
    ("delay", "least"),
    [(-1, 0), (0, 0), (9, 0), (10, 10), (15, 10), (27, 20), (57, 40), (89, 80), (161, 160), (400, 300)],
)
def test_the_back_off_is_the_largest_that_the_delay_allows(delay: int, least: int) -> None:
    assert back_off(delay)[0] == least


BOUND = (("PodScheduled", "True", ""),)


def state(container: ObservedState, phase: str = "Running", *, deleting: bool = False) -> Observed:
    seen = (ObservedContainer(name="a", state=container),)
    return Observed(phase=phase, conditions=BOUND, containers=seen, deleting=deleting)


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
    assert bounds(Observed(phase="Running", conditions=BOUND), 5_000) == (3_600, 8_400)


def test_pulls_have_a_shortest_wait_and_restarts_leave_it_to_the_back_off() -> None:
    assert bounds(state(ObservedState(reason="ImagePullBackOff"), "Pending"), 12_000)[0] == 5_600
    assert bounds(state(ObservedState(reason="CrashLoopBackOff")), 12_000)[0] == 0


def test_a_pod_without_node_may_find_one_at_any_time() -> None:
    assert bounds(Observed(phase="Pending"), 12_000)[0] == 0
