"""Life: one Pod's observable states in order, each with the moment at which it was first seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import frozen

from ...model.cluster.families import Families
from .observed import Observed, observe
from .recording import Entry
from .runs import Run, runs_of
from .scenario import milliseconds


@frozen
class Step:
    """A state from `at` until the next step's `at` or the record's end (`until`); milliseconds since t = 0."""

    at: int
    until: int
    state: Observed

    @property
    def length(self) -> int:
        return self.until - self.at


@frozen
class Life:
    """`family` is what Families calls Pods whose names end in random letters, else empty; then `name` is `family#n`."""

    name: str
    family: str
    steps: tuple[Step, ...]
    runs: tuple[Run, ...]


def lives_of(watch: Iterable[Entry], duration: int) -> tuple[Life, ...]:
    """The lives that a watch of Pods tells of, in order of first sight; entries after `duration` are cut off.

    A Pod that is deleted and made again under its name goes on in the same life; generated names are replaced by
    their order, since nothing but the order can be the same in another run.
    """
    seen: dict[str, list[Entry]] = {}
    for entry in watch:
        if milliseconds(entry["at"]) <= duration:
            seen.setdefault(entry["object"]["metadata"]["name"], []).append(entry)
    numbers: dict[str, int] = {}
    families = Families()
    lives = []
    for name, entries in seen.items():
        family = families.of(entries[0]["object"]["metadata"])
        number = numbers[family] = numbers.get(family, -1) + 1
        lives.append(_life(f"{family}#{number}" if family else name, family, entries, duration))
    return tuple(lives)


def _life(name: str, family: str, entries: list[Entry], duration: int) -> Life:
    observations: list[tuple[int, Any]] = []
    changes: list[tuple[int, Observed]] = []
    for entry in entries:
        at, pod = milliseconds(entry["at"]), entry["object"]
        state = observe(pod, gone=entry["type"] == "DELETED")
        observations.append((at, pod))
        if not changes or changes[-1][1] != state:
            changes.append((at, state))
    ends = [at for at, _ in changes[1:]] + [duration]
    steps = tuple(Step(at, until, state) for (at, state), until in zip(changes, ends, strict=True))
    return Life(name, family, steps, runs_of(observations))
