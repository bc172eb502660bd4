"""RelistClock: when a kubelet lists its runtime: regularly, and out of turn where a pass asks for it (semantics B3.21)."""

from __future__ import annotations

from collections.abc import Callable

from ...cluster import timing
from ...core.simulation import Simulation, Timer
from ...objects.time import Millis


class RelistClock:
    """A relist that would find nothing new is not simulated, but it counts; `relist` carries one out.

    `base` is a moment of a regular one, in milliseconds, `length` how long each takes.
    """

    def __init__(self, simulation: Simulation, base: int, length: int, relist: Callable[[], None]) -> None:
        self._simulation, self._relist = simulation, relist
        self._base, self._period = base, timing.RELIST + length
        self._last: int = simulation.now
        self._timer: Timer | None = None

    def begin_anew(self) -> None:
        """A new process has just listed the runtime."""
        self._base = self._last = self._simulation.now

    def last(self) -> Millis:
        """When the runtime was listed last."""
        now = self._simulation.now
        regular = self._base + (now - self._base) // self._period * self._period
        if regular == now and self._timer is not None:
            regular -= self._period  # this moment's relist is still to come
        return Millis(max(regular, self._last))

    def wake(self) -> None:
        """There is something to see at the next regular relist."""
        if self._timer is None:
            turns = (self._simulation.now - self._base) // self._period + 1
            self._timer = self._simulation.at(self._base + turns * self._period, self._regular)

    def soon(self) -> None:
        """A relist out of turn, a little later."""
        self._simulation.after(timing.RELIST_ON_DEMAND, self._carry_out)

    def _regular(self) -> None:
        self._timer = None
        self._carry_out()

    def _carry_out(self) -> None:
        self._last = self._simulation.now
        self._relist()
