"""crictl: what `crictl ps -a` and `crictl pods` list of a node's runtime."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from ..objects.time import Millis
from .instance import PREFIX, RuntimePod
from .sandboxes import SandboxRuntime

CONTAINER_COLUMNS: Final = ("CONTAINER", "IMAGE", "CREATED", "STATE", "NAME", "ATTEMPT", "POD ID", "POD")
POD_COLUMNS: Final = ("POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT", "RUNTIME")

MINUTE, HOUR, DAY = 60, 3600, 86400
_LONG: Final = ((2 * 365 * DAY, 365 * DAY, "years"), (60 * DAY, 30 * DAY, "months"), (14 * DAY, 7 * DAY, "weeks"))
"""From so many seconds on, the unit is so long and is called so."""


@frozen
class Listed:
    """One container or sandbox: its cells, the time of its making in milliseconds, and the same as plain data."""

    created: Millis
    cells: tuple[str, ...]
    data: dict[str, Any]


def containers(runtime: SandboxRuntime, now: Millis) -> Iterator[Listed]:
    """Every container that the runtime still has, whatever its state; the newest first."""
    listed = (one for pod in runtime.pods.values() for one in _containers(pod, now))
    return iter(sorted(listed, key=lambda each: -each.created))


def pods(runtime: SandboxRuntime, now: Millis) -> Iterator[Listed]:
    """Every sandbox that the runtime still has; the newest first."""
    listed = (one for pod in runtime.pods.values() for one in _sandboxes(pod, now))
    return iter(sorted(listed, key=lambda each: -each.created))


def _containers(pod: RuntimePod, now: Millis) -> Iterator[Listed]:
    for instance in pod.instances:
        one = instance.status
        name, state = pod.pod.metadata.name, one.state.capitalize()
        data = {
            "container": one.id.removeprefix(PREFIX), "image": one.image, "created": ago(now - one.createdAt),
            "state": state, "name": one.name, "attempt": one.restartCount, "podId": one.sandbox, "pod": name,
        }  # fmt: skip
        yield Listed(one.createdAt, tuple(map(str, data.values())), data)


def _sandboxes(pod: RuntimePod, now: Millis) -> Iterator[Listed]:
    meta = pod.pod.metadata
    for one in pod.sandboxes:
        data = {
            "podId": one.id, "created": ago(now - one.createdAt), "state": "Ready" if one.ready else "NotReady",
            "name": meta.name, "namespace": meta.namespace, "attempt": one.attempt, "runtime": "(default)",
        }  # fmt: skip
        yield Listed(one.createdAt, tuple(map(str, data.values())), data)


def ago(millis: int) -> str:
    """`3_000` -> `3 seconds ago`, `90_000` -> `About a minute ago` (docker/go-units HumanDuration)."""
    return f"{_span(millis // 1000)} ago"


def _span(seconds: int) -> str:
    if seconds < 1:
        return "Less than a second"
    if seconds < MINUTE:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    if seconds < HOUR:
        return "About a minute" if seconds < 2 * MINUTE else f"{seconds // MINUTE} minutes"
    hours = (seconds + HOUR // 2) // HOUR
    if hours < 2 * 24:
        return "About an hour" if hours == 1 else f"{hours} hours"
    for least, unit, name in _LONG:
        if hours * HOUR >= least:
            return f"{hours * HOUR // unit} {name}"
    return f"{hours // 24} days"
