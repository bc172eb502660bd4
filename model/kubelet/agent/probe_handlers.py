"""ProbeHandlers: one attempt of a probe: command, HTTP request, connection, gRPC check (semantics B12.15–B12.18)."""

from __future__ import annotations

from collections.abc import Generator
from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ...core.simulation import Wait
from ...objects.container import Container, ExecAction, GRPCAction, HTTPGetAction, Probe, TCPSocketAction
from .http_get import NoPort, address_of, http_get, port_number, url_of
from .waiting import Over, until

if TYPE_CHECKING:
    from ...runtime.script import Answer
    from ...runtime.scripted import ScriptedRuntime
    from .pod_agent import PodAgent

USER_AGENT = "kube-probe/1.36"
EXEC_FAILED = "rpc error: code = Unknown desc = failed to exec in container: scripted error"
NOT_RUNNING = "rpc error: code = Unknown desc = container is in CONTAINER_EXITED state"
FAILURE_OUTPUT = "scripted failure"
REDIRECT, BAD_REQUEST = 300, 400


class Word(Enum):
    """What a handler says; a warning is a success."""

    SUCCESS = "success"
    WARNING = "warning"
    FAILURE = "failure"
    ERROR = "error"


@frozen
class Verdict:
    """The handler's word and text; `is_steady`: it would say the same again while the containers stay as they are."""

    word: Word
    text: str = ""
    is_steady: bool = False


Attempt = Generator[Wait, Any, Verdict]


def attempt(agent: PodAgent, container: Container, container_id: str, probe: Probe) -> Attempt:
    """PRB runProbe: one try of this probe at this instance."""
    limit = probe.timeoutSeconds * 1000
    try:
        if probe.exec is not None:
            return (yield from exec_command(agent, container_id, probe.exec, limit))
        if probe.httpGet is not None:
            return (yield from get(agent, container, probe.httpGet, limit))
        if probe.tcpSocket is not None:
            return connect(agent, container, probe.tcpSocket)
        if probe.grpc is not None:
            return (yield from check_health(agent, probe.grpc, limit))
    except NoPort as error:
        return Verdict(Word.ERROR, str(error))
    return Verdict(Word.ERROR, "missing probe handler")


def exec_command(agent: PodAgent, container_id: str, action: ExecAction, limit: int) -> Attempt:
    """B12.15: exit code 0 is a success, another code or no end in time a failure; what cannot run is an error."""
    runtime = agent.kubelet.runtime
    word = action.command[0] if action.command else ""
    answer = runtime.exec(agent.uid, container_id, word, limit)
    if answer.is_error:
        return Verdict(Word.ERROR, EXEC_FAILED if is_running(agent, container_id) else NOT_RUNNING)
    over = yield until(agent.simulation, answer.after, limit, runtime.when_ended(agent.uid, container_id))
    tell_end(runtime, agent.uid, container_id, word, answer, over)
    if over is Over.TIMEOUT:
        seconds = limit // 1000
        text = f'command timed out: "{" ".join(action.command)}" timed out after {seconds}s'
        return Verdict(Word.FAILURE, text, answer.is_steady)
    if over is Over.CONTAINER:  # the command ends with its container, by SIGKILL
        return Verdict(Word.FAILURE)
    if answer.exit == 0:
        return Verdict(Word.SUCCESS, is_steady=answer.is_steady and answer.after == 0)
    return Verdict(Word.FAILURE, FAILURE_OUTPUT, answer.is_steady)


def tell_end(runtime: ScriptedRuntime, uid: str, container_id: str, word: str, answer: Answer, over: Over) -> None:
    """A command that took time has an end in the runtime's log."""
    if over is Over.DONE and answer.after:
        runtime.exec_over(uid, container_id, word, "done", answer.exit)
    elif over is not Over.DONE:
        runtime.exec_over(uid, container_id, word, "timeout" if over is Over.TIMEOUT else "killed")


def is_running(agent: PodAgent, container_id: str) -> bool:
    """The runtime has this instance running."""
    containers = agent.kubelet.runtime.status(agent.uid).containers
    return any(each.id == container_id and each.state == "running" for each in containers)


def get(agent: PodAgent, container: Container, action: HTTPGetAction, limit: int) -> Attempt:
    """B12.17: 200 to 399 is a success, with a warning where a redirect was not followed (HTTPP DoHTTPProbe)."""
    got = yield from http_get(agent, url_of(agent, container, action), USER_AGENT, limit)
    if got.answer is None:
        return Verdict(Word.FAILURE, got.error, got.is_steady)
    status, body = got.answer.status, got.answer.body
    if status >= BAD_REQUEST:
        return Verdict(Word.FAILURE, f"HTTP probe failed with statuscode: {status}", got.is_steady)
    if status >= REDIRECT:
        return Verdict(Word.WARNING, f"Probe terminated redirects, Response body: {body}", got.is_steady)
    return Verdict(Word.SUCCESS, body, got.is_steady)


def connect(agent: PodAgent, container: Container, action: TCPSocketAction) -> Verdict:
    """B12.16: a connection is a success (TCPP)."""
    host = action.host or agent.status.podIP or address_of(agent)
    reply = agent.kubelet.runtime.network.tcp(agent.uid, host, port_number(container, action.port))
    if reply.error:
        return Verdict(Word.FAILURE, reply.error, reply.is_steady)
    return Verdict(Word.SUCCESS, is_steady=reply.is_steady)


def check_health(agent: PodAgent, action: GRPCAction, limit: int) -> Attempt:
    """B12.18: SERVING is a success; a port that refuses is tried until the time is over (GRPCP)."""
    runtime, simulation = agent.kubelet.runtime, agent.simulation
    host = agent.status.podIP or address_of(agent)
    reply = runtime.network.grpc(agent.uid, host, action.port, action.service)
    time = f"{limit // 1000}s"
    if reply.error:
        yield until(simulation, limit, None, None)
        address = f"{host}:{action.port}"
        text = f'timeout: failed to connect service "{address}" within {time}: context deadline exceeded'
        return Verdict(Word.FAILURE, text)
    if reply.grpc is None:
        over = yield until(simulation, None, limit, runtime.when_ended(agent.uid, reply.container_id))
        late = f"timeout: health rpc did not complete within {time}"
        gone = "error: health rpc probe failed: rpc error: code = Unavailable desc = error reading from server: EOF"
        return Verdict(Word.FAILURE, late if over is Over.TIMEOUT else gone)
    if reply.grpc == "NOT_FOUND":
        text = "error: health rpc probe failed: rpc error: code = NotFound desc = unknown service"
        return Verdict(Word.FAILURE, text, reply.is_steady)
    if reply.grpc != "SERVING":
        return Verdict(Word.FAILURE, f'service unhealthy (responded with "{reply.grpc}")', reply.is_steady)
    return Verdict(Word.SUCCESS, "service healthy", reply.is_steady)
