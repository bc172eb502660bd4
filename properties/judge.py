"""Judge: the laws about records, fed with Observations and Calls as they come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from .law import RECORD, STORE, Breach, Law, Mood
from .record import Call, Item, Observation

_BROKEN: Final = object()
"""In the place of a monitor: it was told of already."""


class Judge:
    """Checks a stream, each Pod by its uid; a law that a Pod has broken is not told of again for that Pod."""

    def __init__(self, laws: Iterable[Law]) -> None:
        spoken = [law for law in laws if law.subject in (RECORD, STORE)]
        self.laws = tuple(spoken)
        self.observations = 0
        self.breaches: list[Breach] = []
        self.spoke: dict[Law, int] = dict.fromkeys(spoken, 0)
        """How often the premise of each law held."""
        self._always = [law for law in spoken if law.mood is Mood.ALWAYS]
        self._steps = [law for law in spoken if law.mood is Mood.STEP]
        self._of_one = [law for law in spoken if law.mood.has_monitor and law.subject is RECORD]
        self._of_all = [law for law in spoken if law.mood.has_monitor and law.subject is STORE]
        self._monitors: dict[str, list[Any]] = {}

    def observe(self, observation: Observation) -> list[Breach]:
        """What this observation breaks."""
        self.observations += 1
        found: list[Breach] = []
        before, after = observation.before, observation.after
        if after is not None:
            for law in self._always:
                self._check(law, found, after)
            if before is not None:
                for law in self._steps:
                    self._check(law, found, before, after)
        self._follow(observation.uid, self._of_one, observation, found)
        self._follow("", self._of_all, observation, found)
        self.breaches += found
        return found

    def call(self, call: Call) -> list[Breach]:
        """What this call breaks; one without a uid happens to every Pod that was seen."""
        found: list[Breach] = []
        for uid in [call.uid] if call.uid else [uid for uid in self._monitors if uid]:
            self._follow(uid, self._of_one, call, found)
        self.breaches += found
        return found

    def hear(self, item: Item) -> list[Breach]:
        """Either of both."""
        return self.observe(item) if isinstance(item, Observation) else self.call(item)

    @property
    def followed(self) -> frozenset[str]:
        """The uids of which something is kept."""
        return frozenset(uid for uid in self._monitors if uid)

    def forget(self, uid: str) -> None:
        """No more of this Pod will come: nothing is kept of it."""
        self._monitors.pop(uid, None)

    @property
    def verdict(self) -> str:
        """One line: `73 laws checked on 112 observations: all hold`."""
        counts = f"{len(self.laws)} laws checked on {self.observations} observations"
        if not self.breaches:
            return f"{counts}: all hold"
        broken = ", ".join(dict.fromkeys(breach.law.id for breach in self.breaches))
        return f"{counts}: {broken} broken"

    def _check(self, law: Law, found: list[Breach], *arguments: Any) -> None:
        if law.applies(*arguments):
            self.spoke[law] += 1
            if (breach := law.check(*arguments)) is not None:
                found.append(breach)

    def _follow(self, uid: str, laws: list[Law], item: Item, found: list[Breach]) -> None:
        monitors = self._monitors.get(uid)
        if monitors is None:
            monitors = self._monitors[uid] = [law.initial for law in laws]
        for index, law in enumerate(laws):
            monitor = monitors[index]
            if monitor is _BROKEN:
                continue
            if law.applies(monitor, item):
                self.spoke[law] += 1
                if (breach := law.check(monitor, item)) is not None:
                    found.append(breach)
                    monitors[index] = _BROKEN
                    continue
            monitors[index] = law.advance(monitor, item)
