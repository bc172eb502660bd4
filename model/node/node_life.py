"""NodeLife: the machines of one node in a running cluster, and the log of what happened to them."""

from __future__ import annotations

from typing import Any

from ..core.event import Event
from ..core.kind import Kind
from ..core.world import Firing, Path


class NodeLife:
    """The records by path; every change goes through `move`. `judge`: by the transitions machines."""

    def __init__(self, *, judge: bool = False) -> None:
        self.log: list[Firing] = []
        self._judge = judge
        self._records: dict[Path, Any] = {}

    def of(self, path: Path, kind: Kind[Any, Any]) -> Any:
        """The record of this machine; its first one if nothing has happened to it."""
        return self._records.get(path) or kind.record()

    def take(self, kind: Kind[Any, Any], view: Any, record: Any, event: Event) -> Any:
        """The record after the event, of a machine whose record is read off the Node; raises Refused."""
        return (kind.drive if self._judge else kind.step)(view, record, event)

    def move(self, path: Path, kind: Kind[Any, Any], view: Any, event: Event) -> Any:
        """Take the event, and return the new record; raises Refused, which in a run is a bug in podlaw."""
        self._records[path] = self.take(kind, view, self.of(path, kind), event)
        self.log.append((path, event))
        return self._records[path]
