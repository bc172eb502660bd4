"""ProbeView: what one probe worker can see: the status manager's status of its container, and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...objects.container import Container
from ...objects.pod import Pod, is_terminal
from ..probe_worker import ProbeWorkerView, Published
from ..rules import probe_worker as rule
from ..rules.probe_results import ProbeResult, ProbeType, probe_of
from ..rules.probe_worker import Worker

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def view_of(agent: PodAgent, pod: Pod, container: Container, kind: ProbeType, worker: Worker) -> ProbeWorkerView:
    """The View of this worker's machine now; `pod` is the Pod as it was when the worker began."""
    shown, probe = rule.probed_status(agent.status, container.name), probe_of(container, kind)
    view = ProbeWorkerView(
        probe=kind,
        pod_has_ended=is_terminal(agent.status.phase),
        is_terminating=pod.metadata.deletionTimestamp is not None,
    )
    if shown is None or probe is None:
        return view
    running = shown.state.running
    since = agent.simulation.now - (running.startedAt or 0) * 1000 if running is not None else 0
    return evolve(
        view,
        has_instance=True,
        is_new=shown.containerID != worker.container_id,
        first=published(rule.first_result(kind, pod, container, shown, agent.kubelet.started)),
        runs=running is not None,
        may_run_again=rule.may_run_again(container, pod, shown),
        delay_is_over=since // 1000 >= probe.initialDelaySeconds,
        has_started=shown.started is True,
    )


def published(result: ProbeResult | None) -> Published:
    """The rule's word for a result as the machine's."""
    return Published.NONE if result is None else Published(result.value)
