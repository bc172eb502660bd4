"""Compare: what every strategy must keep on any workload, and what tells them apart."""

from __future__ import annotations

import pytest

from podlaw.model.scheduler.coscheduling.trials.compare import STRATEGIES, compare, workloads
from podlaw.model.scheduler.coscheduling.trials.trial import Fate, Strategy
from podlaw.model.scheduler.coscheduling.trials.workload import Group, Task, Workload

APP, LOG_COLLECTOR = Task(0, 1024), Task(1, 512)
PAIR = Group((APP, LOG_COLLECTOR), runs=10_000)


@pytest.mark.parametrize("name", STRATEGIES)
def test_no_machine_ever_gives_more_than_it_has_and_all_comes_back(name: str) -> None:
    (load,) = workloads(60, 5, seed=7, trials=1)
    trial = STRATEGIES[name](load, 7)
    least = list(trial.free)

    def watch(launch: object) -> None:
        least[:] = map(min, zip(least, trial.free, strict=True))

    held = trial.hold

    def hold(fate: Fate, machine: int, memory: int) -> None:
        held(fate, machine, memory)
        watch(None)

    trial.hold = hold  # type: ignore[method-assign]  # a test looks over its shoulder
    result = trial.run()
    watch(None)
    assert min(least) >= 0
    left = sum(fate.group.memory for fate in trial.fates if fate.placed_at is None)
    if not left:
        assert trial.free == list(load.machines)
    assert result.in_the_end <= result.groups


@pytest.mark.parametrize("name", STRATEGIES)
def test_the_same_seed_gives_the_same_result(name: str) -> None:
    def once() -> object:
        return compare(workloads(30, 3, seed=5, trials=2), [name], 5)

    assert once() == once()


@pytest.mark.parametrize("name", ["optimistic", "pod-atomic"])
def test_whoever_places_whole_groups_places_all_and_holds_nothing_idle(name: str) -> None:
    (found,) = compare(workloads(60, 4, seed=1, trials=3), [name], 1)
    assert (found.in_the_end, found.idle, found.stuck, found.deadlocks) == (found.groups, 0, 0, 0)


def stuck_of(name: str, machines: tuple[int, ...], *groups: Group) -> set[int]:
    """How many groups got stuck, for each of twenty seeds."""
    strategy: type[Strategy] = STRATEGIES[name]
    return {strategy(Workload(groups, machines), seed).run().stuck for seed in range(20)}


def test_the_worked_example_comes_out_as_the_explorer_says_it_can() -> None:
    """Greedy gets stuck or not, by its first choice; one hoarder never does; one Pod never does."""
    example = (1280, 2048)
    assert stuck_of("greedy", example, PAIR) == {0, 1}
    assert stuck_of("hoarding", example, PAIR) == {0}
    assert stuck_of("optimistic", example, PAIR) == {0}
    assert stuck_of("pod-atomic", example, PAIR) == {0}


def test_two_hoarders_on_one_machine_wait_for_each_other_and_are_named() -> None:
    late = Group((Task(0, 1024), Task(500, 512)), runs=10_000)
    result = STRATEGIES["hoarding"](Workload((late, late), (2048,)), 0).run()
    assert (result.in_the_end, result.stuck, result.cycle) == (0, 2, (0, 1))


def test_a_conflict_is_rolled_back_and_planned_again() -> None:
    """Two groups that plan the same machine at the same moment: one commit succeeds, the other waits for its end."""
    now = Group((Task(0, 1024), Task(0, 512)), runs=10_000)
    result = STRATEGIES["optimistic"](Workload((now, now), (2048,)), 0).run()
    assert (result.in_the_end, result.rolled_back, result.idle) == (2, 1, 0)


def test_groups_that_fit_nowhere_are_not_drawn() -> None:
    (load,) = workloads(50, (1024, 2048), seed=3, trials=1)
    assert all(group.memory <= 2048 for group in load.groups)
    with pytest.raises(ValueError, match="largest machine has 256 Mi"):
        workloads(1, (256,), seed=0, trials=1)
