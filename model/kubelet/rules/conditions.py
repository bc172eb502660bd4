"""conditions: the Pod conditions that the kubelet generates from container statuses and phase (semantics B.13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod
from ...objects.runtime import RuntimeStatus
from ...objects.status import ContainerStatus, PodCondition, PodStatus
from .restart import (
    ALL_CONTAINERS_RESTARTING,
    all_containers_are_removed,
    should_all_containers_restart,
)
from .sandbox import pod_sandbox_changed

KUBELET_OWNED = (
    "PodReadyToStartContainers",
    "Initialized",
    "Ready",
    "ContainersReady",
    "PodScheduled",
    "PodResizePending",
    "PodResizeInProgress",
    ALL_CONTAINERS_RESTARTING,
)
"""The types that the kubelet alone writes on a bound Pod (kubelet/types PodConditionByKubelet)."""

DISRUPTION_TARGET = "DisruptionTarget"
"""The type that the kubelet shares with other writers (kubelet/types PodConditionSharedByKubelet)."""

TERMINAL_REASON = {"Succeeded": "PodCompleted", "Failed": "PodFailed"}
"""Why a Pod in a terminal phase is not ready."""

ContainerStatuses = Sequence[ContainerStatus]


def find_condition(conditions: Sequence[PodCondition], kind: str) -> PodCondition | None:
    """The condition of this type, or None (PUTIL GetPodConditionFromList)."""
    return next((condition for condition in conditions if condition.type == kind), None)


def is_true(conditions: Sequence[PodCondition], kind: str) -> bool:
    """The condition of this type exists and is True (PUTIL IsPodConditionTrue)."""
    condition = find_condition(conditions, kind)
    return condition is not None and condition.status == "True"


def put_condition(conditions: Sequence[PodCondition], new: PodCondition) -> tuple[PodCondition, ...]:
    """The conditions with `new` in the place of the one of its type, or at the end (ReplaceOrAppendPodCondition)."""
    if find_condition(conditions, new.type) is None:
        return (*conditions, new)
    return tuple(new if old.type == new.type else old for old in conditions)


def find_status(statuses: ContainerStatuses, name: str) -> ContainerStatus | None:
    """The status of this container, or None (PUTIL GetContainerStatus)."""
    return next((status for status in statuses if status.name == name), None)


def condition(pod: Pod, kind: str, status: bool, reason: str = "", message: str = "") -> PodCondition:
    """A condition as of the Pod's present generation (PUTIL CalculatePodConditionObservedGeneration)."""
    return PodCondition(
        type=kind,
        status="True" if status else "False",
        reason=reason,
        message=message,
        observedGeneration=pod.metadata.generation,
    )


def containers_ready_condition(pod: Pod, statuses: ContainerStatuses | None, phase: str) -> PodCondition:
    """ContainersReady: every app container and sidecar is ready and the phase is not terminal (B13.4; GEN
    GenerateContainersReadyCondition). `statuses`: init containers' first, then app containers'; None: not known."""
    return ready_condition("ContainersReady", pod, statuses, phase)


def pod_ready_condition(
    pod: Pod, conditions: Sequence[PodCondition], statuses: ContainerStatuses | None, phase: str
) -> PodCondition:
    """Ready: ContainersReady, and every readiness gate has a True condition in `conditions` (B13.5; GEN
    GeneratePodReadyCondition)."""
    ready = ready_condition("Ready", pod, statuses, phase)
    closed = [
        message
        for gate in pod.spec.readinessGates
        if (message := closed_gate(gate.conditionType, conditions)) is not None
    ]
    if ready.status != "True" or not closed:
        return ready
    return condition(pod, "Ready", False, "ReadinessGatesNotReady", ", ".join(closed))


def ready_condition(kind: str, pod: Pod, statuses: ContainerStatuses | None, phase: str) -> PodCondition:
    """What ContainersReady and Ready have in common: the containers and the phase."""
    if statuses is None:
        return condition(pod, kind, False, "UnknownContainerStatuses")
    judged = [*filter(is_sidecar, pod.spec.initContainers), *pod.spec.containers]
    unknown, unready = sort_out(judged, statuses, lambda container, status: status.ready)
    if phase == "Failed" or (phase == "Succeeded" and not unknown):
        return condition(pod, kind, False, TERMINAL_REASON[phase])
    if unknown or unready:
        return condition(pod, kind, False, "ContainersNotReady", named(unknown, "unknown", unready, "unready"))
    return condition(pod, kind, True)


