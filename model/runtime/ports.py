"""Ports: what listens on a Pod's address while a container runs, and what it answers, in the traces' vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .answers import Answers, read_table
from .words import ScriptError, count, mapping, millis


@frozen
class HTTPAnswer:
    """The answer to one request: after so many milliseconds (None: never) this status, or none at all (`is_reset`)."""

    status: int = 200
    after: int | None = 0
    location: str = ""
    body: str = ""
    is_reset: bool = False


@frozen
class GRPCAnswer:
    """What the health service says: SERVING, NOT_SERVING, UNKNOWN …; None: it never answers."""

    status: str | None = "SERVING"


NOT_FOUND = HTTPAnswer(status=404)
ANY_PATH = "*"
HEALTH = ("SERVING", "NOT_SERVING", "UNKNOWN", "SERVICE_UNKNOWN")


@frozen
class Port:
    """One port. Without `http` and `grpc` it accepts connections and closes them."""

    http: Mapping[str, Answers[HTTPAnswer]] | None = None
    """By path; `*` is any other, else the answer is 404."""
    grpc: Mapping[str, Answers[GRPCAnswer]] | None = None
    """By service of the gRPC health protocol; the empty name is the whole server."""
    tls: bool = False
    open: tuple[tuple[int, int | None], ...] = field(default=((0, None),))
    """Milliseconds after the start of the container: from, to (None: to its end)."""

    def is_open(self, age: int) -> bool:
        """It listens so many milliseconds after the start."""
        return any(begin <= age and (end is None or age < end) for begin, end in self.open)

    def http_answer(self, path: str, run: int, call: int) -> HTTPAnswer:
        """The answer to the n-th request for this path in this run; meaningful where there is `http`."""
        found = self._of_path(path)
        return NOT_FOUND if found is None else found.at(run, call)

    def http_is_steady(self, path: str, run: int, call: int) -> bool:
        """Later requests of this run get the same answer."""
        found = self._of_path(path)
        return found is None or found.is_steady(run, call)

    def _of_path(self, path: str) -> Answers[HTTPAnswer] | None:
        answers = self.http or {}
        return answers.get(path) or answers.get(ANY_PATH)

    def grpc_answer(self, service: str, run: int, call: int) -> GRPCAnswer | None:
        """The n-th health check of this service in this run; None: it is not known."""
        found = (self.grpc or {}).get(service)
        return None if found is None else found.at(run, call)

    def grpc_is_steady(self, service: str, run: int, call: int) -> bool:
        """Later checks of this run get the same answer."""
        found = (self.grpc or {}).get(service)
        return found is None or found.is_steady(run, call)


def read_ports(data: object, where: str) -> Mapping[int, Port]:
    """The ports of one container from plain data; raises ScriptError that names the member."""
    return {_number(key, where): _port(value, f"{where}.{key}") for key, value in mapping(data, where, None).items()}


def _number(key: object, where: str) -> int:
    if not str(key).isdecimal() or not 1 <= int(str(key)) <= 65535:
        raise ScriptError(f"{where}.{key}: expected a port number from 1 to 65535")
    return int(str(key))


def _port(data: object, where: str) -> Port:
    members = mapping(data, where, ("http", "grpc", "tls", "open"))
    tls = members.get("tls", False)
    if not isinstance(tls, bool):
        raise ScriptError(f"{where}.tls: {tls!r} is neither true nor false")
    if "http" in members and "grpc" in members:
        raise ScriptError(f"{where}: expected http or grpc, not both")
    if tls and "http" not in members:
        raise ScriptError(f"{where}.tls: only http can have it")
    return Port(
        http=read_table(members["http"], f"{where}.http", http_answer) if "http" in members else None,
        grpc=read_table(members["grpc"], f"{where}.grpc", grpc_answer) if "grpc" in members else None,
        tls=tls,
        open=_intervals(members.get("open", [["0s", ""]]), f"{where}.open"),
    )


def http_answer(data: object, where: str) -> HTTPAnswer:
    """A status, `"hang"`, `"reset"` or `{"status", "location", "takes", "body"}`."""
    if data == "hang":
        return HTTPAnswer(after=None)
    if data == "reset":
        return HTTPAnswer(is_reset=True)
    if isinstance(data, int):
        return HTTPAnswer(_status(data, where))
    if isinstance(data, str):
        raise ScriptError(f"{where}: {data!r} is no answer; expected a status, hang, reset or a mapping")
    members = mapping(data, where, ("status", "location", "takes", "body"))
    for name in ("location", "body"):
        if not isinstance(members.get(name, ""), str):
            raise ScriptError(f"{where}.{name}: {members[name]!r} is no text")
    return HTTPAnswer(
        status=_status(members.get("status", 200), f"{where}.status"),
        after=millis(members.get("takes", 0), f"{where}.takes"),
        location=members.get("location", ""),
        body=members.get("body", ""),
    )


def grpc_answer(data: object, where: str) -> GRPCAnswer:
    """A status of the health protocol, or `"hang"`."""
    if data == "hang":
        return GRPCAnswer(None)
    if data not in HEALTH:
        raise ScriptError(f"{where}: {data!r} is no answer; expected one of {', '.join(HEALTH)}, hang")
    return GRPCAnswer(str(data))


def _status(data: object, where: str) -> int:
    status = count(data, where)
    if not 200 <= status <= 599:
        raise ScriptError(f"{where}: {status} is no status of a final answer; expected 200 to 599")
    return status


def _intervals(data: object, where: str) -> tuple[tuple[int, int | None], ...]:
    if not isinstance(data, list):
        raise ScriptError(f"{where}: {data!r} is no list of intervals")
    return tuple(_interval(each, f"{where}[{number}]") for number, each in enumerate(data))


def _interval(data: object, where: str) -> tuple[int, int | None]:
    if not isinstance(data, list) or len(data) != 2:
        raise ScriptError(f"{where}: {data!r} is no interval; expected for example [2s, 6s] or [9s, '']")
    begin, end = millis(data[0], where), None if data[1] == "" else millis(data[1], where)
    if end is not None and end <= begin:
        raise ScriptError(f"{where}: it ends before it begins")
    return begin, end
