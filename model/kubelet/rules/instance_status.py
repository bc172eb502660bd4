"""instance_status: one instance of a container, as the runtime reports it, in the API's form (semantics B.6)."""

from __future__ import annotations

from attrs import evolve

from ...objects.runtime import RuntimeContainer
from ...objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
)
from ...objects.time import Millis, Time, to_api
from .restart import RESTARTING_ALL_CONTAINERS

CONTAINER_STATUS_UNKNOWN = "ContainerStatusUnknown"
"""The reason of an end that nobody saw; its exit code is 137."""

KILLED = 137


def status_of_instance(instance: RuntimeContainer, old: ContainerStatus | None, restarting: bool) -> ContainerStatus:
    """One instance as the API shows it (KP convertContainerStatus)."""
    status = ContainerStatus(
        name=instance.name,
        restartCount=instance.restartCount,
        image=instance.image,
        imageID=instance.imageID,
        containerID=instance.id,
        state=state_of_instance(instance, old, restarting),
    )
    if old is None:
        return status
    return evolve(
        status,
        restartCount=restart_count(instance, old),
        lastState=last_state(instance, old),
        started=old.started if instance.state == "running" else None,
        volumeMounts=old.volumeMounts,
    )


def state_of_instance(instance: RuntimeContainer, old: ContainerStatus | None, restarting: bool) -> ContainerState:
    """Running, terminated or waiting by the runtime's state; an unknown one that used to run has ended (B6.13)."""
    match instance.state:
        case "running":
            return ContainerState(running=ContainerStateRunning(startedAt=api_time(instance.startedAt)))
        case "exited":
            return ContainerState(terminated=terminated(instance))
        case "unknown" if old is not None and old.state.running is not None:
            return lost(
                RESTARTING_ALL_CONTAINERS if restarting else CONTAINER_STATUS_UNKNOWN,
                "The container could not be located when the pod was terminated",
            )
        case _:  # created, or unknown and never seen running
            return ContainerState(waiting=ContainerStateWaiting())


def terminated(instance: RuntimeContainer) -> ContainerStateTerminated:
    """The end that the runtime reports."""
    return ContainerStateTerminated(
        exitCode=instance.exitCode,
        reason=instance.reason,
        message=instance.message,
        startedAt=api_time(instance.startedAt),
        finishedAt=api_time(instance.finishedAt),
        containerID=instance.id,
    )


def restart_count(instance: RuntimeContainer, old: ContainerStatus) -> int:
    """The runtime's count, which never falls behind the previous status; a lost or restarted instance is one more."""
    if instance.state == "unknown" and old.state.running is not None:
        return old.restartCount + 1
    has_restarted = instance.state == "running" and old.state.terminated is not None
    if has_restarted and old.restartCount >= instance.restartCount:
        return old.restartCount + 1  # RestartAllContainers removed the instance that the runtime would have counted
    return max(instance.restartCount, old.restartCount)


def last_state(instance: RuntimeContainer, old: ContainerStatus) -> ContainerState:
    """The end of the instance before, kept over the removal of its record (CTR-3)."""
    if old.containerID != instance.id and old.state.terminated is not None:
        return ContainerState(terminated=old.state.terminated)
    return ContainerState(terminated=old.lastState.terminated)


def lost(reason: str, message: str) -> ContainerState:
    """An end that nobody saw."""
    return ContainerState(terminated=ContainerStateTerminated(exitCode=KILLED, reason=reason, message=message))


def api_time(moment: Millis | None) -> Time | None:
    """A moment of the runtime as the API stores it."""
    return None if moment is None else to_api(moment)
