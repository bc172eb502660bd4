"""Queue: one scheduler that looks for a machine for one thing after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from ....core.simulation import Simulation
from .trial import THINKING


class Queue:
    """Calls `decide` for each number that was added, in that order, `THINKING` apart; a number is queued at most once."""

    def __init__(self, simulation: Simulation, decide: Callable[[int], None]) -> None:
        self._simulation, self._decide = simulation, decide
        self._numbers: deque[int] = deque()
        self._queued: dict[int, None] = {}
        self._busy = False

    def add(self, number: int) -> None:
        """This one is to be looked at."""
        if number in self._queued:
            return
        self._queued[number] = None
        self._numbers.append(number)
        self._go_on()

    def _go_on(self) -> None:
        if self._numbers and not self._busy:
            self._busy = True
            self._simulation.after(THINKING, self._next)

    def _next(self) -> None:
        number = self._numbers.popleft()
        del self._queued[number]
        self._busy = False
        self._decide(number)
        self._go_on()
