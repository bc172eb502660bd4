"""Describe containers: the containers' part of what `kubectl describe pod` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ..objects.container import Container, Probe, ResourceRequirements
from ..objects.pod import Pod
from ..objects.status import ContainerState, ContainerStateTerminated, ContainerStatus
from ..objects.time import Time
from .describe_environment import environment_lines

NONE: Final = "<none>"
ZERO_TIME: Final = "Mon, 01 Jan 0001 00:00:00 +0000"
"""How a time that is not set is printed."""


def container_lines(pod: Pod, containers: Iterable[Container], statuses: Iterable[ContainerStatus]) -> Iterator[str]:
    """All of these containers, each with its status if it has one."""
    shown = {each.name: each for each in statuses}
    for container in containers:
        status = shown.get(container.name)
        yield f"  {container.name}:"
        yield from _basics(container, status)
        for title, words in (("Command", container.command), ("Args", container.args)):
            if words:
                yield f"    {title}:"
                yield from (f"      {line}" for word in words for line in word.split("\n"))
        if status is not None:
            yield from _status(status)
        yield from resource_lines(container.resources, "    ")
        probes = (("Liveness", container.livenessProbe), ("Readiness", container.readinessProbe))
        for title, probe in (*probes, ("Startup", container.startupProbe)):
            if probe is not None:
                yield f"    {title}:\t{probe_text(probe)}"
        yield from environment_lines(pod, container)
        yield from _mounts(container)


def _basics(container: Container, status: ContainerStatus | None) -> Iterator[str]:
    if status is not None:
        yield f"    Container ID:\t{status.containerID}"
    yield f"    Image:\t{container.image}"
    if status is not None:
        yield f"    Image ID:\t{status.imageID}"
    plural = "s" if len(container.ports) > 1 else ""
    ports = ", ".join(f"{each.containerPort}/{each.protocol}" for each in container.ports)
    host_ports = ", ".join(f"{each.hostPort}/{each.protocol}" for each in container.ports)
    yield f"    Port{plural}:\t{ports or NONE}"
    yield f"    Host Port{plural}:\t{host_ports or NONE}"
    profile = (container.securityContext or {}).get("seccompProfile")
    if profile is not None:
        yield f"    SeccompProfile:\t{profile['type']}"
        if profile["type"] == "Localhost":
            yield f"      LocalhostProfile:\t{profile['localhostProfile']}"


def _status(status: ContainerStatus) -> Iterator[str]:
    yield from _state("State", status.state)
    if status.lastState.terminated is not None:
        yield from _state("Last State", status.lastState)
    yield f"    Ready:\t{status.ready}"
    yield f"    Restart Count:\t{status.restartCount}"


def _state(title: str, state: ContainerState) -> Iterator[str]:
    if state.running is not None:
        yield f"    {title}:\tRunning"
        yield f"      Started:\t{date(state.running.startedAt)}"
    elif state.terminated is not None:
        yield f"    {title}:\tTerminated"
        yield from _end(state.terminated)
    else:
        yield f"    {title}:\tWaiting"
        if state.waiting is not None and state.waiting.reason:
            yield f"      Reason:\t{state.waiting.reason}"


def _end(end: ContainerStateTerminated) -> Iterator[str]:
    if end.reason:
        yield f"      Reason:\t{end.reason}"
    if end.message:
        first, *others = end.message.split("\n")
        yield f"      Message:\t{first}"
        yield from others
    yield f"      Exit Code:\t{end.exitCode}"
    if end.signal > 0:
        yield f"      Signal:\t{end.signal}"
    yield f"      Started:\t{date(end.startedAt)}"
    yield f"      Finished:\t{date(end.finishedAt)}"


def resource_lines(resources: ResourceRequirements, indent: str) -> Iterator[str]:
    """Limits, then requests, each by name."""
    for title, amounts in (("Limits", resources.limits), ("Requests", resources.requests)):
        if amounts:
            yield f"{indent}{title}:"
            yield from (f"{indent}  {name}:\t{amounts[name]}" for name in sorted(amounts))


def probe_text(probe: Probe) -> str:
    """`http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3`."""
    numbers = (
        f"delay={probe.initialDelaySeconds}s timeout={probe.timeoutSeconds}s period={probe.periodSeconds}s "
        f"#success={probe.successThreshold} #failure={probe.failureThreshold}"
    )
    return f"{_handler(probe)} {numbers}"


def _handler(probe: Probe) -> str:
    if probe.exec is not None:
        return f"exec [{' '.join(probe.exec.command)}]"
    if probe.httpGet is not None:
        get = probe.httpGet
        host = f"[{get.host}]" if ":" in get.host else get.host
        path = get.path if get.path.startswith("/") or not get.path else f"/{get.path}"
        return f"http-get {get.scheme.lower()}://{host}:{get.port}{path}"
    if probe.tcpSocket is not None:
        return f"tcp-socket {probe.tcpSocket.host}:{probe.tcpSocket.port}"
    if probe.grpc is not None:
        return f"grpc <pod>:{probe.grpc.port} {probe.grpc.service}"
    return "unknown"


def _mounts(container: Container) -> Iterator[str]:
    none = "" if container.volumeMounts else f"\t{NONE}"
    yield f"    Mounts:{none}"
    for mount in sorted(container.volumeMounts, key=lambda each: str(each["mountPath"])):
        yield f"      {mount['mountPath']} from {mount['name']} ({','.join(_flags(mount))})"
    if container.volumeDevices:
        yield f"    Devices:{none}"  # what kubectl says here, it says of the mounts
        for device in sorted(container.volumeDevices, key=lambda each: str(each["devicePath"])):
            yield f"      {device['devicePath']} from {device['name']}"


def _flags(mount: Mapping[str, Any]) -> Iterator[str]:
    yield "ro" if mount.get("readOnly") else "rw"
    if mount.get("subPath"):
        yield f"path={json.dumps(mount['subPath'], ensure_ascii=False)}"


def date(time: Time | None) -> str:
    """`Thu, 01 Jan 2026 00:00:00 +0000`."""
    if time is None:
        return ZERO_TIME
    return (datetime.fromtimestamp(0, UTC) + timedelta(seconds=time)).strftime("%a, %d %b %Y %H:%M:%S +0000")
