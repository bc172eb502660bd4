"""Containers: what an init or app container may say (VAL validateContainers, validateInitContainers)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...objects.container import Container, is_sidecar
from ...objects.pod import PodSpec
from .environment import validate_env, validate_env_from
from .field_error import Errors, FieldError, duplicates, invalid, one_of, required
from .handlers import validate_lifecycle, validate_probes
from .names import dns_label, port_name, port_number
from .resources import validate_resources
from .security import validate_container_security
from .volumes import validate_devices, validate_mounts

NO_PLAIN_INIT = "may not be set for init containers without restartPolicy=Always"


def validate_containers(spec: PodSpec, volumes: Collection[str]) -> Errors:
    """Names are unique among all containers; there is at least one app container."""
    if not spec.containers:
        yield required("spec.containers")
    named = [(f"spec.containers[{i}]", c) for i, c in enumerate(spec.containers)]
    init = [(f"spec.initContainers[{i}]", c) for i, c in enumerate(spec.initContainers)]
    yield from duplicates((f"{path}.name", c.name) for path, c in (*named, *init))
    for path, container in (*named, *init):
        yield from validate_container(container, path, spec, volumes)
    for path, container in init:
        if not is_sidecar(container):
            for name in ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe"):
                if getattr(container, name) is not None:
                    yield FieldError("Forbidden", f"{path}.{name}", NO_PLAIN_INIT)
    yield from _validate_host_ports(named)
    for path, container in init:
        yield from _validate_host_ports([(path, container)])


def validate_container(container: Container, path: str, spec: PodSpec, volumes: Collection[str]) -> Errors:
    if container.name:
        yield from invalid(f"{path}.name", dns_label(container.name))
    else:
        yield required(f"{path}.name")
    if not container.image:
        yield required(f"{path}.image")
    elif container.image != container.image.strip():
        yield FieldError("Invalid", f"{path}.image", "must not have leading or trailing whitespace")
    policies = ("File", "FallbackToLogsOnError")
    yield from one_of(f"{path}.terminationMessagePolicy", container.terminationMessagePolicy, policies)
    yield from one_of(f"{path}.imagePullPolicy", container.imagePullPolicy, ("Always", "IfNotPresent", "Never"))
    yield from _validate_restart(container, path)
    yield from _validate_ports(container, path, spec.hostNetwork)
    yield from validate_resources(container.resources, f"{path}.resources")
    yield from _validate_claims(container, path, spec)
    yield from _validate_resize(container, path, spec)
    grace = spec.terminationGracePeriodSeconds or 0
    if path.startswith("spec.containers") or is_sidecar(container):
        yield from validate_probes(container, path)
        yield from validate_lifecycle(container.lifecycle, f"{path}.lifecycle", grace)
    for index, entry in enumerate(container.env):
        yield from validate_env(entry, f"{path}.env[{index}]")
    for index, entry in enumerate(container.envFrom):
        yield from validate_env_from(entry, f"{path}.envFrom", index)
    privileged = bool(container.securityContext and container.securityContext.get("privileged"))
    yield from validate_mounts(container.volumeMounts, f"{path}.volumeMounts", volumes, privileged)
    yield from validate_devices(container.volumeDevices, f"{path}.volumeDevices", spec)
    yield from validate_container_security(container.securityContext, f"{path}.securityContext", spec)


def _validate_restart(container: Container, path: str) -> Errors:
    """restartPolicy of a container, and its restart rules."""
    if container.restartPolicy is not None:
        yield from one_of(f"{path}.restartPolicy", container.restartPolicy, ("Always", "Never", "OnFailure"))
    elif container.restartPolicyRules:
        yield required(f"{path}.restartPolicy", "must specify restartPolicy when restart rules are used")
    for index, rule in enumerate(container.restartPolicyRules):
        place = f"{path}.restartPolicyRules[{index}]"
        yield from one_of(f"{place}.action", rule.action, ("Restart", "RestartAllContainers"))
        if rule.exitCodes is None:
            yield required(f"{place}.exitCodes", "must be specified")
        else:
            yield from one_of(f"{place}.exitCodes.operator", rule.exitCodes.operator, ("In", "NotIn"))


def _validate_ports(container: Container, path: str, on_host: bool) -> Errors:
    places = [(f"{path}.ports[{index}]", port) for index, port in enumerate(container.ports)]
    yield from duplicates((f"{place}.name", port.name) for place, port in places)
    for place, port in places:
        if port.name:
            yield from invalid(f"{place}.name", port_name(port.name))
        if port.containerPort == 0:
            yield required(f"{place}.containerPort")
        else:
            yield from invalid(f"{place}.containerPort", port_number(port.containerPort))
        if port.hostPort:
            yield from invalid(f"{place}.hostPort", port_number(port.hostPort))
        if on_host and port.hostPort != port.containerPort:
            detail = "must match `containerPort` when `hostNetwork` is true"
            yield FieldError("Invalid", f"{place}.hostPort", detail)
        yield from one_of(f"{place}.protocol", port.protocol, ("SCTP", "TCP", "UDP"))


def _validate_host_ports(containers: Iterable[tuple[str, Container]]) -> Errors:
    """No two of the containers take the same port of the host."""
    yield from duplicates(
        (f"{path}.ports[{index}].hostPort", f"{port.protocol}/{port.hostIP}/{port.hostPort}" if port.hostPort else "")
        for path, container in containers
        for index, port in enumerate(container.ports)
    )


def _validate_claims(container: Container, path: str, spec: PodSpec) -> Errors:
    names = [claim.get("name", "") for claim in spec.resourceClaims]
    for index, claim in enumerate(container.resources.claims):
        if claim.get("name") not in names:
            listed = ", ".join(names) or "which is empty"
            detail = f"must be one of the names in pod.spec.resourceClaims {listed}"
            yield FieldError("NotFound", f"{path}.resources.claims[{index}]", detail)


def _validate_resize(container: Container, path: str, spec: PodSpec) -> Errors:
    field = f"{path}.resizePolicy"
    seen: set[str] = set()
    for index, policy in enumerate(container.resizePolicy):
        if policy.resourceName in seen:
            yield FieldError("Duplicate", f"{field}[{index}]")
        seen.add(policy.resourceName)
        yield from one_of(field, policy.resourceName, ("cpu", "memory"))
        yield from one_of(field, policy.restartPolicy, ("NotRequired", "RestartContainer"))
        is_plain_init = path.startswith("spec.initContainers") and not is_sidecar(container)
        if is_plain_init and policy.restartPolicy == "RestartContainer":
            detail = "must not be set to 'RestartContainer' for non-sidecar initContainers"
            yield FieldError("Invalid", f"{field}[{index}].restartPolicy", detail)
        if spec.restartPolicy == "Never" and policy.restartPolicy != "NotRequired":
            yield FieldError("Invalid", field, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")
