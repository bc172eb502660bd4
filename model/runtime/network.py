"""Network: connections from the kubelet to the ports that a Pod's containers listen on, as the script says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ..core.simulation import Simulation
from .ports import HTTPAnswer, Port

if TYPE_CHECKING:
    from .instance import Instance, RuntimePod

REFUSED = "connect: connection refused"
CLOSED = "EOF"
NO_TLS = "http: server gave HTTP response to HTTPS client"
NO_HTTP = 'malformed HTTP response "\\x00\\x00\\x06\\x04\\x00\\x00\\x00\\x00\\x00"'
TLS_WANTED = HTTPAnswer(status=400, body="Client sent an HTTP request to an HTTPS server.\n")

Record = Callable[..., None]
"""`record(pod, call, container, **detail)` writes one entry of the log."""


@frozen
class Reply:
    """What comes of a request: an error in the words of Go's net packages, an HTTP answer, or a gRPC status."""

    error: str = ""
    http: HTTPAnswer | None = None
    grpc: str | None = ""
    """None: the health service hangs."""
    container_id: str = ""
    """Of the container that listens: with its end the connection is closed."""
    is_steady: bool = False
    """The next request gets the same, as long as the Pod's containers stay as they are."""


class Network:
    """The ports of all Pods of one node."""

    def __init__(self, simulation: Simulation, pods: Mapping[str, RuntimePod], record: Record) -> None:
        self._simulation, self._pods, self._record = simulation, pods, record

    def tcp(self, uid: str, host: str, number: int) -> Reply:
        """A connection that is closed at once."""
        found = self._listener(uid, host, number)
        if found is None:
            return self._refused(uid, host, number)
        instance, port = found
        call = self._count(instance, number, "")
        self._log(uid, instance, "TCP", number, n=call)
        return Reply(container_id=instance.status.id, is_steady=self._is_settled(instance, port))

    def http(self, uid: str, url: tuple[str, str, int, str], user_agent: str) -> Reply:
        """One GET request of (scheme, host, port, path), without following what it answers."""
        scheme, host, number, path = url
        found = self._listener(uid, host, number)
        if found is None:
            return self._refused(uid, host, number)
        instance, port = found
        settled, container_id = self._is_settled(instance, port), instance.status.id
        if port.http is None:
            self._log(uid, instance, "TCP", number, n=self._count(instance, number, ""))
            return Reply(NO_HTTP if port.grpc is not None else CLOSED, None, "", container_id, settled)
        if port.tls is not (scheme == "HTTPS"):
            error, answer = ("", TLS_WANTED) if port.tls else (NO_TLS, None)
            return Reply(error, answer, "", container_id, settled)
        call, name = self._count(instance, number, path), path.partition("?")[0]
        answer = port.http_answer(name, instance.number, call)
        said = {"answer": "reset" if answer.is_reset else "hang"}
        detail: dict[str, Any] = {"status": answer.status} if answer.after is not None and not answer.is_reset else said
        self._log(
            uid, instance, "HTTP", number, n=call, path=path, host=f"{host}:{number}", userAgent=user_agent, **detail
        )
        steady = settled and port.http_is_steady(name, instance.number, call)
        return Reply(CLOSED if answer.is_reset else "", answer, "", container_id, steady)

    def grpc(self, uid: str, host: str, number: int, service: str) -> Reply:
        """One health check: `grpc` is what the service says; an error where nobody answers in this protocol."""
        found = self._listener(uid, host, number)
        if found is None:
            return self._refused(uid, host, number)
        instance, port = found
        container_id = instance.status.id
        if port.grpc is None:
            return Reply(CLOSED, container_id=container_id)
        call = self._count(instance, number, service)
        answer = port.grpc_answer(service, instance.number, call)
        status = "NOT_FOUND" if answer is None else answer.status
        self._log(uid, instance, "GRPC", number, n=call, service=service, answer=status or "hang")
        steady = self._is_settled(instance, port) and port.grpc_is_steady(service, instance.number, call)
        return Reply(grpc=status, container_id=container_id, is_steady=steady)

    def _listener(self, uid: str, host: str, number: int) -> tuple[Instance, Port] | None:
        """The running container that has this port open on the Pod's address."""
        pod = self._pods[uid]
        if not pod.sandboxes or not pod.sandboxes[0].ready or pod.sandboxes[0].ip != host:
            return None
        for instance in pod.instances:
            port = pod.script.of(instance.status.name).ports.get(number)
            if port is not None and instance.status.state == "running" and port.is_open(self._age(instance)):
                return instance, port
        return None

    def _refused(self, uid: str, host: str, number: int) -> Reply:
        return Reply(f"dial tcp {host}:{number}: {REFUSED}")

    def _age(self, instance: Instance) -> int:
        return self._simulation.now - (instance.status.startedAt or self._simulation.now)

    def _is_settled(self, instance: Instance, port: Port) -> bool:
        """The port neither opens nor closes any more."""
        age = self._age(instance)
        return all(begin <= age and (end is None or end <= age) for begin, end in port.open)

    def _count(self, instance: Instance, number: int, what: str) -> int:
        key = (number, what)
        call = instance.requests.get(key, 0)
        instance.requests[key] = call + 1
        return call

    def _log(self, uid: str, instance: Instance, call: str, number: int, **detail: object) -> None:
        self._record(self._pods[uid], call, instance.status.name, port=str(number), **detail)
