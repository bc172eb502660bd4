"""Run: one run of one container, as the restart counts and the times inside the statuses tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, frozen

from ...model.objects.time import Time, parse_rfc3339

Json = Mapping[str, Any]


@frozen(kw_only=True)
class Run:
    """The `number`-th run (the restart count it had). Times in whole seconds since 1970, None while not seen.

    `seen` is the moment of the watch, in milliseconds since t = 0, at which the run's end was first shown.
    """

    container: str
    number: int
    startedAt: Time | None = None
    finishedAt: Time | None = None
    exitCode: int | None = None
    reason: str = ""
    seen: int | None = None


def runs_of(observations: Iterable[tuple[int, Json]]) -> tuple[Run, ...]:
    """All runs that a sequence of (milliseconds since t = 0, Pod) tells of, by container in order of name, then number.

    The restart count moves on when the next container instance exists: `lastState` is the run of the same number
    while the container waits, and the run before while it runs or has ended. What was shown first of an end stays
    (a container that the kubelet has lost is later reported as ContainerStatusUnknown).
    """
    runs: dict[tuple[str, int], Run] = {}
    for at, pod in observations:
        status = pod.get("status", {})
        for field in ("initContainerStatuses", "containerStatuses"):
            for container in status.get(field) or ():
                _tell(runs, at, container)
    return tuple(runs[key] for key in sorted(runs))


def _tell(runs: dict[tuple[str, int], Run], at: int, container: Json) -> None:
    name, count, state = container["name"], container.get("restartCount", 0), container.get("state") or {}
    running, ended = state.get("running"), state.get("terminated")
    last = (container.get("lastState") or {}).get("terminated")
    if running is not None:
        run = runs.get((name, count), Run(container=name, number=count))
        runs[name, count] = evolve(run, startedAt=_time(running, "startedAt") or run.startedAt)
    if last is not None:
        number = count if running is None and ended is None else count - 1
        _end(runs, at, Run(container=name, number=number), last)
    if ended is not None:
        _end(runs, at, Run(container=name, number=count), ended)


def _end(runs: dict[tuple[str, int], Run], at: int, run: Run, terminated: Json) -> None:
    run = runs.get((run.container, run.number), run)
    if run.number >= 0 and run.exitCode is None:
        runs[run.container, run.number] = evolve(
            run,
            startedAt=_time(terminated, "startedAt") or run.startedAt,
            finishedAt=_time(terminated, "finishedAt"),
            exitCode=terminated.get("exitCode", 0),
            reason=terminated.get("reason", ""),
            seen=at,
        )


def _time(state: Json, field: str) -> Time | None:
    text = state.get(field)
    return parse_rfc3339(text) if text else None
