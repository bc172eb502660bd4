"""KillPass: one running container is ended: preStop hook, stop signal, and after its grace SIGKILL (semantics B14.26–B14.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.event import Event
from ...core.simulation import Process, Resume, Wait
from ...objects.container import Container, is_sidecar
from ...objects.pod import all_containers
from ...objects.runtime import RuntimeContainer
from ..kill_task import HOOK_OVER, GraceOver, HookEnds, KillState, TurnComes
from ..rules.grace import pre_stop_hook_runs, stop_timeout
from . import kill_reasons
from .hook_handlers import run_hook

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def kill_all(agent: PodAgent, grace: int) -> list[Process]:
    """A kill for each container that runs, to be begun together (KRC killContainersWithSyncResult)."""
    running = [each for each in agent.kubelet.runtime.status(agent.uid).containers if each.state == "running"]
    return [kill_container(agent, each, grace, in_order=True) for each in running]


def kill_container(
    agent: PodAgent, running: RuntimeContainer, grace: int, *, message: str = "", in_order: bool = False
) -> Process:
    """KRC killContainer, with this grace in seconds; ends when the container has. `in_order`: a sidecar waits for its turn."""
    container = next(each for each in all_containers(agent.pod.spec) if each.name == running.name)
    text = message or f"Stopping container {running.name}"
    agent.kubelet.recorder.write(agent.pod, "Normal", "Killing", text, running.name)
    before = ends_before(agent, container) if in_order else []
    begun, runs_hook = agent.simulation.now, pre_stop_hook_runs(container, grace)
    kill_reasons.kill_begins(agent, running, grace, runs_hook=runs_hook, waits_for=len(before))
    if runs_hook:
        yield _hook_or_grace(agent, container, running, grace)
    rest = grace - (agent.simulation.now - begun) // 1000
    if before and rest > 0:
        begun = agent.simulation.now
        yield _turn_or_grace(agent, container, before, rest)
        rest -= (agent.simulation.now - begun) // 1000
    elif agent.life.container(container.name).kill.state is KillState.TURN:
        agent.life.fire(agent.life.of(container.name, "kill"), GraceOver())
    kill_reasons.stop_is_due(agent, running, grace, rest, stop_timeout(rest))
    yield agent.kubelet.runtime.stop_container(agent.uid, running.id, stop_timeout(rest))


def ends_before(agent: PodAgent, container: Container) -> list[RuntimeContainer]:
    """What runs and must end before this sidecar is stopped: all app containers and all later sidecars (KRT)."""
    spec = agent.pod.spec
    names = [each.name for each in spec.initContainers]
    if container.name not in names or not is_sidecar(container):
        return []
    later = [each.name for each in spec.initContainers[names.index(container.name) + 1 :] if is_sidecar(each)]
    wanted = {*later, *(each.name for each in spec.containers)}
    containers = agent.kubelet.runtime.status(agent.uid).containers
    return [each for each in containers if each.name in wanted and each.state == "running"]


def _turn_or_grace(agent: PodAgent, container: Container, before: list[RuntimeContainer], rest: int) -> Wait:
    """KRT waitForTurn: until all of these have ended, no longer than the rest of the grace."""
    at = agent.life.of(container.name, "kill")

    def begin(resume: Resume) -> None:
        waiting = True

        def go_on(event: Event) -> None:
            nonlocal waiting
            if not waiting or not agent.alive:
                return
            waiting = False
            if agent.life.container(container.name).kill.state is KillState.TURN:
                agent.life.fire(at, event)
            resume(None)

        agent.simulation.after(rest * 1000, lambda: go_on(GraceOver()))
        left = len(before)

        def one_ended(_: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                go_on(TurnComes())

        for each in before:
            agent.kubelet.runtime.when_ended(agent.uid, each.id)(one_ended)

    return begin


def _hook_or_grace(agent: PodAgent, container: Container, running: RuntimeContainer, grace: int) -> Wait:
    """executePreStopHook: waits for the hook, no longer than the grace; a hook in a container that ends, ends with it."""
    at = agent.life.of(container.name, "kill")

    def is_in_hook() -> bool:
        return agent.alive and agent.life.container(container.name).kill.state is KillState.HOOK

    def begin(resume: Resume) -> None:
        waiting = True

        def go_on(event: Event) -> None:
            nonlocal waiting
            if not waiting:
                return
            waiting = False
            if is_in_hook():
                agent.life.fire(at, event)
            resume(None)

        agent.simulation.after(grace * 1000, lambda: go_on(GraceOver()))
        hook = _pre_stop(agent, container, running)
        agent.simulation.begin(hook, lambda: go_on(HookEnds()), lambda: agent.alive)

    return begin


def _pre_stop(agent: PodAgent, container: Container, running: RuntimeContainer) -> Process:
    """The hook, which goes on by itself when the grace is over; its failure only makes an event."""
    handler = container.lifecycle.preStop if container.lifecycle is not None else None
    assert handler is not None, container.name
    begun = agent.simulation.now
    failure = yield from run_hook(agent, container, running.id, handler)
    kill_reasons.hook_ended(agent, container, HOOK_OVER, begun, failure)
    if failure:
        record = agent.kubelet.recorder
        record.write(agent.pod, "Warning", "FailedPreStopHook", "PreStopHook failed", container.name)
