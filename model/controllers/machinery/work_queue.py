"""WorkQueue: the keys that a controller has to look at, each once, later ones later, failed ones ever later (client-go)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ...cluster import timing
from ...core.simulation import Simulation, Timer

Key = tuple[str, str]
"""(namespace, name)."""

FIRST_RETRY: Final = 5
LONGEST_RETRY: Final = 1_000_000
"""Milliseconds; each failure of a key doubles its delay (DefaultTypedControllerRateLimiter)."""


class WorkQueue:
    """Calls `sync` with a key some milliseconds after it was added; a key that is waiting already is not added twice.

    What waits for its time waits on, at its earliest, when the key is added and looked at meanwhile (delayingType).
    """

    def __init__(
        self,
        simulation: Simulation,
        sync: Callable[[Key], None],
        first: int = FIRST_RETRY,
        longest: int = LONGEST_RETRY,
    ) -> None:
        self._simulation, self._sync, self._first_retry, self._longest = simulation, sync, first, longest
        self._due: set[Key] = set()
        self._waiting: dict[Key, Timer] = {}
        self._failures: dict[Key, int] = {}

    def add(self, key: Key) -> None:
        """Look at this key as soon as possible."""
        if key not in self._due:
            self._due.add(key)
            self._simulation.after(timing.CONTROLLER_SYNC, lambda: self._take(key))

    def add_after(self, key: Key, delay: int) -> None:
        """Look at this key in so many milliseconds, unless it waits for an earlier moment."""
        if delay <= 0:
            self.add(key)
            return
        due = self._simulation.now + delay
        known = self._waiting.get(key)
        if known is not None:
            if known.at <= due:
                return
            known.cancel()
        self._waiting[key] = self._simulation.at(due, lambda: self._wake(key))

    def retry(self, key: Key) -> None:
        """Its sync has failed: look again after a delay that doubles each time."""
        failures = self._failures.get(key, 0)
        self._failures[key] = failures + 1
        self.add_after(key, min(self._first_retry * 2 ** min(failures, 30), self._longest))

    def forget(self, key: Key) -> None:
        """Its sync has succeeded."""
        self._failures.pop(key, None)

    def failures(self, key: Key) -> int:
        """How often its sync has failed since it last succeeded."""
        return self._failures.get(key, 0)

    def _wake(self, key: Key) -> None:
        del self._waiting[key]
        self.add(key)

    def _take(self, key: Key) -> None:
        self._due.discard(key)
        self._sync(key)