def closed_gate(kind: str, conditions: Sequence[PodCondition]) -> str | None:
    """Why this readiness gate keeps the Pod from being Ready; None: it does not."""
    gate = find_condition(conditions, kind)
    if gate is None:
        return f'corresponding condition of pod readiness gate "{kind}" does not exist.'
    if gate.status != "True":
        return f'the status of pod readiness gate "{kind}" is not "True", but {gate.status}'
    return None


def pod_initialized_condition(
    pod: Pod, old_conditions: Sequence[PodCondition], statuses: ContainerStatuses | None, phase: str
) -> PodCondition:
    """Initialized: every init container is done and every sidecar started, or an app container started, or it was
    True before: never back to False (B13.3, COND-4; GEN GeneratePodInitializedCondition)."""
    if statuses is None and pod.spec.initContainers:
        return condition(pod, "Initialized", False, "UnknownContainerStatuses")
    unknown, incomplete = sort_out(pod.spec.initContainers, statuses or (), is_initialized)
    if phase == "Succeeded" and not unknown:
        return condition(pod, "Initialized", True, "PodCompleted")
    is_done = not unknown and not incomplete
    if is_done or any_app_container_started(pod, statuses or ()) or is_true(old_conditions, "Initialized"):
        return condition(pod, "Initialized", True)
    message = named(unknown, "unknown", incomplete, "incomplete")
    return condition(pod, "Initialized", False, "ContainersNotInitialized", message)


def is_initialized(container: Container, status: ContainerStatus) -> bool:
    """An init container has completed, a sidecar has started (GEN isInitContainerInitialized)."""
    return status.started is True if is_sidecar(container) else status.ready


def any_app_container_started(pod: Pod, statuses: ContainerStatuses) -> bool:
    """Some app container runs or has ended (KCH HasAnyRegularContainerStarted)."""
    found = [find_status(statuses, container.name) for container in pod.spec.containers]
    return any(s is not None and (s.state.running is not None or s.state.terminated is not None) for s in found)


def pod_ready_to_start_containers_condition(pod: Pod, runtime: RuntimeStatus) -> PodCondition:
    """PodReadyToStartContainers: a ready sandbox with network exists (B13.2; GEN
    GeneratePodReadyToStartContainersCondition)."""
    return condition(pod, "PodReadyToStartContainers", not pod_sandbox_changed(pod, runtime).changed)


def pod_scheduled_condition(pod: Pod) -> PodCondition:
    """PodScheduled: always True where a kubelet speaks, since the Pod is bound (B13.1; KP generateAPIPodStatus)."""
    return condition(pod, "PodScheduled", True)


def all_containers_restarting_condition(pod: Pod, runtime: RuntimeStatus, old: PodStatus, phase: str) -> PodCondition:
    """AllContainersRestarting: asked for, and not yet are all containers removed; it carries no generation (B13.8; GEN
    GenerateAllContainersRestartingCondition)."""
    if phase in TERMINAL_REASON:
        return PodCondition(type=ALL_CONTAINERS_RESTARTING, status="False", reason=TERMINAL_REASON[phase])
    if not should_all_containers_restart(pod, runtime, old) or all_containers_are_removed(pod, runtime):
        return PodCondition(type=ALL_CONTAINERS_RESTARTING, status="False")
    return PodCondition(
        type=ALL_CONTAINERS_RESTARTING,
        status="True",
        reason="RestartAllContainersStarted",
        message="container exited with restart policy rule",
    )


def sort_out(
    containers: Sequence[Container], statuses: ContainerStatuses, is_fine: Callable[[Container, ContainerStatus], bool]
) -> tuple[list[str], list[str]]:
    """The names of the containers without a status, and of those whose status is not fine."""
    unknown, not_fine = [], []
    for container in containers:
        status = find_status(statuses, container.name)
        if status is None:
            unknown.append(container.name)
        elif not is_fine(container, status):
            not_fine.append(container.name)
    return unknown, not_fine


def named(unknown: list[str], unknown_is: str, others: list[str], others_are: str) -> str:
    """The message that names the containers which keep a condition False."""
    lists = ((unknown_is, unknown), (others_are, others))
    return ", ".join(f"containers with {what} status: [{' '.join(names)}]" for what, names in lists if names)
