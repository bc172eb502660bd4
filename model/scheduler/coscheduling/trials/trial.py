"""Trial: one strategy on one workload, in virtual time, and what came of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from random import Random

from attrs import define, field, frozen

from ....core.simulation import Simulation
from ....objects.time import Millis
from .workload import Group, Task, Workload

THINKING = 50
"""Milliseconds that a scheduler needs to find a machine for one group or one task."""


@frozen
class Result:
    """What became of the groups of one trial."""

    groups: int
    at_once: int
    """Groups that were placed by the first attempt after their last task had arrived."""
    in_the_end: int
    """Groups that were placed."""
    attempts: int
    """Times that a machine was looked for."""
    rolled_back: int
    """Plans that were given up."""
    waited: float
    """Seconds from the arrival of the last task to the placement, the mean over the groups that were placed."""
    idle: float
    """GiB × seconds that were held by groups that did not run, until they ran or nothing more could happen."""
    stuck: int
    """Groups that hold room and wait, when nothing more can happen."""
    cycle: tuple[int, ...]
    """Groups that wait for each other in a circle, by number; none where there is no deadlock."""


@define(eq=False)
class Fate:
    """What has become of one group."""

    number: int
    group: Group
    arrived: int = 0
    """How many of its tasks have arrived."""
    placed_at: int | None = None
    machine: int | None = None
    tries: int = 0
    """Attempts since its last task arrived."""
    held: dict[int, int] = field(factory=dict)
    """Mebibytes that it holds by machine while it does not run."""
    idle: int = 0
    """Mebibytes × milliseconds that were held for nothing so far."""
    since: int = 0
    """When the amount that it holds changed last."""

    @property
    def is_complete(self) -> bool:
        return self.arrived == len(self.group.tasks)


class Strategy(ABC):
    """A strategy at work: it hears of arrivals and of room that was given back, and places groups."""

    def __init__(self, workload: Workload, seed: int) -> None:
        self.simulation = Simulation(Millis(0), seed)
        self.random: Random = self.simulation.stream(type(self).__name__)
        self.free = list(workload.machines)
        self.fates = [Fate(number, group) for number, group in enumerate(workload.groups)]
        self.waiting: dict[int, Fate] = {}
        """By number: those who can do nothing until room is given back, in the order in which they began to wait."""
        self.attempts = self.rolled_back = 0

    @abstractmethod
    def arrives(self, fate: Fate, task: Task) -> None:
        """A task of this group has arrived; `fate.arrived` counts it already."""

    @abstractmethod
    def retry(self, fate: Fate) -> None:
        """Room was given back somewhere."""

    def run(self) -> Result:
        """Let all happen that will ever happen."""
        for fate in self.fates:
            for task in fate.group.tasks:
                self.simulation.at(task.arrives, lambda fate=fate, task=task: self._arrive(fate, task))  # type: ignore[misc]  # defaults bind the loop's values
        while self.simulation.step():
            pass
        return self._result()

    def _arrive(self, fate: Fate, task: Task) -> None:
        fate.arrived += 1
        self.arrives(fate, task)

    # what strategies do

    def find(self, memory: int) -> int | None:
        """A machine with so much room; among several the seed decides where to look first."""
        self.attempts += 1
        number = len(self.free)
        first = self.random.randrange(number)
        return next((m for m in (*range(first, number), *range(first)) if self.free[m] >= memory), None)

    def hold(self, fate: Fate, machine: int, memory: int) -> None:
        """Take room that the group does not use yet."""
        self._account(fate)
        self.free[machine] -= memory
        fate.held[machine] = fate.held.get(machine, 0) + memory

    def launch(self, fate: Fate, machine: int) -> None:
        """The whole group runs here from now on; what it holds elsewhere is given back."""
        self._account(fate)
        self.free[machine] -= fate.group.memory - fate.held.pop(machine, 0)
        others, fate.held = fate.held, {}
        fate.machine, fate.placed_at = machine, self.simulation.now
        self.waiting.pop(fate.number, None)
        self.simulation.after(fate.group.runs, lambda: self.end(fate, machine))
        for other, memory in others.items():
            self.free[other] += memory
        if others:
            self.wake()

    def end(self, fate: Fate, machine: int) -> None:
        """The group has run to its end."""
        self.free[machine] += fate.group.memory
        self.wake()

    def wake(self) -> None:
        """Whoever waits tries again, in the order in which they began to wait."""
        for fate in list(self.waiting.values()):
            if fate.number in self.waiting:
                self.retry(fate)

    def wait(self, fate: Fate) -> None:
        """The group can do nothing until room is given back."""
        self.waiting.setdefault(fate.number, fate)

    # what came of it

    def _account(self, fate: Fate) -> None:
        now = self.simulation.now
        fate.idle += sum(fate.held.values()) * (now - fate.since)
        fate.since = now

    def _result(self) -> Result:
        for fate in self.fates:
            self._account(fate)
        placed = [fate for fate in self.fates if fate.placed_at is not None]
        waited = sum(fate.placed_at - fate.group.complete for fate in placed if fate.placed_at is not None)
        stuck = [fate for fate in self.fates if fate.placed_at is None and fate.held]
        return Result(
            groups=len(self.fates),
            at_once=sum(fate.tries <= 1 for fate in placed),
            in_the_end=len(placed),
            attempts=self.attempts,
            rolled_back=self.rolled_back,
            waited=waited / 1000 / max(1, len(placed)),
            idle=sum(fate.idle for fate in self.fates) / 1024 / 1000,
            stuck=len(stuck),
            cycle=cycle_of_waits(stuck),
        )


def cycle_of_waits(stuck: list[Fate]) -> tuple[int, ...]:
    """Groups that each wait for room which the next one holds on the same machine, and the last for the first's."""
    holders: dict[int, list[Fate]] = {}
    for fate in stuck:
        for machine in fate.held:
            holders.setdefault(machine, []).append(fate)
    for fate in stuck:
        for machine in fate.held:
            others = [other.number for other in holders[machine] if other is not fate]
            if others:
                return (fate.number, others[0])
    return ()
