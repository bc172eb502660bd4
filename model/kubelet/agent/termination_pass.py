"""TerminationPass: the kill of a whole Pod and what follows: final status, cleanup, removal (semantics B.14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.simulation import Process, all_of
from ...objects.pod import is_static
from ...objects.status import PodStatus
from ..container_status import MakeUpEnd, StatusState
from ..phase import Phase
from ..pod_worker import Acknowledge, CleanUp, Initialized
from ..rules import terminal
from ..rules.disruption import marked_status
from ..termination import AllStopped
from . import kill_reasons
from .disagreement import agree
from .kill_pass import kill_all
from .status_pass import make_status

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def terminate_pod(agent: PodAgent) -> Process:
    """KL SyncTerminatingPod: all running containers at once, then the sandbox, then the status as final."""
    runtime = agent.kubelet.runtime
    if agent.life.machines.worker.deleted:
        agent.active = agent.pod
    status = make_status(agent, agent.snapshot, pod_is_terminal=False)
    if agent.mark is not None:
        status = marked_status(status, agent.mark, agent.pod.metadata.generation)
    agent.life.fire(("worker",), Acknowledge())
    agent.writer.set(status)
    agent.prober.stop_liveness_and_startup()
    kill_reasons.termination_begins(agent, agent.taken_grace)
    yield all_of(agent.simulation, kill_all(agent, agent.taken_grace), lambda: agent.alive)
    agent.prober.remove_pod()
    if runtime.status(agent.uid).sandboxes:
        runtime.stop_sandbox(agent.uid)
    final = make_status(agent, runtime.status(agent.uid), pod_is_terminal=True)
    agent.life.fire(("termination",), AllStopped())
    agent.writer.set(final)
    agree(agent, "final phase", agent.life.machines.phase.state, Phase(agent.status.phase))
    agent.is_pending = True
    if is_static(agent.pod):
        agent.kubelet.static.clean_soon()


def stop_pod(agent: PodAgent) -> Process:
    """KL SyncTerminatingRuntimePod: what runs of a Pod that was not admitted is stopped; no status tells of it."""
    runtime = agent.kubelet.runtime
    agent.life.fire(("worker",), Acknowledge())
    yield all_of(agent.simulation, kill_all(agent, agent.taken_grace), lambda: agent.alive)
    if runtime.status(agent.uid).sandboxes:
        runtime.stop_sandbox(agent.uid)
    agent.life.fire(("termination",), AllStopped())


def clean_up_pod(agent: PodAgent) -> Process:
    """KL SyncTerminatedPod: volumes and cgroups go, what is unknown has failed, and the Pod may be removed."""
    runtime = agent.kubelet.runtime
    status = make_status(agent, agent.snapshot, pod_is_terminal=True)
    agent.writer.set(status)
    initialized = Initialized.YES if terminal.pod_has_initialized(agent.active) else Initialized.NO
    agent.life.fire(("worker",), CleanUp(initialized))
    final = terminal.terminate_pod(agent.active, agent.status)
    _tell_of_made_up_ends(agent, final)
    agent.writer.set(final, force=True)
    agree(agent, "phase at the end", agent.life.machines.phase.state, Phase(agent.status.phase))
    worker = agent.life.machines.worker
    if worker.deleted or worker.evicted:
        for each in runtime.status(agent.uid).containers:
            runtime.remove_container(agent.uid, each.id)
    agent.writer.finished()
    yield from ()


def _tell_of_made_up_ends(agent: PodAgent, final: PodStatus) -> None:
    """What waited for a restart, with an end in its lastState, is given another end (B4.12)."""
    before = (*agent.status.initContainerStatuses, *agent.status.containerStatuses)
    waits = {each.name for each in before if each.state.waiting is not None and each.lastState.terminated is not None}
    for each in (*final.initContainerStatuses, *final.containerStatuses):
        is_stopped = agent.life.container(each.name).shown.state is StatusState.STOPPED
        if each.name in waits and each.state.terminated is not None and is_stopped:
            agent.life.fire(agent.life.of(each.name, "shown"), MakeUpEnd())
