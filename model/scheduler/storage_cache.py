"""StorageCache: the scheduler's own picture of claims, volumes and classes, and the volumes that it has promised."""

from __future__ import annotations

from typing import Any

from ..apiserver.store import WatchEvent
from .rules.storage import Storage

KINDS = ("PersistentVolumeClaim", "PersistentVolume", "StorageClass")


class StorageCache:
    """`view` is what the filters look at; it follows the events."""

    def __init__(self) -> None:
        self._objects: dict[str, dict[Any, Any]] = {kind: {} for kind in KINDS}
        self.reserved: dict[str, str] = {}
        """The uid of the Pod for which each volume was chosen, until it is bound."""
        claims, volumes, classes = (self._objects[kind] for kind in KINDS)
        self.view = Storage(claims, volumes, classes, self.reserved)

    def hear(self, event: WatchEvent) -> None:
        """Take an event of the store into account."""
        if event.kind not in self._objects:
            return
        meta = event.object.metadata
        key = (meta.namespace, meta.name) if event.kind == "PersistentVolumeClaim" else meta.name
        if event.type == "DELETED":
            self._objects[event.kind].pop(key, None)
        else:
            self._objects[event.kind][key] = event.object

    def release(self, uid: str) -> None:
        """The volumes chosen for this Pod are bound, or free again."""
        for name in [name for name, of in self.reserved.items() if of == uid]:
            del self.reserved[name]
