"""HookHandlers: a lifecycle hook at work: a command, an HTTP request or a sleep, without a time limit (HND Run)."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from ...core.simulation import Wait
from ...objects.container import Container, ExecAction, HTTPGetAction, LifecycleHandler
from ...objects.pod import full_name
from ...runtime.network import NO_TLS
from .http_get import NoPort, http_get, url_of
from .probe_handlers import EXEC_FAILED, FAILURE_OUTPUT, NOT_RUNNING, is_running, tell_end
from .waiting import Over, until

if TYPE_CHECKING:
    from .pod_agent import PodAgent

USER_AGENT = "kube-lifecycle/1.36"
SIGKILLED = 137

Hook = Generator[Wait, Any, str]
"""Ends with the kubelet's message of the failure, or with nothing."""


def run_hook(agent: PodAgent, container: Container, container_id: str, handler: LifecycleHandler) -> Hook:
    """The hook of this instance, to its end."""
    where = f'for Container "{container.name}" in Pod "{full_name(agent.pod)}({agent.uid})" failed - error:'
    if handler.exec is not None:
        error = yield from _exec(agent, container_id, handler.exec)
        return f"Exec lifecycle hook ([{' '.join(handler.exec.command)}]) {where} {error}" if error else ""
    if handler.httpGet is not None:
        error = yield from _get(agent, container, handler.httpGet)
        return f"HTTP lifecycle hook ({handler.httpGet.path}) {where} {error}" if error else ""
    if handler.sleep is not None:
        yield agent.simulation.sleep(handler.sleep.seconds * 1000)
        return ""
    return "Cannot run handler: invalid handler"  # tcpSocket is accepted by the API and never works


def _exec(agent: PodAgent, container_id: str, action: ExecAction) -> Hook:
    """A command: any exit code but 0 is a failure; it ends with its container."""
    runtime, name = agent.kubelet.runtime, " ".join(action.command)
    word = action.command[0] if action.command else ""
    answer = runtime.exec(agent.uid, container_id, word)
    if answer.is_error:
        return f'{EXEC_FAILED if is_running(agent, container_id) else NOT_RUNNING}, message: ""'
    over = yield until(agent.simulation, answer.after, None, runtime.when_ended(agent.uid, container_id))
    tell_end(runtime, agent.uid, container_id, word, answer, over)
    if over is Over.CONTAINER:
        return f"command '{name}' exited with {SIGKILLED}: , message: \"\""
    return f"command '{name}' exited with {answer.exit}: , message: \"{FAILURE_OUTPUT}\"" if answer.exit else ""


def _get(agent: PodAgent, container: Container, action: HTTPGetAction) -> Hook:
    """A request: any answer will do. One by HTTPS that finds a plain server is made again by HTTP."""
    try:
        got = yield from http_get(agent, url_of(agent, container, action), USER_AGENT, leaves_host=True)
        if NO_TLS in got.error:
            plain = url_of(agent, container, action, scheme="HTTP")
            again = yield from http_get(agent, plain, USER_AGENT, leaves_host=True)
            if not again.error:
                host = plain.split("/")[2]
                text = f"request to HTTPS lifecycle hook {host} got HTTP response, retry with HTTP succeeded"
                agent.kubelet.recorder.write(agent.pod, "Warning", "LifecycleHTTPFallback", text)
                return ""
    except NoPort as error:
        return str(error)
    return got.error
