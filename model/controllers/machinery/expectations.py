"""Expectations: what a controller has asked for and its informer has not shown it yet (CU ControllerExpectations; B22.3)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from ...objects.time import Millis
from .work_queue import Key

TIMEOUT = 300_000
"""Milliseconds after which a controller no longer waits (ExpectationsTimeout)."""


@define
class _Open:
    creations: int
    deletions: set[str]
    since: Millis


@define
class Expectations:
    """By key of the object: how many creations and which deletions (uids) are still to be seen."""

    _open: dict[Key, _Open] = field(factory=dict)

    def expect(self, key: Key, now: Millis, *, creations: int = 0, deletions: Iterable[str] = ()) -> None:
        """Wait for these from now on; what was expected before is replaced, as one sync follows the other."""
        self._open[key] = _Open(creations, set(deletions), now)

    def add_deletions(self, key: Key, now: Millis, uids: Iterable[str]) -> None:
        """Wait for these too."""
        known = self._open.setdefault(key, _Open(0, set(), now))
        known.deletions.update(uids)

    def created(self, key: Key, count: int = 1) -> None:
        """So many creations were seen, or will never come."""
        if key in self._open:
            self._open[key].creations -= count

    def deleted(self, key: Key, uid: str) -> None:
        """This deletion was seen, or will never come."""
        if key in self._open:
            self._open[key].deletions.discard(uid)

    def are_met(self, key: Key) -> bool:
        """Nothing is waited for."""
        known = self._open.get(key)
        return known is None or (known.creations <= 0 and not known.deletions)

    def is_overdue(self, key: Key, now: Millis) -> bool:
        """It has been waited for too long."""
        known = self._open.get(key)
        return known is not None and now - known.since > TIMEOUT

    def forget(self, key: Key) -> None:
        """The object is gone."""
        self._open.pop(key, None)
