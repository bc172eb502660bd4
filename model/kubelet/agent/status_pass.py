"""StatusPass: the status of a Pod as the kubelet computes it in every pass, with its active deadline (semantics B.4, B.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...objects.runtime import RuntimeStatus
from ...objects.status import PodStatus
from ..container_status import ShowReset, TakeForDone
from ..deadline import DeadlinePasses, DeadlineState
from ..rules.pod_status import Eviction, api_pod_status
from ..rules.restart import should_all_containers_restart
from . import reasons

if TYPE_CHECKING:
    from .pod_agent import PodAgent

DEADLINE_EXCEEDED = Eviction("DeadlineExceeded", "Pod was active on the node longer than the specified deadline")


def make_status(agent: PodAgent, runtime: RuntimeStatus, *, pod_is_terminal: bool) -> PodStatus:
    """KL generateAPIPodStatus, from this listing of the runtime."""
    eviction = DEADLINE_EXCEEDED if is_past_deadline(agent) else None
    status = api_pod_status(
        agent.pod,
        runtime,
        agent.status,
        agent.start_errors,
        agent.probe_results(),
        pod_is_terminal=pod_is_terminal,
        eviction=eviction,
        host_ip=agent.kubelet.address,
        kubelet_started=agent.kubelet.started,
        actuated=agent.kubelet.resizer.actuated(agent.uid),
        resize=agent.resize.conditions(),
    )
    reasons.phase_was_computed(agent, runtime, status, pod_is_terminal=pod_is_terminal, evicts=eviction is not None)
    agent.prober.status_was_computed(status)
    _tell_of_unseen_ends(agent, runtime, status)
    _tell_of_resets(agent, runtime, status)
    return status


def _tell_of_unseen_ends(agent: PodAgent, runtime: RuntimeStatus, status: PodStatus) -> None:
    """An init container that showed no end and has none in the runtime, and is taken for completed (B8.10)."""
    ended = [each.name for each in agent.status.initContainerStatuses if each.state.terminated is not None]
    for each in status.initContainerStatuses:
        if each.state.terminated is not None and each.name not in ended and runtime.newest(each.name) is None:
            agent.life.fire(agent.life.of(each.name, "shown"), TakeForDone())


def _tell_of_resets(agent: PodAgent, runtime: RuntimeStatus, status: PodStatus) -> None:
    """A container that was shown running or ended waits, since it was removed to restart with all others (B10.9)."""
    if not should_all_containers_restart(agent.pod, runtime, agent.status):
        return
    before = (*agent.status.initContainerStatuses, *agent.status.containerStatuses)
    was_waiting = {each.name for each in before if each.state.waiting is not None}
    for each in (*status.initContainerStatuses, *status.containerStatuses):
        waits_now = each.state.waiting is not None and each.name not in was_waiting
        if waits_now and runtime.newest(each.name) is None:
            agent.life.fire(agent.life.of(each.name, "shown"), ShowReset())


def is_past_deadline(agent: PodAgent) -> bool:
    """ADL pastActiveDeadline: longer active than allowed, counted from the startTime that was published."""
    end = deadline_of(agent)
    if end is None or agent.simulation.now < end:
        return False
    if agent.life.machines.deadline.state is DeadlineState.NOT_OVER:
        agent.life.fire(("deadline",), DeadlinePasses())
    reasons.deadline_is_over(agent, end)
    agent.kubelet.recorder.write(agent.pod, "Normal", DEADLINE_EXCEEDED.reason, DEADLINE_EXCEEDED.message)
    return True


def deadline_of(agent: PodAgent) -> int | None:
    """When the Pod's active deadline is over, in milliseconds; None without one, or before the first status."""
    seconds, start = agent.pod.spec.activeDeadlineSeconds, agent.status.startTime
    return None if seconds is None or start is None else (start + seconds) * 1000
