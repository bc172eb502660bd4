"""container_statuses: the API's container statuses from the runtime's report and the previous ones (semantics B.6)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from ...objects.container import Container, ResourceRequirements, is_sidecar
from ...objects.pod import Pod
from ...objects.runtime import RuntimeContainer, RuntimeStatus
from ...objects.status import (
    ContainerState,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    PodStatus,
)
from .actions import Actuated
from .instance_status import CONTAINER_STATUS_UNKNOWN, lost, status_of_instance
from .restart import RESTARTING_ALL_CONTAINERS, should_all_containers_restart, should_container_be_restarted


@frozen
class StartError:
    """Why the last attempt to start a container failed: an entry of the kubelet's reason cache (RCACHE)."""

    reason: str
    message: str = ""


StartErrors = Mapping[str, StartError]
"""Container name -> its last start error; an entry goes when the container starts (B6.16)."""


@frozen
class Sources:
    """What every container status of one Pod is made from."""

    pod: Pod
    runtime: RuntimeStatus
    start_errors: StartErrors
    restarting: bool
    actuated: Actuated = field(factory=dict)

    @property
    def default_waiting(self) -> ContainerState:
        """The state of a container of which nothing is known (CTR-8, B6.1)."""
        reason = "PodInitializing" if self.pod.spec.initContainers else "ContainerCreating"
        return ContainerState(waiting=ContainerStateWaiting(reason=reason))


def api_container_statuses(
    pod: Pod,
    runtime: RuntimeStatus,
    old: PodStatus,
    start_errors: StartErrors,
    *,
    init: bool,
    actuated: Actuated | None = None,
) -> tuple[ContainerStatus, ...]:
    """The statuses of the app containers sorted by name or, with `init`, of the init containers in the spec's order.

    `old` is the previous status; `actuated` the resources with which containers run, where they are not those of the
    spec. `ready` and `started` are decided later (KP convertToAPIContainerStatuses).
    """
    sources = Sources(pod, runtime, start_errors, should_all_containers_restart(pod, runtime, old), actuated or {})
    if init:
        return convert(pod.spec.initContainers, old.initContainerStatuses, sources, init=True)
    return by_name(convert(pod.spec.containers, old.containerStatuses, sources, init=False))


def api_ephemeral_container_statuses(
    pod: Pod, runtime: RuntimeStatus, old: PodStatus, start_errors: StartErrors
) -> tuple[ContainerStatus, ...]:
    """The statuses of the ephemeral containers, sorted by name (KP convertToAPIContainerStatuses)."""
    sources = Sources(pod, runtime, start_errors, should_all_containers_restart(pod, runtime, old))
    return by_name(convert(pod.spec.ephemeralContainers, old.ephemeralContainerStatuses, sources, init=False))


def by_name(statuses: tuple[ContainerStatus, ...]) -> tuple[ContainerStatus, ...]:
    """The statuses in the order in which the API shows app containers (kubelet/types SortedContainerStatuses)."""
    return tuple(sorted(statuses, key=lambda status: status.name))


def convert(
    containers: tuple[Container, ...], previous: tuple[ContainerStatus, ...], sources: Sources, *, init: bool
) -> tuple[ContainerStatus, ...]:
    """One status for each container of the list, in its order."""
    old = {status.name: status for status in previous}
    return tuple(container_status(c, old.get(c.name), sources, init=init) for c in containers)


def container_status(
    container: Container, old: ContainerStatus | None, sources: Sources, *, init: bool
) -> ContainerStatus:
    """What the runtime has, else what is known from before; then what the last start attempt adds to it."""
    instances = [c for c in sources.runtime.containers if c.name == container.name]
    if instances:
        status = status_of_instances(container, instances, old, sources)
    elif old is not None:
        status = status_of_missing(container, old, sources)
    else:
        status = ContainerStatus(name=container.name, image=container.image, state=sources.default_waiting)
    if init:
        if has_completed(container, sources.runtime):
            return status
        if has_completed_unseen(container, status, sources):
            return evolve(status, state=completed_unseen())
    return with_start_error(container, status, sources)


