"""CrashLoop: laws of the back-off between restarts, as the API and the runtime show it (semantics C.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from attrs import field, frozen

from ....model.kubelet.crash_loop import LEVELS, delay_seconds
from ....model.kubelet.rules.restart import container_should_restart
from ....model.objects.pod import Pod, every_container
from ....model.objects.status import ContainerStatus
from ...law import RECORD, Mood, law
from ...record import Call, Item, Observation
from .container import statuses
from .examples import created, exited, pod, status, waits

FORGIVEN_AFTER = 600.0
"""Seconds from a start decision to the end, after which the delay is forgotten."""
UNCERTAIN = 30.0
"""Seconds by which the start of an instance may have been decided before its creation: its image is pulled between."""
COUNTED = ("script", "killed", "start")
"""Ends after which the next start is a restart that the kubelet counts; after a kill of its own the next one is not."""


@frozen
class Loop:
    """One container; seconds."""

    level: int = 0
    """Of the delay before the next restart, as far as it is certain: 0 none, 1: 10 s, 2: 20 s …"""
    decided: float = 0.0
    """When the last instance was created."""
    ended: float | None = None
    exit_code: int = 0
    is_counted: bool = False
    is_told: bool = False
    """The kubelet has told it to stop, whatever then ends it."""
    id: str = ""
    """The last instance's."""


@frozen
class Loops:
    """All containers of one Pod."""

    by_name: Mapping[str, Loop] = field(factory=dict)
    generation: int = 0
    init: tuple[str, ...] = ()

    def restart(self, item: Item) -> Loop | None:
        """The container that this call creates again after an end that counts."""
        if not isinstance(item, Call) or item.call != "CreateContainer":
            return None
        loop = self.by_name.get(item.container)
        return loop if loop is not None and loop.ended is not None and loop.is_counted else None


def _follow(loops: Loops, item: Item) -> Loops:
    if isinstance(item, Observation):
        shown = item.after
        if shown is None or shown.metadata.generation == loops.generation:
            return loops
        # another image or other resources have another back-off
        return Loops({}, shown.metadata.generation, tuple(one.name for one in shown.spec.initContainers))
    if not item.uid:
        return attrs.evolve(loops, by_name={})
    loop = loops.by_name.get(item.container, Loop())
    match item.call:
        case "CreateContainer" if "error" not in item.detail:
            loop = Loop(_next_level(loop), item.at, id=item.detail["id"])
        case "StartContainer" if "error" in item.detail:
            loop = attrs.evolve(loop, ended=item.at, exit_code=128, is_counted=True)
        case "exit":
            counts = item.detail["cause"] in COUNTED and not loop.is_told
            loop = attrs.evolve(loop, ended=item.at, exit_code=item.detail["exit"], is_counted=counts)
        case "StopContainer":
            # told too late: it ended while its kill was under way, which starts another at once
            loop = attrs.evolve(loop, is_told=True, is_counted=False)
        case "RemoveContainer" if item.detail["id"] == loop.id:
            # the next one is the first that the kubelet knows of; the records of older ones go all the time
            loop = attrs.evolve(loop, ended=None)
        case _:
            return loops
    return attrs.evolve(loops, by_name={**loops.by_name, item.container: loop})


def _next_level(loop: Loop) -> int:
    """The level after a start: one more after a restart that counts, 1 after a long run."""
    if loop.ended is None or not loop.is_counted:
        return loop.level
    if loop.ended - loop.decided > FORGIVEN_AFTER - UNCERTAIN:
        return 1
    return min(loop.level + 1, LEVELS)


def _waited(loop: Loop, at: float) -> bool:
    """The delay is over, or was forgotten: after a long run, or 600 s after the last start."""
    long_ago = at - loop.decided > FORGIVEN_AFTER - UNCERTAIN
    return long_ago or at - (loop.ended or 0.0) >= delay_seconds(loop.level) - 0.05


LOOPS: dict[str, Any] = {"mood": Mood.TIMED, "initial": Loops(), "follow": _follow}
TWICE = (*created(1.0), exited(1, 2.0), *created(3.0), exited(1, 4.0), created(7.0)[0])


@law(
    "BOFF-1", RECORD, by=("kubelet/kuberuntime doBackOff", "client-go flowcontrol IsInBackOffSince"), **LOOPS,
    given=lambda loops, item: loops.restart(item) is not None,
    witness="{item}, too early",
    breach=TWICE,
)  # fmt: skip
def nothing_restarts_in_back_off(loops: Loops, item: Item) -> bool:
    """No container restarts before 0, then 10, 20, 40, 80, 160, 300 seconds have passed since it ended."""
    loop = loops.restart(item)
    return loop is None or _waited(loop, item.at)


@law(
    "BOFF-4", RECORD, by=("kubelet/kuberuntime doBackOff",), **LOOPS,
    given=lambda loops, item: (loop := loops.restart(item)) is not None and (
        loop.exit_code == 0 or (isinstance(item, Call) and item.container in loops.init)
    ),
    witness="{item}, too early",
    breach=(*created(1.0), exited(0, 2.0), *created(3.0), exited(0, 4.0), created(7.0)[0]),
)  # fmt: skip
def success_backs_off_too(loops: Loops, item: Item) -> bool:
    """Exit code 0 backs off like any other, and so do init containers."""
    loop = loops.restart(item)
    return loop is None or _waited(loop, item.at)


def _backing_off(shown: Pod) -> Iterator[ContainerStatus]:
    return (one for one in statuses(shown) if one.state.waiting and one.state.waiting.reason == "CrashLoopBackOff")


@law(
    "BOFF-3", RECORD, by=("kubelet newCrashLoopBackOff",), mood=Mood.ALWAYS,
    given=lambda shown: any(_backing_off(shown)),
    witness="a container of {pod.metadata.name} is said to wait longer or shorter",
    breach=pod("Running", status(waits("CrashLoopBackOff", "back-off 5m20s restarting failed container=app"))),
)  # fmt: skip
def the_delay_has_bounds(shown: Pod) -> bool:
    """The delay that is shown is at least 10 seconds and at most 300."""
    said = [_said_seconds(one.state.waiting.message) for one in _backing_off(shown) if one.state.waiting]
    return all(seconds is None or 10 <= seconds <= 300 for seconds in said)


def _said_seconds(message: str) -> int | None:
    """`back-off 2m40s restarting …` -> 160."""
    found = re.match(r"back-off (?:(\d+)m)?(\d+)s ", message)
    return int(found[1] or 0) * 60 + int(found[2]) if found else None


@law(
    "BOFF-5", RECORD, by=("kubelet convertToAPIContainerStatuses",), mood=Mood.ALWAYS,
    given=lambda shown: any(_backing_off(shown)),
    witness="a container of {pod.metadata.name} that never ended, or is not to be restarted, backs off",
    breach=pod("Running", status(waits("CrashLoopBackOff"))),
)  # fmt: skip
def only_the_ended_back_off(shown: Pod) -> bool:
    """CrashLoopBackOff is shown only of a container that has ended and may be restarted."""
    specs = {one.name: one for one in every_container(shown.spec)}
    return all(
        one.lastState.terminated is not None
        and container_should_restart(specs[one.name], shown.spec.restartPolicy, one.lastState.terminated.exitCode)
        for one in _backing_off(shown)
    )
