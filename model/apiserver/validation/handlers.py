"""Handlers: probes and lifecycle hooks, each with exactly one way to act (VAL validateProbe, validateLifecycle)."""

from __future__ import annotations

from ...objects.container import (
    Container,
    GRPCAction,
    HTTPGetAction,
    Lifecycle,
    LifecycleHandler,
    Probe,
    TCPSocketAction,
)
from .field_error import Errors, FieldError, invalid, one_of, required
from .names import header_name, not_negative, port_name, port_number

Handler = Probe | LifecycleHandler


def validate_probes(container: Container, path: str) -> Errors:
    yield from _validate_probe(container.livenessProbe, f"{path}.livenessProbe", only_once=True)
    yield from _validate_probe(container.startupProbe, f"{path}.startupProbe", only_once=True)
    yield from _validate_probe(container.readinessProbe, f"{path}.readinessProbe", only_once=False)
    probe = container.readinessProbe
    if probe and probe.terminationGracePeriodSeconds is not None:
        field = f"{path}.readinessProbe.terminationGracePeriodSeconds"
        yield FieldError("Invalid", field, "must not be set for readinessProbes")


def validate_lifecycle(lifecycle: Lifecycle | None, path: str, grace: int) -> Errors:
    """`grace` is the Pod's terminationGracePeriodSeconds, which a sleep must not exceed."""
    if lifecycle is None:
        return
    for name, handler in (("postStart", lifecycle.postStart), ("preStop", lifecycle.preStop)):
        if handler is None:
            continue
        yield from _validate_handler(handler, f"{path}.{name}")
        if handler.sleep and not 0 <= handler.sleep.seconds <= grace:
            # the API's detail says less, but equal passes
            detail = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
            yield FieldError("Invalid", f"{path}.{name}.sleep", detail)


def _validate_probe(probe: Probe | None, path: str, *, only_once: bool) -> Errors:
    if probe is None:
        return
    yield from _validate_handler(probe, path)
    names = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
    for name in names:
        yield from invalid(f"{path}.{name}", not_negative(getattr(probe, name)))
    if only_once and probe.successThreshold != 1:
        yield FieldError("Invalid", f"{path}.successThreshold", "must be 1")
    grace = probe.terminationGracePeriodSeconds
    if grace is not None and grace <= 0:
        yield FieldError("Invalid", f"{path}.terminationGracePeriodSeconds", "must be greater than 0")


def _validate_handler(handler: Handler, path: str) -> Errors:
    """The first action is looked into; each further one is forbidden."""
    named = [(name, getattr(handler, name, None)) for name in ("exec", "httpGet", "tcpSocket", "grpc", "sleep")]
    actions = [(name, action) for name, action in named if action is not None]
    if not actions:
        yield required(path, "must specify a handler type")
    for index, (name, action) in enumerate(actions):
        if index:
            yield FieldError("Forbidden", f"{path}.{name}", "may not specify more than 1 handler type")
        elif name == "exec" and not action.command:
            yield required(f"{path}.exec.command")
        elif isinstance(action, HTTPGetAction):
            yield from _validate_http(action, f"{path}.httpGet")
        elif isinstance(action, TCPSocketAction | GRPCAction):
            yield from validate_port(action.port, f"{path}.{name}.port")


def _validate_http(action: HTTPGetAction, path: str) -> Errors:
    if not action.path:
        yield required(f"{path}.path")
    yield from validate_port(action.port, f"{path}.port")
    yield from one_of(f"{path}.scheme", action.scheme, ("HTTP", "HTTPS"))
    for header in action.httpHeaders:
        yield from invalid(f"{path}.httpHeaders", header_name(header.get("name", "")))


def validate_port(port: int | str, field: str) -> Errors:
    yield from invalid(field, port_name(port) if isinstance(port, str) else port_number(port))
