"""Run judge: the laws about records, checked on all that is seen of a run of the Cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules

from ..model.apiserver.store import WatchEvent
from ..model.cluster.run import Done, Seen
from ..model.runtime.calls import RuntimeCall
from .judge import Judge
from .law import Breach, Law
from .laws import observed
from .record import Call, Item, Observation


def observed_laws() -> Iterator[Law]:
    """Every law that speaks of what a watcher sees, by module and as they stand there."""
    for module in sorted(each.name for each in iter_modules(observed.__path__)):
        members = vars(import_module(f"{observed.__name__}.{module}")).values()
        yield from (each for each in members if isinstance(each, Law))


RESTARTS = {"restart-kubelet": "start-kubelet", "start-kubelet": "start-kubelet", "reboot": "reboot"}
"""Actions after which a kubelet has forgotten what it only remembered -> what recordings call them."""


def item_of(seen: Seen, start: int) -> Item | None:
    """What was seen as laws are told of it, or None; `start` in milliseconds since 1970."""
    at = (seen.at - start) / 1000
    match seen:
        case RuntimeCall():
            return Call(at, seen.call, seen.pod, seen.uid, seen.container, dict(seen.detail))
        case WatchEvent(kind="Pod"):
            return Observation(at, seen.before, None if seen.type == "DELETED" else seen.object)
        case Done(refusal="") if seen.action.verb in RESTARTS:
            return Call(at, RESTARTS[seen.action.verb], "", "", detail={"node": seen.action.target})
    return None


class RunJudge:
    """The judge that `podlaw run` asks: it hears what was seen, and turns it into what laws are about."""

    def __init__(self) -> None:
        self._judge = Judge(observed_laws())

    def hear(self, seen: Seen, start: int) -> None:
        """The next thing that was seen, by time; `start` in milliseconds since 1970."""
        item = item_of(seen, start)
        if item is not None:
            self._judge.hear(item)

    @property
    def verdict(self) -> str:
        """One line: how many laws, on how many observations, and which of them are broken."""
        spoke = sum(times > 0 for times in self._judge.spoke.values())
        return f"{self._judge.verdict} ({spoke} had something to say)"

    @property
    def breaches(self) -> Sequence[Breach]:
        """In the order in which they were found."""
        return self._judge.breaches
