"""pod_status: the whole status that the kubelet makes of a Pod (semantics B.4, B.6, B.12, B.13 put together)."""

from __future__ import annotations

from attrs import evolve, frozen

from ...apiserver.rules.qos import pod_qos
from ...objects.pod import Pod, is_static, is_terminal
from ...objects.runtime import RuntimeStatus
from ...objects.status import PodCondition, PodIP, PodStatus
from ...objects.time import Time
from .actions import Actuated
from .conditions import (
    DISRUPTION_TARGET,
    KUBELET_OWNED,
    all_containers_restarting_condition,
    containers_ready_condition,
    find_condition,
    pod_initialized_condition,
    pod_ready_condition,
    pod_ready_to_start_containers_condition,
    pod_scheduled_condition,
    put_condition,
)
from .container_statuses import StartErrors, api_container_statuses, api_ephemeral_container_statuses
from .phase import pod_phase
from .probe_results import ProbeResults
from .readiness import update_pod_status
from .restart import all_containers_could_restart
from .sandbox import any_active_app_container


@frozen
class Eviction:
    """The kubelet itself ends the Pod, for instance at its active deadline (KP PodSyncHandlers ShouldEvict)."""

    reason: str
    message: str = ""


def api_pod_status(
    pod: Pod,
    runtime: RuntimeStatus,
    old: PodStatus,
    start_errors: StartErrors,
    probe_results: ProbeResults,
    *,
    pod_is_terminal: bool,
    eviction: Eviction | None = None,
    host_ip: str = "",
    kubelet_started: Time | None = None,
    actuated: Actuated | None = None,
    resize: tuple[PodCondition, ...] = (),
) -> PodStatus:
    """The status of a Pod from what the runtime has (KP generateAPIPodStatus).

    `old` is the kubelet's previous status, `pod.status` the API's; `pod_is_terminal`: nothing of the Pod is started any
    more. `host_ip` is the node's address, which a Pod on the host's network shares. `actuated` are the resources with
    which containers run, where they are not those of the spec; `resize` the conditions of a resize.
    """
    status = api_status(pod, runtime, old, start_errors, actuated)
    status = with_phase(pod, status, runtime, old, pod_is_terminal=pod_is_terminal, eviction=eviction)
    status = update_pod_status(pod, status, probe_results, kubelet_started=kubelet_started)
    status = evolve(status, conditions=pod_conditions(pod, status, runtime, old, () if pod_is_terminal else resize))
    return with_host_ip(pod, status, host_ip)


def api_status(
    pod: Pod, runtime: RuntimeStatus, old: PodStatus, start_errors: StartErrors, actuated: Actuated | None = None
) -> PodStatus:
    """Addresses, QoS class and container statuses (KP convertStatusToAPIStatus); a static Pod brings no QoS class.

    The address is the newest sandbox's; one that is no longer ready keeps it for the status (PLEG getPodIPs).
    """
    ip = runtime.sandboxes[0].ip if runtime.sandboxes else ""
    return PodStatus(
        podIP=ip,
        podIPs=(PodIP(ip=ip),) if ip else (),
        qosClass=pod.status.qosClass or pod_qos(pod.spec),
        containerStatuses=api_container_statuses(pod, runtime, old, start_errors, init=False, actuated=actuated),
        initContainerStatuses=api_container_statuses(pod, runtime, old, start_errors, init=True, actuated=actuated),
        ephemeralContainerStatuses=api_ephemeral_container_statuses(pod, runtime, old, start_errors),
    )


def with_phase(
    pod: Pod,
    status: PodStatus,
    runtime: RuntimeStatus,
    old: PodStatus,
    *,
    pod_is_terminal: bool,
    eviction: Eviction | None,
) -> PodStatus:
    """The phase with its reason and message: terminal phases stay, an eviction fails the Pod (B4.8, B4.9)."""
    phase = pod_phase(
        pod.spec,
        status.initContainerStatuses,
        status.containerStatuses,
        pod_is_terminal=pod_is_terminal,
        pod_has_initialized=any_active_app_container(pod.spec, runtime),
        static=is_static(pod),
    )
    if not is_terminal(phase):
        phase = next((p for p in (old.phase, pod.status.phase) if is_terminal(p)), phase)
    reason, message = "", ""
    if phase == old.phase:
        reason, message = old.reason or pod.status.reason, old.message or pod.status.message
    if eviction is not None:
        phase, reason, message = "Failed", eviction.reason, eviction.message
    if is_terminal(pod.status.phase):
        phase = pod.status.phase
    return evolve(status, phase=phase, reason=reason, message=message)


def pod_conditions(
    pod: Pod, status: PodStatus, runtime: RuntimeStatus, old: PodStatus, resize: tuple[PodCondition, ...] = ()
) -> tuple[PodCondition, ...]:
    """The conditions of other owners as the API has them, then the kubelet's own, in the kubelet's order."""
    conditions = tuple(c for c in pod.status.conditions if c.type not in KUBELET_OWNED)
    disruption = find_condition(old.conditions, DISRUPTION_TARGET)
    if disruption is not None:
        conditions = put_condition(conditions, disruption)
    statuses = (*status.initContainerStatuses, *status.containerStatuses)
    conditions += (
        *resize,
        pod_ready_to_start_containers_condition(pod, runtime),
        pod_initialized_condition(pod, old.conditions, statuses, status.phase),
    )
    conditions += (
        pod_ready_condition(pod, conditions, statuses, status.phase),
        containers_ready_condition(pod, statuses, status.phase),
        pod_scheduled_condition(pod),
    )
    if all_containers_could_restart(pod.spec):
        conditions += (all_containers_restarting_condition(pod, runtime, old, status.phase),)
    return conditions


def with_host_ip(pod: Pod, status: PodStatus, host_ip: str) -> PodStatus:
    """The node's address, which is also the Pod's on the host's network (KP generateAPIPodStatus)."""
    if not host_ip:
        return status
    status = evolve(status, hostIP=host_ip, hostIPs=(PodIP(ip=host_ip),))
    if pod.spec.hostNetwork and not status.podIP:
        return evolve(status, podIP=host_ip, podIPs=(PodIP(ip=host_ip),))
    return status
