"""Workload: groups of tasks that must share a machine, and the machines, drawn by a seed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from attrs import frozen

MEMORY = (256, 512, 768, 1024, 1536, 2048)
"""Mebibytes that a task may need."""
CAPACITY = (4096, 6144, 8192)
"""Mebibytes that a drawn machine may have."""
TASKS = (2, 2, 3, 4)
"""How many tasks a group has; two are as likely as three and four together."""
SPACING, SPREAD = 2_000, 4_000
"""Milliseconds: the mean between the arrivals of two groups, divided by the number of machines; the most between two tasks of one."""
SHORTEST, LONGEST = 20_000, 60_000
"""Milliseconds that a group runs."""


@frozen
class Task:
    """One task of a group."""

    arrives: int
    """Milliseconds since the beginning."""
    memory: int
    """Mebibytes."""


@frozen
class Group:
    """Tasks that must run on one machine, together."""

    tasks: tuple[Task, ...]
    """In the order in which they arrive."""
    runs: int
    """Milliseconds, from the moment when all of its tasks are placed."""

    @property
    def memory(self) -> int:
        """Mebibytes that all of its tasks need."""
        return sum(task.memory for task in self.tasks)

    @property
    def complete(self) -> int:
        """When its last task arrives, in milliseconds since the beginning."""
        return self.tasks[-1].arrives


@frozen
class Workload:
    """What a trial is given."""

    groups: tuple[Group, ...]
    machines: tuple[int, ...]
    """Mebibytes of each machine."""


def draw_machines(random: Random, number: int) -> tuple[int, ...]:
    """So many machines."""
    return tuple(random.choice(CAPACITY) for _ in range(number))


def draw_workload(random: Random, groups: int, machines: Sequence[int]) -> Workload:
    """So many groups, each of which fits on the largest machine; they arrive faster the more machines there are.

    Raises ValueError where the largest machine is smaller than the smallest group.
    """
    largest = max(machines)
    if largest < 2 * MEMORY[0]:
        raise ValueError(f"the largest machine has {largest} Mi; the smallest group needs {2 * MEMORY[0]} Mi")
    drawn, arrival = [], 0.0
    for _ in range(groups):
        arrival += random.expovariate(len(machines) / SPACING)
        needs = _needs(random, largest)
        times = sorted(random.randrange(SPREAD) for _ in needs)
        tasks = tuple(Task(round(arrival) + time, need) for time, need in zip(times, needs, strict=True))
        drawn.append(Group(tasks, random.randrange(SHORTEST, LONGEST)))
    return Workload(tuple(drawn), tuple(machines))


def _needs(random: Random, largest: int) -> list[int]:
    while True:
        needs = [random.choice(MEMORY) for _ in range(random.choice(TASKS))]
        if sum(needs) <= largest:
            return needs
