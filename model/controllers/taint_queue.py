"""TaintQueue: the nodes of one zone that wait for a NoExecute taint, and the rate at which their turns come (semantics B19.6)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

from ..core.simulation import Simulation, Timer
from .rules.zones import INTERVAL

LOOK: Final = 100
"""Milliseconds between two looks at the queue (nodeEvictionPeriod)."""


class TaintQueue:
    """Names in the order in which they came; `turn` is called with each when its turn has come."""

    def __init__(self, simulation: Simulation, random: Random, turn: Callable[[str], None]) -> None:
        self._simulation, self._random, self._turn = simulation, random, turn
        self._waiting: dict[str, None] = {}
        self._interval: int | None = INTERVAL
        self._next: int = simulation.now
        """No turn comes before."""
        self._timer: Timer | None = None

    def add(self, node: str) -> None:
        """It waits for its turn, if it does not already."""
        self._waiting.setdefault(node)
        self._wake()

    def remove(self, node: str) -> None:
        """It waits no longer."""
        self._waiting.pop(node, None)

    def set_interval(self, interval: int | None) -> None:
        """Another rate from now on; None: no turn comes."""
        if interval == self._interval:
            return
        has_turn = self._next <= self._simulation.now
        self._interval = interval
        self._next = self._simulation.now + (0 if has_turn or interval is None else interval)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._wake()

    def _wake(self) -> None:
        if self._timer is None and self._waiting and self._interval is not None:
            moment = max(self._next, self._simulation.now) + self._random.randrange(LOOK)
            self._timer = self._simulation.at(moment, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._waiting and self._interval is not None:
            node = next(iter(self._waiting))
            del self._waiting[node]
            self._next = self._simulation.now + self._interval
            self._turn(node)
        self._wake()
