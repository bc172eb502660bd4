"""Lives: the records of single machines that stand beside the composed world, one for each object or place."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from .event import Event
from .kind import Kind


class Lives:
    """The records of the machines of many objects, by Kind and key; `judge`: their transitions machines drive them."""

    def __init__(self, *, judge: bool = False) -> None:
        self._judge = judge
        self._records: dict[tuple[str, Hashable], Any] = {}

    def of(self, kind: Kind[Any, Any], key: Hashable) -> Any:
        """The record of this object, as it begins where nothing has happened to it."""
        found = self._records.get((kind.name, key))
        return kind.record() if found is None else found

    def fire(self, kind: Kind[Any, Any], key: Hashable, event: Event, view: Any = None) -> Any:
        """Take the event, and give the record after it; raises Refused, which in a run is a bug in podlaw."""
        record = self.take(kind, self.of(kind, key), event, view)
        self._records[kind.name, key] = record
        return record

    def take(self, kind: Kind[Any, Any], record: Any, event: Event, view: Any = None) -> Any:
        """The record after the event, of a machine whose record is read off an object; raises Refused."""
        move = kind.drive if self._judge else kind.step
        return move(kind.view() if view is None else view, record, event)

    def forget(self, kind: Kind[Any, Any], key: Hashable) -> None:
        """The object is gone, and nothing will ask for it again."""
        self._records.pop((kind.name, key), None)
