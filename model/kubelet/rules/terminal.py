"""terminal: the end of a Pod's status: what is unknown has failed, and the API hears of it last (semantics B.4)."""

from __future__ import annotations

from attrs import evolve

from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod, PodSpec, is_static, is_terminal
from ...objects.status import ContainerStateTerminated, ContainerStatus, PodCondition, PodStatus
from ...objects.time import Time
from .conditions import (
    DISRUPTION_TARGET,
    KUBELET_OWNED,
    TERMINAL_REASON,
    find_condition,
    is_true,
    put_condition,
)
from .container_statuses import by_name
from .instance_status import CONTAINER_STATUS_UNKNOWN, lost
from .restart import all_containers_could_restart, container_should_restart


def terminate_pod(pod: Pod, status: PodStatus) -> PodStatus:
    """The status at the end of the Pod's life: a terminal phase, containers of unknown fate ended with 137 (B4.12; STM
    TerminatePod). `status` is the kubelet's, `pod.status` the API's, which tells whether the Pod had initialized."""
    last = last_that_tried(status.initContainerStatuses)
    return evolve(
        status,
        phase=status.phase if is_static(pod) or is_terminal(status.phase) else "Failed",
        containerStatuses=tuple(
            with_an_end(s) if pod_has_initialized(pod) else s for s in by_name(status.containerStatuses)
        ),
        initContainerStatuses=tuple(
            with_an_end(s) if index <= last else s for index, s in enumerate(status.initContainerStatuses)
        ),
    )


def with_an_end(status: ContainerStatus) -> ContainerStatus:
    """The status as terminated; an end that nobody saw counts as a failure."""
    if status.state.terminated is not None:
        return status
    message = "The container could not be located when the pod was terminated"
    return evolve(status, state=lost(CONTAINER_STATUS_UNKNOWN, message))


def ran(status: ContainerStatus) -> bool:
    """Some instance of it has been started: it does not wait, or has ended before."""
    return status.state.waiting is None or status.lastState.terminated is not None


def last_that_tried(statuses: tuple[ContainerStatus, ...]) -> int:
    """The index of the last init container that ever ran; the first one if none did (STM initializedContainers)."""
    return max((index for index, status in enumerate(statuses) if ran(status)), default=0)


def pod_has_initialized(pod: Pod) -> bool:
    """There is evidence that the app containers were due: no init containers, an app container that ran, or the last
    init container completed or started (STM hasPodInitialized)."""
    spec, status = pod.spec, pod.status
    if not spec.initContainers or any(ran(s) for s in status.containerStatuses):
        return True
    count = len(status.initContainerStatuses)
    if not 0 < count <= len(spec.initContainers):
        return False
    container, last = spec.initContainers[count - 1], status.initContainerStatuses[-1]
    return container.name == last.name and is_done(container, last)


def is_done(container: Container, status: ContainerStatus) -> bool:
    """A sidecar runs and has started; an init container exited with 0, now or before (STM hasPodInitialized)."""
    if is_sidecar(container):
        return status.state.running is not None and status.started is True
    return any(end is not None and end.exitCode == 0 for end in (status.state.terminated, status.lastState.terminated))


def merge_pod_status(
    old: PodStatus,
    new: PodStatus,
    *,
    could_have_running_containers: bool,
    generation: int = 0,
    now: Time | None = None,
) -> PodStatus:
    """What the kubelet sends to the API: `new`, with foreign conditions of `old`, and no terminal phase while a
    container could still run (B4.10, B4.11; STM mergePodStatus). `now` dates the conditions that change here."""
    becomes_terminal = not is_terminal(old.phase) and is_terminal(new.phase)
    is_held_back = becomes_terminal and could_have_running_containers
    phase, reason, message = (
        (old.phase, old.reason, old.message) if is_held_back else (new.phase, new.reason, new.message)
    )
    conditions = merge_conditions(old, new, with_disruption=becomes_terminal and not is_held_back, now=now)
    if is_terminal(phase):
        conditions = without_readiness(conditions, phase, generation, now)
    return evolve(
        new,
        phase=phase,
        reason=reason,
        message=message,
        conditions=conditions,
        resourceClaimStatuses=old.resourceClaimStatuses,
    )


def merge_conditions(
    old: PodStatus, new: PodStatus, *, with_disruption: bool, now: Time | None
) -> tuple[PodCondition, ...]:
    """The API's conditions of foreign types, then the kubelet's own; DisruptionTarget only together with the terminal
    phase (COND-9, COND-10)."""
    conditions = tuple(c for c in old.conditions if c.type not in KUBELET_OWNED)
    for condition in new.conditions:
        if condition.type in KUBELET_OWNED:
            conditions = (*conditions, condition)
        elif condition.type == DISRUPTION_TARGET and with_disruption:
            conditions = put_condition(conditions, dated(condition, old.conditions, now))
    return conditions


def dated(condition: PodCondition, old: tuple[PodCondition, ...], now: Time | None) -> PodCondition:
    """The condition with its transition time: kept while the status stays the same (COND-7; STM
    updateLastTransitionTime)."""
    before = find_condition(old, condition.type)
    unchanged = before is not None and before.status == condition.status
    return evolve(condition, lastTransitionTime=before.lastTransitionTime if before and unchanged else now)


def without_readiness(
    conditions: tuple[PodCondition, ...], phase: str, generation: int, now: Time | None
) -> tuple[PodCondition, ...]:
    """Ready and ContainersReady forced to False if either is still True in a terminal phase (B4.11, COND-3)."""
    if not is_true(conditions, "Ready") and not is_true(conditions, "ContainersReady"):
        return conditions
    for kind in ("ContainersReady", "Ready"):
        forced = PodCondition(type=kind, status="False", reason=TERMINAL_REASON[phase], observedGeneration=generation)
        conditions = put_condition(conditions, dated(forced, conditions, now))
    return conditions


def illegal_restart(spec: PodSpec, old: PodStatus, new: PodStatus) -> str | None:
    """The name of a container that leaves `terminated` though it may not restart; None: the update is legal (CTR-4; STM
    checkContainerStateTransition).

    The kubelet drops such an update as a whole. Init containers that rerun in a new sandbox under OnFailure meet it:
    what exited with 0 may not become non-terminated, so the status freezes until they have ended again.
    """
    if spec.restartPolicy == "Always" or all_containers_could_restart(spec):
        return None
    pairs = (
        (spec.containers, old.containerStatuses, new.containerStatuses),
        (
            tuple(c for c in spec.initContainers if not is_sidecar(c)),
            old.initContainerStatuses,
            new.initContainerStatuses,
        ),
    )
    for containers, before, after in pairs:
        for container in containers:
            end = end_of(container.name, before)
            if end is None or container_should_restart(container, spec.restartPolicy, end.exitCode):
                continue
            if any(s.name == container.name and s.state.terminated is None for s in after):
                return container.name
    return None


def end_of(name: str, statuses: tuple[ContainerStatus, ...]) -> ContainerStateTerminated | None:
    """How the container of this name has ended; None while it has not."""
    return next((s.state.terminated for s in statuses if s.name == name), None)
