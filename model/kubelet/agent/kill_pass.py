"""KillPass: one running container is ended: preStop hook, stop signal, and after its grace SIGKILL (semantics B14.26–B14.34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.event import Event
from ...core.simulation import Process, Resume, Wait
from ...objects.container import Container
from ...objects.pod import every_container
from ...objects.runtime import RuntimeContainer
from ...runtime.script import Answer
from ..kill_task import GraceOver, HookEnds, KillState
from ..rules.grace import pre_stop_hook_runs, stop_timeout

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def kill_container(agent: PodAgent, running: RuntimeContainer, grace: int) -> Process:
    """KRC killContainer, with this grace in seconds; ends when the container has."""
    container = next(each for each in every_container(agent.pod.spec) if each.name == running.name)
    agent.kubelet.recorder.write(agent.pod, "Normal", "Killing", f"Stopping container {running.name}", running.name)
    begun = agent.simulation.now
    if pre_stop_hook_runs(container, grace):
        yield _hook_or_grace(agent, container, running, grace)
    used = (agent.simulation.now - begun) // 1000
    yield agent.kubelet.runtime.stop_container(agent.uid, running.id, stop_timeout(grace, pre_stop_seconds=used))


def _hook_or_grace(agent: PodAgent, container: Container, running: RuntimeContainer, grace: int) -> Wait:
    """executePreStopHook: waits for the hook, no longer than the grace; a hook in a container that ends, ends with it."""
    answer = _hook(agent, container, running)
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
        if answer.after is not None:
            agent.simulation.after(answer.after, lambda: go_on(HookEnds()))
        if container.lifecycle and container.lifecycle.preStop and container.lifecycle.preStop.exec:
            agent.kubelet.runtime.when_ended(agent.uid, running.id)(lambda _: go_on(HookEnds()))

    return begin


def _hook(agent: PodAgent, container: Container, running: RuntimeContainer) -> Answer:
    handler = container.lifecycle.preStop if container.lifecycle is not None else None
    if handler is not None and handler.sleep is not None:
        return Answer(handler.sleep.seconds * 1000)
    if handler is not None and handler.exec is not None:
        command = handler.exec.command[0] if handler.exec.command else ""
        return agent.kubelet.runtime.exec(agent.uid, running.id, command)
    return Answer(0)
