"""Examples: short ways to write what is observed when a law is broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....model.objects.container import Container
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSpec
from ....model.objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    PodCondition,
    PodStatus,
)
from ....model.objects.time import Time
from ...law import Mood
from ...record import Call, Observation
from ...story import NEW, tell

STORY: dict[str, Any] = {"mood": Mood.ORDER, "initial": NEW, "follow": tell}
"""What all laws have in common that follow the story of one Pod."""

TIMED: dict[str, Any] = {"mood": Mood.TIMED, "initial": NEW, "follow": tell}
"""The same for laws that read the clock."""

UID = "0b1c"
RUNS = ContainerState(running=ContainerStateRunning(startedAt=Time(100)))


def ended(code: int = 0, **more: Any) -> ContainerState:
    """Terminated with this exit code."""
    reason = more.pop("reason", "Completed" if code == 0 else "Error")
    return ContainerState(terminated=ContainerStateTerminated(exitCode=code, reason=reason, **more))


def waits(reason: str = "ContainerCreating", message: str = "") -> ContainerState:
    return ContainerState(waiting=ContainerStateWaiting(reason=reason, message=message))


def status(state: ContainerState = RUNS, name: str = "app", **more: Any) -> ContainerStatus:
    return ContainerStatus(name=name, state=state, **more)


def pod(
    phase: str,
    *apps: ContainerStatus,
    init: tuple[ContainerStatus, ...] = (),
    conditions: Mapping[str, str] | None = None,
    meta: Mapping[str, Any] | None = None,
    spec: Mapping[str, Any] | None = None,
    **more: Any,
) -> Pod:
    """A bound Pod as the API shows it; its spec has a container for each status."""
    parts = {
        "nodeName": "node-1",
        "containers": tuple(Container(name=one.name, image="web:1") for one in apps) or (Container(name="app"),),
        "initContainers": tuple(Container(name=one.name, image="init:1") for one in init),
        **(spec or {}),
    }
    return Pod(
        metadata=ObjectMeta(**{"name": "web", "namespace": "default", "uid": UID, "generation": 1, **(meta or {})}),
        spec=PodSpec(**parts),
        status=PodStatus(
            phase=phase,
            containerStatuses=apps,
            initContainerStatuses=init,
            conditions=tuple(PodCondition(type=name, status=value) for name, value in (conditions or {}).items()),
            **more,
        ),
    )


def seen(shown: Pod | None, at: float = 1.0, before: Pod | None = None) -> Observation:
    """The API shows this Pod; None: that it is gone."""
    return Observation(at, before, shown)


def did(call: str, at: float = 1.0, container: str = "app", **detail: Any) -> Call:
    """An entry of the runtime's log; about the first sandbox or instance unless it says which."""
    if "Sandbox" in call or call == "sandbox-died":
        return Call(at, call, "web", UID, "", {"sandbox": "s0", "attempt": 0, **detail})
    return Call(at, call, "web", UID, container, {"id": f"{container}-0", "attempt": 0, **detail})


def created(at: float = 1.0, container: str = "app", **detail: Any) -> tuple[Call, Call]:
    """A container is created and started."""
    return did("CreateContainer", at, container, **detail), did("StartContainer", at, container, **detail)


def exited(code: int = 0, at: float = 2.0, container: str = "app", cause: str = "script", **detail: Any) -> Call:
    return did("exit", at, container, exit=code, cause=cause, **detail)
