"""Store: the objects, each write at a revision of its own, and the log that watchers read (semantics B.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve, frozen

from ..objects.time import Millis
from .resource_names import resource_of
from .rules.rejection import Rejected

Key = tuple[str, str, str]
"""(kind, namespace, name)."""


@frozen
class WatchEvent:
    """One committed change: `type` is ADDED, MODIFIED or DELETED; `at` in milliseconds; `before` None when added."""

    revision: int
    at: Millis
    type: str
    kind: str
    before: Any
    object: Any


class Store:
    """The objects by kind, namespace and name. Every effective write takes the next revision and goes into the log."""

    def __init__(self, clock: Callable[[], Millis]) -> None:
        self.revision = 0
        self.log: list[WatchEvent] = []
        self._clock = clock
        self._objects: dict[str, dict[Key, Any]] = {}
        """By kind."""
        self._watchers: list[Callable[[WatchEvent], None]] = []

    def watch(self, watcher: Callable[[WatchEvent], None]) -> None:
        """Call the watcher with every event from now on, in revision order, at the moment of its commit."""
        self._watchers.append(watcher)

    def get(self, kind: str, namespace: str, name: str) -> Any:
        """The object, or None."""
        return self._objects.get(kind, {}).get((kind, namespace, name))

    def list(self, kind: str) -> Iterator[Any]:
        """All objects of a kind, by namespace and name."""
        objects = self._objects.get(kind, {})
        return (objects[key] for key in sorted(objects))

    def inside(self, namespace: str) -> Iterator[Any]:
        """All objects in this namespace, by kind and name."""
        for kind in sorted(self._objects):
            objects = self._objects[kind]
            yield from [objects[key] for key in sorted(objects) if key[1] == namespace]

    def begin_with(self, obj: Any) -> None:
        """What is there before anybody watches: it takes no revision of its own and is not in the log."""
        key = key_of(obj)
        self._objects.setdefault(key[0], {})[key] = evolve(obj, metadata=evolve(obj.metadata, resourceVersion="1"))

    def create(self, obj: Any) -> Any:
        """Store a new object; raises Rejected AlreadyExists."""
        key = key_of(obj)
        if key in self._objects.get(key[0], {}):
            raise Rejected("AlreadyExists", f'{resource_of(obj.kind)} "{obj.metadata.name}" already exists')
        return self._commit(key, None, obj, "ADDED")

    def update(self, obj: Any, *, at_version: str | None = None) -> Any:
        """Replace the object; a write that changes nothing takes no revision. Raises Rejected NotFound and Conflict."""
        key = key_of(obj)
        before = self.get(*key)
        if before is None:
            raise Rejected("NotFound", f'{resource_of(obj.kind)} "{obj.metadata.name}" not found')
        if at_version is not None and at_version != before.metadata.resourceVersion:
            raise Rejected(
                "Conflict",
                f'Operation cannot be fulfilled on {resource_of(obj.kind)} "{obj.metadata.name}": the object has been '
                "modified; please apply your changes to the latest version and try again",
            )
        unversioned = evolve(obj, metadata=evolve(obj.metadata, resourceVersion=before.metadata.resourceVersion))
        if unversioned == before:
            return before
        return self._commit(key, before, obj, "MODIFIED")

    def remove(self, obj: Any) -> Any:
        """Remove the object as it is stored now; the event carries this last version."""
        key = key_of(obj)
        return self._commit(key, self._objects[key[0]][key], obj, "DELETED")

    def _commit(self, key: Key, before: Any, obj: Any, kind_of_change: str) -> Any:
        self.revision += 1
        obj = evolve(obj, metadata=evolve(obj.metadata, resourceVersion=str(self.revision)))
        if kind_of_change == "DELETED":
            del self._objects[key[0]][key]
        else:
            self._objects.setdefault(key[0], {})[key] = obj
        event = WatchEvent(self.revision, self._clock(), kind_of_change, key[0], before, obj)
        self.log.append(event)
        for watcher in self._watchers:
            watcher(event)
        return obj


def key_of(obj: Any) -> Key:
    """The object's place in the store."""
    return (obj.kind, obj.metadata.namespace, obj.metadata.name)
