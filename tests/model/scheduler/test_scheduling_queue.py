"""scheduling_queue: who is tried when."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from podlaw.model.core.lives import Lives
from podlaw.model.core.simulation import Simulation
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.time import Millis
from podlaw.model.scheduler.queue import QueueState, back_off
from podlaw.model.scheduler.scheduling_queue import SchedulingQueue

FIT = frozenset({"NodeResourcesFit"})


class Bench:
    """A queue with its clock; nobody takes Pods out of it but the test."""

    def __init__(self) -> None:
        self.simulation = Simulation(Millis(0), 0)
        self.queue = SchedulingQueue(self.simulation, Lives(judge=True), lambda: None)

    def add(self, *names: str, priority: int = 0) -> None:
        for name in names:
            self.queue.add(Pod(metadata=ObjectMeta(name=name, uid=name), spec=PodSpec(priority=priority)))

    def popped(self) -> list[str]:
        found = []
        while (entry := self.queue.pop()) is not None:
            found.append(entry.pod.metadata.name)
        return found

    def wait(self, milliseconds: int) -> None:
        self.simulation.run_until(self.simulation.now + milliseconds)

    def states(self, names: Sequence[str]) -> list[QueueState]:
        return [self.queue.state(name) for name in names]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_the_most_important_comes_first_and_of_equals_the_oldest(bench: Bench) -> None:
    bench.add("a", "b")
    bench.wait(1)
    bench.add("c", priority=5)
    assert bench.popped() == ["c", "a", "b"]


def test_what_fits_nowhere_waits_until_something_helps(bench: Bench) -> None:
    bench.add("a")
    assert bench.popped() == ["a"]
    bench.queue.fits_nowhere("a", FIT)
    bench.wait(20_000)
    assert bench.popped() == []
    bench.queue.help("a")
    assert bench.popped() == ["a"]


def test_help_during_the_back_off_leads_to_the_back_off_which_ends_early_only_if_none_is_active(bench: Bench) -> None:
    bench.add("a", "b")
    bench.queue.pop()
    bench.queue.fits_nowhere("a", FIT)
    bench.queue.help("a")
    assert bench.states("ab") == [QueueState.BACKING_OFF, QueueState.ACTIVE]
    assert bench.popped() == ["b", "a"]


def test_an_error_is_tried_again_after_its_back_off_and_not_before(bench: Bench) -> None:
    bench.wait(1_500)
    bench.add("a")
    for seconds in (1, 2, 4, 8, 10, 10):
        assert bench.popped() == ["a"]
        bench.queue.fails("a")
        bench.wait(seconds * 1000 - 1001)
        assert bench.popped() == []
        bench.wait(1001)
    assert [back_off(level) for level in range(6)] == [0, 1, 2, 4, 8, 10]


def test_after_five_minutes_the_next_flush_takes_it_out_though_nothing_has_changed(bench: Bench) -> None:
    bench.add("a")
    bench.wait(10_000)
    bench.queue.pop()
    bench.queue.fits_nowhere("a", FIT)
    bench.wait(319_999)
    assert bench.popped() == []
    bench.wait(1)
    assert bench.popped() == ["a"]


def test_who_leaves_is_never_popped(bench: Bench) -> None:
    bench.add("a", "b")
    bench.queue.leave("a")
    assert bench.popped() == ["b"]
    assert bench.queue.state("a") is QueueState.OUTSIDE
