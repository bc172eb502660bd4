"""SyncPass: one sync of a Pod: status, decision, kill, sandbox, init containers, app containers (semantics B3.19, B3.20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.simulation import Process, all_of
from ...objects.container import is_sidecar
from ...objects.pod import every_container, is_static, is_terminal
from ..container import Reset
from ..phase import Phase
from ..rules.actions import PodActions
from ..rules.conditions import is_true
from ..rules.grace import container_grace_period
from ..rules.pod_actions import pod_actions
from ..rules.restart import ALL_CONTAINERS_RESTARTING
from ..start import StartState
from ..sync import (
    ContainersKilled,
    ContainersReset,
    KillPlan,
    Look,
    PodKilled,
    SandboxFails,
    SandboxMade,
    SetupFails,
    SyncEnds,
    SyncState,
)
from . import reasons
from .disagreement import agree
from .kill_pass import kill_all, kill_container
from .resize_pass import resize_containers
from .start_pass import start_container
from .status_pass import make_status
from .volume_wait import wait_for_volumes

if TYPE_CHECKING:
    from .pod_agent import PodAgent

SYNC = ("sync",)
SANDBOX_FAILED = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: scripted failure"


def sync_pod(agent: PodAgent) -> Process:
    """KL SyncPod: the status from the last listing, then what follows from it."""
    agent.active = agent.pod
    agent.prober.show_starts()
    agent.resize.look()
    status = make_status(agent, agent.snapshot, pod_is_terminal=False)
    agent.life.fire(SYNC, Look())
    agent.writer.set(status)
    agree(agent, "phase", agent.life.machines.phase.state, Phase(agent.status.phase))
    if is_terminal(status.phase):
        agent.is_pending = True
        return
    if is_static(agent.pod):
        agent.kubelet.static.reconcile(agent)
    agent.prober.add_pod()
    plan = pod_actions(
        agent.pod,
        agent.snapshot,
        agent.probe_results(),
        restart_all_containers=is_true(status.conditions, ALL_CONTAINERS_RESTARTING),
        actuated=agent.kubelet.resizer.actuated(agent.uid),
    )
    _agree_on_plan(agent, plan)
    reasons.planned(agent, plan)
    if not (yield from wait_for_volumes(agent)):
        agent.life.fire(SYNC, SetupFails())
        agent.fail()
        return
    yield from _carry_out(agent, plan)


def _agree_on_plan(agent: PodAgent, plan: PodActions) -> None:
    machines = agent.life.machines
    kills_pod = machines.sync.state is SyncState.KILLING and machines.sync.kills in (KillPlan.POD, KillPlan.SANDBOX)
    agree(agent, "kill of the Pod", kills_pod, plan.kill_pod)
    agree(agent, "new sandbox", machines.sync.makes_sandbox, plan.create_sandbox)
    spec = agent.pod.spec
    app, ephemeral = len(spec.initContainers), len(spec.initContainers) + len(spec.containers)
    planned = [*plan.init_containers_to_start, *(app + i for i in plan.containers_to_start)]
    if not plan.kill_pod:
        planned += [ephemeral + i for i in plan.ephemeral_containers_to_start]
    states = [container.start.state for container in machines.containers]
    replaced = machines.sync.kills is KillPlan.CONTAINERS
    agree(agent, "kill of single containers", replaced, bool(plan.containers_to_kill) and not plan.kill_pod)
    resets = bool(plan.containers_to_reset) and not plan.kill_pod
    agree(agent, "restart of all containers", machines.sync.kills is KillPlan.RESET, resets)
    agree(agent, "starts", [i for i, s in enumerate(states) if s is not StartState.NONE], sorted(planned))


def _carry_out(agent: PodAgent, plan: PodActions) -> Process:
    """KRM SyncPod."""
    if plan.create_sandbox and plan.sandbox_id:
        text = "Pod sandbox changed, it will be killed and re-created."
        agent.kubelet.recorder.write(agent.pod, "Normal", "SandboxChanged", text)
    if plan.kill_pod:
        yield from _kill_pod(agent, plan)
        if not plan.create_sandbox:
            return
    if plan.create_sandbox:
        made = yield agent.kubelet.runtime.run_sandbox(agent.uid, plan.attempt, lambda: agent.alive)
        if made is None:
            agent.life.fire(SYNC, SandboxFails())
            agent.kubelet.recorder.write(agent.pod, "Warning", "FailedCreatePodSandBox", SANDBOX_FAILED)
            agent.fail()
            return
        agent.life.fire(SYNC, SandboxMade())
        agent.writer.sandbox_is_ready()
    if agent.life.machines.sync.kills is KillPlan.CONTAINERS:
        yield from _kill_containers(agent, plan)
    elif agent.life.machines.sync.kills is KillPlan.RESET:
        yield from _reset_containers(agent, plan)
    spec = agent.active.spec
    for index in plan.ephemeral_containers_to_start:
        yield from start_container(agent, spec.ephemeralContainers[index])
    for index in plan.init_containers_to_start:
        container = spec.initContainers[index]
        started = yield from start_container(agent, container)
        if not started and not is_sidecar(container):
            break
    resize_containers(agent, plan)
    for index in plan.containers_to_start:
        yield from start_container(agent, spec.containers[index])
    agent.life.fire(SYNC, SyncEnds())
    starts = plan.ephemeral_containers_to_start or plan.init_containers_to_start or plan.containers_to_start
    has_acted = plan.create_sandbox or plan.containers_to_kill or plan.containers_to_reset or starts
    agent.wants_relist = (agent.wants_relist or bool(has_acted)) and agent.retry_after is None


def _kill_containers(agent: PodAgent, plan: PodActions) -> Process:
    """Single containers that a probe has failed are killed, one after the other, before anything is started."""
    running = {each.id: each for each in agent.kubelet.runtime.status(agent.uid).containers}
    for kill in plan.containers_to_kill:
        if running[kill.id].state == "running":
            container = next(each for each in every_container(agent.pod.spec) if each.name == kill.name)
            grace = container_grace_period(agent.pod, container, kill.reason)
            yield from kill_container(agent, running[kill.id], grace, message=kill.message)
    agent.life.fire(SYNC, ContainersKilled())


def _reset_containers(agent: PodAgent, plan: PodActions) -> Process:
    """All containers restart: one after the other is stopped without grace, so without hooks, and removed (B10.9); the
    sync that starts them anew follows at once."""
    runtime = agent.kubelet.runtime
    for reset in plan.containers_to_reset:
        instance = next(each for each in agent.snapshot.containers if each.id == reset.id)
        if reset.kill:
            yield from kill_container(agent, instance, 0, message="killing")
        runtime.remove_container(agent.uid, reset.id)
        if instance == agent.snapshot.newest(reset.name):
            agent.life.fire(agent.life.of(reset.name, "life"), Reset())
    agent.life.fire(SYNC, ContainersReset())
    agent.is_pending = True


def _kill_pod(agent: PodAgent, plan: PodActions) -> Process:
    """killPod inside a sync: all that runs, then the sandbox; for a new sandbox init containers' records go as well."""
    runtime = agent.kubelet.runtime
    grace = agent.pod.spec.terminationGracePeriodSeconds or 0
    yield all_of(agent.simulation, kill_all(agent, grace), lambda: agent.alive)
    if runtime.status(agent.uid).sandboxes:
        runtime.stop_sandbox(agent.uid)
    agent.life.fire(SYNC, PodKilled())
    if plan.create_sandbox:
        init = {container.name for container in agent.pod.spec.initContainers}
        for each in runtime.status(agent.uid).containers:
            if each.name in init:
                runtime.remove_container(agent.uid, each.id)