def status_of_instances(
    container: Container, instances: list[RuntimeContainer], old: ContainerStatus | None, sources: Sources
) -> ContainerStatus:
    """The newest instance's status; the second newest, if the runtime still has it, is the last state (CTR-3)."""
    status = status_of_instance(instances[0], old, sources.restarting)
    if len(instances) > 1:
        status = evolve(status, lastState=status_of_instance(instances[1], old, sources.restarting).state)
    runs = instances[0].state == "running"
    resources = sources.actuated.get(container.name, container.resources) if runs else container.resources
    return evolve(
        status,
        resources=resources if resources != ResourceRequirements() else None,
        allocatedResources=container.resources.requests or None,
    )


def status_of_missing(container: Container, old: ContainerStatus, sources: Sources) -> ContainerStatus:
    """A container that the runtime does not know (any more), from its previous status (B6.13)."""
    if sources.restarting and old.state.waiting is None:
        return removed_to_restart(container, old, sources)
    if old.state.terminated is not None:
        return old
    status = ContainerStatus(
        name=container.name,
        image=container.image,
        state=sources.default_waiting,
        restartCount=old.restartCount,
        lastState=old.lastState,
    )
    if old.state.running is None or old.lastState.terminated is not None:
        return status
    # It ran and is gone: the end that nobody saw goes to the last state, or else the Pod would fall back to Pending.
    return evolve(
        status,
        lastState=lost(
            CONTAINER_STATUS_UNKNOWN,
            "The container could not be located when the pod was deleted.  The container used to be Running",
        ),
        restartCount=old.restartCount + (sources.pod.metadata.deletionTimestamp is None),
    )


def removed_to_restart(container: Container, old: ContainerStatus, sources: Sources) -> ContainerStatus:
    """A container that RestartAllContainers removed waits, and its last state says why (B10.9)."""
    message = "The container is removed because RestartAllContainers in place"
    status = old if old.state.terminated is not None else ContainerStatus(name=container.name, image=container.image)
    return evolve(
        status,
        state=ContainerState(waiting=ContainerStateWaiting(reason=RESTARTING_ALL_CONTAINERS, message=message)),
        lastState=lost(RESTARTING_ALL_CONTAINERS, message),
        restartCount=old.restartCount + 1,
    )


def has_completed(container: Container, runtime: RuntimeStatus) -> bool:
    """The newest instance exited with 0: an init container that will not start again (B8.11)."""
    newest = runtime.newest(container.name)
    return newest is not None and newest.state == "exited" and newest.exitCode == 0


def has_completed_unseen(container: Container, status: ContainerStatus, sources: Sources) -> bool:
    """An init container without a record must have completed once an app container was created; a sidecar need not
    (KP convertToAPIContainerStatuses)."""
    return (
        sources.runtime.newest(container.name) is None
        and not is_sidecar(container)
        and status.state.waiting is not None
        and any_app_container_created(sources.pod, sources.runtime)
    )


def any_app_container_created(pod: Pod, runtime: RuntimeStatus) -> bool:
    """The runtime has an app container in a known state, so initialization is over (kuberuntime
    HasAnyRegularContainerCreated)."""
    newest = [runtime.newest(container.name) for container in pod.spec.containers]
    return any(one is not None and one.state in ("created", "running", "exited") for one in newest)


def completed_unseen() -> ContainerState:
    """The state of an init container whose completion is only inferred."""
    message = (
        "Unable to get init container status from container runtime and pod has been initialized, "
        "treat it as exited normally"
    )
    return ContainerState(terminated=ContainerStateTerminated(reason="Completed", message=message))


def with_start_error(container: Container, status: ContainerStatus, sources: Sources) -> ContainerStatus:
    """A container that is to start but could not shows that error as waiting; its end moves to the last state (B6.11).

    Without an error the present state stays, terminated too: that is the time until the next sync looks.
    """
    error = sources.start_errors.get(container.name)
    if error is None or not should_container_be_restarted(container, sources.pod, sources.runtime):
        return status
    return evolve(
        status,
        state=ContainerState(waiting=ContainerStateWaiting(reason=error.reason, message=error.message)),
        lastState=status.state if status.state.terminated is not None else status.lastState,
    )
