"""HTTPGet: a GET request of the kubelet, as Go's client makes it: it follows redirects and knows a time limit."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from attrs import frozen

from ...core.simulation import Wait
from ...objects.container import Container, HTTPGetAction
from ...runtime.ports import HTTPAnswer
from .waiting import Over, until

if TYPE_CHECKING:
    from .pod_agent import PodAgent

FOLLOWED = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 10
TOO_LATE = "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"


@frozen
class Got:
    """The final answer, or the error in Go's words; `is_steady`: the same request would get the same again."""

    answer: HTTPAnswer | None = None
    error: str = ""
    is_steady: bool = False


Getting = Generator[Wait, Any, Got]


class NoPort(Exception):
    """The container has no port of this name."""


def port_number(container: Container, port: int | str) -> int:
    """A number, or the name of one of the container's ports (PRB ResolveContainerPort); raises NoPort."""
    if isinstance(port, int):
        return port
    for each in container.ports:
        if each.name == port:
            return each.containerPort
    if port.isdecimal():
        return int(port)
    raise NoPort(f'strconv.Atoi: parsing "{port}": invalid syntax')


def url_of(agent: PodAgent, container: Container, action: HTTPGetAction, *, scheme: str = "") -> str:
    """Where the request goes: the Pod's own address if the action names none; raises NoPort."""
    host = action.host or agent.status.podIP or address_of(agent)
    path = action.path if action.path.startswith("/") else f"/{action.path}"
    return f"{(scheme or action.scheme or 'HTTP').lower()}://{host}:{port_number(container, action.port)}{path}"


def address_of(agent: PodAgent) -> str:
    """The Pod's address as the runtime has it, which comes before the status that shows it."""
    sandboxes = agent.kubelet.runtime.status(agent.uid).sandboxes
    return sandboxes[0].ip if sandboxes else ""


def http_get(
    agent: PodAgent, url: str, user_agent: str, limit: int | None = None, *, leaves_host: bool = False
) -> Getting:
    """GET, following redirects, within `limit` milliseconds; a redirect to another host is the answer unless it
    `leaves_host` (HTTPP RedirectChecker)."""
    simulation, runtime = agent.simulation, agent.kubelet.runtime
    begun, first_host, is_steady = simulation.now, urlsplit(url).hostname, True
    for redirects in range(MOST_REDIRECTS):
        parts = urlsplit(url)
        number = parts.port or (443 if parts.scheme == "https" else 80)
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        target = (parts.scheme.upper(), parts.hostname or "", number, path)
        reply = runtime.network.http(agent.uid, target, user_agent)
        is_steady = is_steady and reply.is_steady
        if reply.http is None:
            return Got(error=f'Get "{url}": {reply.error}', is_steady=is_steady)
        left = None if limit is None else limit - (simulation.now - begun)
        over = yield until(simulation, reply.http.after, left, runtime.when_ended(agent.uid, reply.container_id))
        if over is not Over.DONE or reply.error:
            text = TOO_LATE if over is Over.TIMEOUT else "EOF"
            return Got(error=f'Get "{url}": {text}', is_steady=is_steady)
        location = reply.http.location.replace("$IP", address_of(agent))
        if reply.http.status not in FOLLOWED or not location:
            return Got(reply.http, is_steady=is_steady and reply.http.after == 0)
        following = urljoin(url, location)
        if not leaves_host and urlsplit(following).hostname != first_host:
            return Got(reply.http, is_steady=is_steady and reply.http.after == 0)
        if redirects == MOST_REDIRECTS - 1:
            return Got(error=f'Get "{location}": stopped after {MOST_REDIRECTS} redirects', is_steady=is_steady)
        url = following
    raise AssertionError("the loop returns")
