"""readiness: `started` and `ready` of each container from its state and the probes' results (semantics B.12)."""

from __future__ import annotations

from attrs import evolve

from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod
from ...objects.status import ContainerStatus, PodStatus
from ...objects.time import Time
from .conditions import find_condition, is_true, pod_ready_condition
from .probe_results import ProbeResult, ProbeResults, ProbeType

RESTART_TOLERANCE = 10
"""Seconds: a container that started earlier than this before the kubelet ran before the kubelet did (PRM
kubeletRestartGracePeriod)."""


def update_pod_status(
    pod: Pod, status: PodStatus, results: ProbeResults, *, kubelet_started: Time | None = None
) -> PodStatus:
    """The status with `started` and `ready` of its app and init containers filled in (PRM UpdatePodStatus).

    `pod.status` is the API's; its Ready condition counts for containers older than the kubelet, which started at
    `kubelet_started` (None: every container is younger).
    """
    specs = {container.name: container for container in pod.spec.containers}
    init_specs = {container.name: container for container in pod.spec.initContainers}
    return evolve(
        status,
        containerStatuses=tuple(
            with_readiness(pod, specs[s.name], s, results, kubelet_started) if s.name in specs else s
            for s in status.containerStatuses
        ),
        initContainerStatuses=tuple(
            with_init_readiness(pod, init_specs[s.name], s, results, kubelet_started) if s.name in init_specs else s
            for s in status.initContainerStatuses
        ),
    )


def with_readiness(
    pod: Pod, container: Container, status: ContainerStatus, results: ProbeResults, kubelet_started: Time | None
) -> ContainerStatus:
    """`started`, and `ready` where it has started: one that has not keeps the `ready` that it had (PRM)."""
    if not is_started(container, status, results):
        return evolve(status, started=False)
    return evolve(status, started=True, ready=is_ready(pod, container, status, results, kubelet_started))


def with_init_readiness(
    pod: Pod, container: Container, status: ContainerStatus, results: ProbeResults, kubelet_started: Time | None
) -> ContainerStatus:
    """A sidecar as an app container; an init container becomes ready by completing (PRM)."""
    if is_sidecar(container):
        return with_readiness(pod, container, status, results, kubelet_started)
    end = status.state.terminated
    has_completed = end is not None and end.exitCode == 0
    return evolve(status, started=is_started(container, status, results), ready=status.ready or has_completed)


def is_started(container: Container, status: ContainerStatus, results: ProbeResults) -> bool:
    """It runs, and its startup probe, if one is at work, has succeeded; what was started stays so while the probe has
    no result (PRM isContainerStarted)."""
    if status.state.running is None:
        return False
    result = results.get(status.containerID, ProbeType.STARTUP)
    if result is not None:
        return result is ProbeResult.SUCCESS
    return status.started is True or not results.has_worker(container, ProbeType.STARTUP)


def is_ready(
    pod: Pod, container: Container, status: ContainerStatus, results: ProbeResults, kubelet_started: Time | None
) -> bool:
    """A started container is ready once its readiness probe succeeded, at once without one (PRM UpdatePodStatus).

    After a restart of the kubelet a container that ran before keeps what the Pod's Ready condition says until its
    probe has run (PRM setReadyStateOnKubeletRestart).
    """
    result = results.get(status.containerID, ProbeType.READINESS)
    if result is ProbeResult.SUCCESS:
        return True
    ready = not results.has_worker(container, ProbeType.READINESS)
    if not is_older_than_kubelet(status, kubelet_started):
        return ready
    if container.readinessProbe is not None and not is_true(pod.status.conditions, "Ready"):
        return False
    return ready or result is None


def is_older_than_kubelet(status: ContainerStatus, kubelet_started: Time | None) -> bool:
    """The running instance was started well before the kubelet."""
    running = status.state.running
    if running is None or running.startedAt is None or kubelet_started is None:
        return False
    return running.startedAt < kubelet_started - RESTART_TOLERANCE


def needs_reconcile(pod: Pod) -> bool:
    """The API's Ready is not what the API's other conditions and statuses make of it: a readiness gate has changed, and
    the kubelet looks at the Pod (KS NeedToReconcilePodReadiness)."""
    shown = find_condition(pod.status.conditions, "Ready")
    if not pod.spec.readinessGates or shown is None:
        return False
    statuses = (*pod.status.initContainerStatuses, *pod.status.containerStatuses)
    due = pod_ready_condition(pod, pod.status.conditions, statuses, pod.status.phase)
    return (shown.status, shown.message) != (due.status, due.message)
