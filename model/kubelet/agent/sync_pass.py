"""SyncPass: one sync of a Pod: status, decision, kill, sandbox, init containers, app containers (semantics B3.19, B3.20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.simulation import Process, all_of
from ...objects.pod import is_terminal
from ..phase import Phase
from ..rules.actions import PodActions
from ..rules.pod_actions import pod_actions
from ..rules.pod_status import api_pod_status
from ..rules.probe_results import ProbeResults
from ..start import StartState
from ..sync import Look, PodKilled, SandboxFails, SandboxMade, SyncEnds, SyncState
from .disagreement import agree
from .kill_pass import kill_container
from .start_pass import start_container

if TYPE_CHECKING:
    from .pod_agent import PodAgent

SYNC = ("sync",)
SANDBOX_FAILED = (
    "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: scripted failure"
)


def sync_pod(agent: PodAgent) -> Process:
    """KL SyncPod: the status from the last listing, then what follows from it."""
    agent.active = agent.pod
    status = api_pod_status(
        agent.pod, agent.cache, agent.status, agent.start_errors, ProbeResults(),
        pod_is_terminal=False, host_ip=agent.kubelet.address,
    )  # fmt: skip
    agent.life.fire(SYNC, Look())
    agree(agent, "phase", agent.life.machines.phase.state, Phase(status.phase))
    agent.writer.set(status)
    if is_terminal(status.phase):
        agent.is_pending = True
        return
    plan = pod_actions(agent.pod, agent.cache, ProbeResults())
    _agree_on_plan(agent, plan)
    yield from _carry_out(agent, plan)


def _agree_on_plan(agent: PodAgent, plan: PodActions) -> None:
    machines = agent.life.machines
    agree(agent, "kill of the Pod", machines.sync.state is SyncState.KILLING, plan.kill_pod)
    agree(agent, "new sandbox", machines.sync.makes_sandbox, plan.create_sandbox)
    spec = agent.pod.spec
    planned = [*plan.init_containers_to_start, *(len(spec.initContainers) + i for i in plan.containers_to_start)]
    states = [container.start.state for container in machines.containers]
    agree(agent, "starts", [i for i, s in enumerate(states) if s is not StartState.NONE], sorted(planned))


def _carry_out(agent: PodAgent, plan: PodActions) -> Process:
    """KRM SyncPod."""
    if plan.kill_pod:
        yield from _kill_pod(agent, plan)
        if not plan.create_sandbox:
            return
    if plan.create_sandbox:
        made = yield agent.kubelet.runtime.run_sandbox(agent.uid, plan.attempt)
        if made is None:
            agent.life.fire(SYNC, SandboxFails())
            agent.kubelet.recorder.write(agent.pod, "Warning", "FailedCreatePodSandBox", SANDBOX_FAILED)
            agent.fail()
            return
        agent.life.fire(SYNC, SandboxMade())
        agent.writer.sandbox_is_ready()
    spec = agent.pod.spec
    for index in plan.init_containers_to_start:
        yield from start_container(agent, spec.initContainers[index])
        if agent.retry_after is not None:
            break
    for index in plan.containers_to_start:
        yield from start_container(agent, spec.containers[index])
    agent.life.fire(SYNC, SyncEnds())
    agent.wants_relist = agent.retry_after is None


def _kill_pod(agent: PodAgent, plan: PodActions) -> Process:
    """killPod inside a sync: all that runs, then the sandbox; for a new sandbox init containers' records go as well."""
    runtime = agent.kubelet.runtime
    grace = agent.pod.spec.terminationGracePeriodSeconds or 0
    running = [each for each in runtime.status(agent.uid).containers if each.state == "running"]
    yield all_of(agent.simulation, [kill_container(agent, each, grace) for each in running], lambda: agent.alive)
    if runtime.status(agent.uid).sandboxes:
        runtime.stop_sandbox(agent.uid)
    agent.life.fire(SYNC, PodKilled())
    if plan.create_sandbox:
        init = {container.name for container in agent.pod.spec.initContainers}
        for each in runtime.status(agent.uid).containers:
            if each.name in init:
                runtime.remove_container(agent.uid, each.id)


