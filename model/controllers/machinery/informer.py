"""Informer: one controller's own picture of the world: a cursor in the store's log that comes some time after it (B.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

from ...apiserver.store import Key, Store, WatchEvent
from ...cluster import timing
from ...core.simulation import Simulation


class Informer:
    """Objects of some kinds as their controller has seen them; it sees the events of the log in order, in batches, late.

    `hear` is called with each event after the picture has been brought up to it; objects that are there at the start
    are heard of as ADDED. What a controller was told by the API server after a request of its own is not in here yet.
    """

    def __init__(
        self,
        simulation: Simulation,
        store: Store,
        kinds: Iterable[str],
        random: Random,
        hear: Callable[[WatchEvent], None],
    ) -> None:
        self._simulation, self._store, self._random, self._hear = simulation, store, random, hear
        self._kinds = frozenset(kinds)
        self._objects: dict[str, dict[tuple[str, str], Any]] = {kind: {} for kind in sorted(self._kinds)}
        self._owned: dict[str, dict[Key, Any]] = {}
        """By uid of the controller; "" holds those without one."""
        self._cursor = len(store.log)
        self._is_due = False
        self._first = [each for kind in sorted(self._kinds) for each in store.list(kind)]
        store.watch(self._wake)
        if self._first:
            self._is_due = True
            simulation.after(self._lag(), self._begin)

    def get(self, kind: str, namespace: str, name: str) -> Any:
        """The object as it was last seen, or None."""
        return self._objects[kind].get((namespace, name))

    def all_of(self, kind: str, namespace: str = "") -> Iterator[Any]:
        """The objects of a kind that were seen, of all namespaces or of one, by namespace and name."""
        seen = self._objects[kind]
        return (seen[key] for key in sorted(seen) if namespace in ("", key[0]))

    def owned_by(self, uid: str, kind: str) -> list[Any]:
        """The objects of this kind whose controller has this uid; "" for those that have none; oldest first."""
        return [each for key, each in self._owned.get(uid, {}).items() if key[0] == kind]

    def _lag(self) -> int:
        return timing.WATCH_LAG + self._random.randrange(timing.INFORMER_LAG)

    def _wake(self, event: WatchEvent) -> None:
        if not self._is_due and event.kind in self._kinds:
            self._is_due = True
            self._simulation.after(self._lag(), self._catch_up)

    def _begin(self) -> None:
        for obj in self._first:
            self._take(WatchEvent(0, self._simulation.now, "ADDED", obj.kind, None, obj))
        self._first = []
        self._catch_up()

    def _catch_up(self) -> None:
        """All that was committed long enough ago; the rest, if there is any, in a moment."""
        self._is_due = False
        log, until = self._store.log, self._simulation.now - timing.WATCH_LAG
        while self._cursor < len(log):
            event = log[self._cursor]
            if event.kind in self._kinds:
                if event.at > until:
                    self._is_due = True
                    self._simulation.after(self._lag(), self._catch_up)
                    return
                self._take(event)
            self._cursor += 1

    def _take(self, event: WatchEvent) -> None:
        obj = event.object
        key = (event.kind, obj.metadata.namespace, obj.metadata.name)
        before = self._objects[event.kind].get(key[1:])
        if before is not None:
            del self._owned[controller_uid(before)][key]
        if event.type == "DELETED":
            self._objects[event.kind].pop(key[1:], None)
        else:
            self._objects[event.kind][key[1:]] = obj
            self._owned.setdefault(controller_uid(obj), {})[key] = obj
        self._hear(event)


def controller_uid(obj: Any) -> str:
    """The uid of the object's controller; empty if it has none."""
    return next((each.uid for each in obj.metadata.ownerReferences if each.controller), "")
