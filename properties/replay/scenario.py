"""Scenario: what a recording says of the beginning and of the user; of what Kubernetes then did only whom he meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeGuard

from attrs import frozen

from ...model.cluster.families import Meant, members, standing

Json = Any

_ZONED = re.compile(r".*(?:Z|[+-]\d\d:\d\d)")


class BadRecording(Exception):
    """A file that is no recording; the message is `file:line: what is wrong`."""

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(f"{file}:{line}: {sentence}")
        self.file, self.line, self.sentence = file, line, sentence


@frozen(kw_only=True)
class Action:
    """What a user or a machine did; `at` is the moment just before the request, in milliseconds since t = 0."""

    at: int
    do: str
    args: Mapping[str, Json]


@frozen(kw_only=True)
class Scenario:
    """A run's whole input; `start` is t = 0 in milliseconds since 1970, `duration` milliseconds from there."""

    name: str
    family: str
    description: str
    nodes: tuple[Mapping[str, Json], ...]
    objects: tuple[Mapping[str, Json], ...]
    script: Mapping[str, Json]
    actions: tuple[Action, ...]
    settings: Mapping[str, Json]
    seed: int | None
    start: int
    duration: int
    meant: Mapping[tuple[str, int], Meant] = {}
    """By generated name and moment of the action whom the user meant."""


def milliseconds(seconds: float) -> int:
    """The recordings' seconds with three digits, as whole milliseconds."""
    return round(seconds * 1000)


def is_time(value: object) -> TypeGuard[float]:
    """A number of seconds that can be one: not negative, finite, within a century."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 3e9


def scenario_of(document: Mapping[str, Json], blame: Callable[[str, str], BadRecording]) -> Scenario:
    """Reads objects, script, actions, nodes, settings, seed, start and duration of one recording (traces/README.md).

    `blame(key, sentence)` makes the error for a member that is absent or has the wrong type.
    """

    def take(key: str, type_: type | tuple[type, ...], default: Json = None) -> Json:
        if key not in document and default is not None:
            return default
        value = document.get(key)
        if not isinstance(value, type_) or isinstance(value, bool):
            raise blame(key, f"{key} is missing" if key not in document else f"{key} has the wrong type")
        return value

    def mappings(key: str) -> tuple[Mapping[str, Json], ...]:
        values = take(key, list)
        if not all(isinstance(value, dict) for value in values):
            raise blame(key, f"{key} holds something that is no object")
        return tuple(values)

    seed = document.get("seed")
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool)):
        raise blame("seed", "seed is no whole number")
    actions = _actions(mappings("actions"), blame)
    return Scenario(
        name=take("scenario", str),
        family=take("family", str),
        description=take("description", str, ""),
        nodes=mappings("nodes"),
        objects=mappings("objects"),
        script=take("script", dict, {}),
        actions=actions,
        settings=take("settings", dict, {}),
        seed=seed,
        start=_start(take("start", str), blame),
        duration=_duration(take("duration", (int, float)), blame),
        meant=_meant(actions, document.get("watch")),
    )


def _meant(actions: Sequence[Action], watch: Json) -> Mapping[tuple[str, int], Meant]:
    """Whom the actions name by names that Kubernetes has made up: his family, number, and state at that moment."""
    if not isinstance(watch, list):
        return {}
    pods = [entry for entry in watch if isinstance(entry, dict) and entry.get("kind") == "Pod"]
    known = members((entry["object"]["metadata"]["name"], entry["object"]["metadata"]) for entry in pods)
    found = {}
    for action in actions:
        name = action.args.get("name", action.args.get("pod", ""))
        if name in known:
            seen = [e["object"] for e in pods if e["object"]["metadata"]["name"] == name]
            before = [e for e in pods if e["object"]["metadata"]["name"] == name and milliseconds(e["at"]) <= action.at]
            last = before[-1]["object"] if before else seen[0]
            found[name, action.at] = Meant(*known[name], standing(last))
    return found


def _actions(entries: tuple[Mapping[str, Json], ...], blame: Callable[[str, str], BadRecording]) -> tuple[Action, ...]:
    """The actions in time order; entries without `planned` are answers to `objects` that were refused, not actions."""
    actions = []
    for entry in entries:
        if "planned" not in entry:
            continue
        at, do, args = entry.get("at", entry["planned"]), entry.get("do"), entry.get("args", {})
        if not is_time(at) or not isinstance(do, str) or not isinstance(args, dict):
            raise blame("actions", "actions holds an entry without at, do or args")
        actions.append(Action(at=milliseconds(at), do=do, args=args))
    return tuple(sorted(actions, key=lambda action: action.at))


def _duration(seconds: float, blame: Callable[[str, str], BadRecording]) -> int:
    if not is_time(seconds):
        raise blame("duration", f"duration {seconds!r} is no length of time")
    return milliseconds(seconds)


def _start(text: str, blame: Callable[[str, str], BadRecording]) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise blame("start", f"start {text!r} is no time") from None
    if not _ZONED.fullmatch(text):
        raise blame("start", f"start {text!r} has no time zone")
    return round(moment.timestamp() * 1000)
