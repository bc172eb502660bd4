"""Compare: the four strategies on the same workloads, and their results summed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from attrs import frozen

from .atomic import Atomic
from .greedy import Greedy
from .hoarding import Hoarding
from .optimistic import Optimistic
from .trial import Result, Strategy
from .workload import Workload, draw_machines, draw_workload

STRATEGIES: Mapping[str, type[Strategy]] = {
    "greedy": Greedy,
    "hoarding": Hoarding,
    "optimistic": Optimistic,
    "pod-atomic": Atomic,
}


@frozen
class Comparison:
    """What one strategy made of all trials: sums, and means over the trials."""

    strategy: str
    results: tuple[Result, ...]

    @property
    def groups(self) -> int:
        return sum(result.groups for result in self.results)

    @property
    def at_once(self) -> int:
        return sum(result.at_once for result in self.results)

    @property
    def in_the_end(self) -> int:
        return sum(result.in_the_end for result in self.results)

    @property
    def attempts(self) -> int:
        return sum(result.attempts for result in self.results)

    @property
    def rolled_back(self) -> int:
        return sum(result.rolled_back for result in self.results)

    @property
    def waited(self) -> float:
        """Seconds: the mean over all groups that were placed."""
        return sum(each.waited * each.in_the_end for each in self.results) / max(1, self.in_the_end)

    @property
    def idle(self) -> float:
        """GiB × seconds: the mean over the trials."""
        return sum(result.idle for result in self.results) / max(1, len(self.results))

    @property
    def stuck(self) -> int:
        return sum(result.stuck for result in self.results)

    @property
    def deadlocks(self) -> int:
        """Trials at whose end groups waited for each other in a circle."""
        return sum(bool(result.cycle) for result in self.results)


def workloads(groups: int, machines: Sequence[int] | int, seed: int, trials: int) -> list[Workload]:
    """One workload for each trial; `machines` are their mebibytes, or how many to draw. Raises ValueError."""
    drawn = []
    for trial in range(trials):
        random = Random(f"{seed}/coscheduling/{trial}")
        capacities = draw_machines(random, machines) if isinstance(machines, int) else tuple(machines)
        drawn.append(draw_workload(random, groups, capacities))
    return drawn


def compare(loads: Sequence[Workload], strategies: Sequence[str], seed: int) -> list[Comparison]:
    """Run each strategy on each workload."""
    return [
        Comparison(name, tuple(STRATEGIES[name](load, seed + trial).run() for trial, load in enumerate(loads)))
        for name in strategies
    ]
