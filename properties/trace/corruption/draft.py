"""Draft: a copy of a recording that is being corrupted; what is not touched is shared with the original."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from random import Random
from typing import Any

from attrs import define, field, frozen

from ..knowledge import Knowledge

Entry = dict[str, Any]
Change = Callable[[Entry], None]


@define
class Draft:
    """Lists of entries in the form of a recording; `life` is the Pod that is corrupted."""

    watch: list[Entry]
    cri: list[Entry]
    actions: Sequence[Entry]
    random: Random
    uid: str = ""
    others: Mapping[str, Any] = field(factory=dict)

    @property
    def document(self) -> Mapping[str, Any]:
        """The recording."""
        return {**self.others, "watch": self.watch, "cri": self.cri, "actions": self.actions}

    def shown(self) -> list[int]:
        """Where the watch shows the Pod, its removal aside."""
        return [
            index
            for index, entry in enumerate(self.watch)
            if entry["kind"] == "Pod" and entry["type"] != "DELETED" and entry["object"]["metadata"]["uid"] == self.uid
        ]

    def pods(self) -> Iterator[tuple[int, Entry]]:
        """The same, each with the object."""
        return ((index, self.watch[index]["object"]) for index in self.shown())

    def steps(self) -> Iterator[tuple[int, Entry, Entry]]:
        """Each revision but the first: where it is, the one before and itself."""
        shown = list(self.pods())
        return ((index, before, after) for (_, before), (index, after) in pairwise(shown))

    def calls(self, *names: str) -> list[int]:
        """Where the runtime's log has such calls of the Pod, those that failed aside."""
        return [
            index
            for index, entry in enumerate(self.cri)
            if entry.get("uid") == self.uid and entry["call"] in names and "error" not in (entry.get("detail") or {})
        ]

    def pick(self, among: Sequence[Any]) -> Any:
        """One of these; raises Inapplicable where there is none."""
        if not among:
            raise Inapplicable
        return self.random.choice(among)

    def change(self, index: int, change: Change) -> None:
        """Change this revision alone."""
        entry: Entry = json.loads(json.dumps(self.watch[index]))
        change(entry["object"])
        self.watch[index] = entry

    def change_from(self, index: int, change: Change) -> None:
        """Change this revision and all that follow, the removal too, so that one step alone is wrong."""
        for other in range(index, len(self.watch)):
            entry = self.watch[other]
            if entry["kind"] == "Pod" and entry["object"]["metadata"]["uid"] == self.uid:
                self.change(other, change)

    def change_call(self, index: int, **changes: Any) -> None:
        """Replace members of an entry of the runtime's log; the order by time is kept."""
        self.cri[index] = {**self.cri[index], **changes}
        self.cri.sort(key=lambda entry: float(entry["at"]))

    def drop_calls(self, indexes: Sequence[int]) -> None:
        """Leave these entries of the runtime's log out."""
        out = set(indexes)
        self.cri = [entry for index, entry in enumerate(self.cri) if index not in out]


class Inapplicable(Exception):
    """There is nothing in this recording that could be corrupted so."""


@frozen
class Corruption:
    """One way in which a recording becomes impossible; `needs_runtime`: only the runtime's log shows that it is,
    `needs_beginning`: only who knows that the first revision is the Pod's creation."""

    name: str
    words: str
    apply: Callable[[Draft], None]
    needs_runtime: bool = False
    needs_beginning: bool = False

    def is_visible(self, known: Knowledge) -> bool:
        """Whether who knows so much could notice it."""
        return (known.runtime or not self.needs_runtime) and (known.beginning or not self.needs_beginning)


def statuses(pod: Entry) -> list[Entry]:
    """All container statuses of init and app containers."""
    status = pod.get("status", {})
    return [*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())]


def status_of(pod: Entry, name: str) -> Entry | None:
    """That of this container."""
    return next((one for one in statuses(pod) if one["name"] == name), None)


def condition_of(pod: Entry, kind: str) -> Entry | None:
    """The condition of this type."""
    return next((one for one in pod["status"].get("conditions") or () if one["type"] == kind), None)


def condition_is(pod: Entry, kind: str, value: str) -> bool:
    found = condition_of(pod, kind)
    return found is not None and found["status"] == value


def is_one(old: Entry, new: Entry) -> bool:
    """Whether both are of the same instance."""
    return bool(old.get("containerID")) and old["containerID"] == new.get("containerID")


def apps(pod: Entry) -> list[Entry]:
    """The statuses of app containers."""
    return list(pod["status"].get("containerStatuses") or ())
