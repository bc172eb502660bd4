"""Service: what the API server holds against a Service (pkg/apis/core/validation ValidateService)."""

from __future__ import annotations

from ipaddress import IPv4Address

from ...objects.service import HEADLESS, Service, ServicePort
from ..services import NODE_PORTS, RANGE
from .field_error import Errors, FieldError, one_of, required
from .metadata import validate_labels, validate_metadata
from .names import dns_label, dns_subdomain

TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")


def validate_service(service: Service) -> Errors:
    """The errors of a Service that has its defaults."""
    spec = service.spec
    yield from validate_metadata(service.metadata)
    yield from (FieldError("Invalid", "metadata.name", why) for why in dns_label(service.metadata.name or "x"))
    yield from one_of("spec.type", spec.type, TYPES)
    yield from one_of("spec.sessionAffinity", spec.sessionAffinity, ("ClientIP", "None"))
    yield from validate_labels("spec.selector", spec.selector)
    if spec.type == "ExternalName":
        if spec.clusterIP:
            yield FieldError("Forbidden", "spec.clusterIPs", "may not be set when `type` is 'ExternalName'")
        problems = dns_subdomain(spec.externalName.removesuffix(".")) if spec.externalName else ()
        yield from (FieldError("Invalid", "spec.externalName", why) for why in problems)
        if not spec.externalName:
            yield required("spec.externalName")
    elif not spec.ports and spec.clusterIP != HEADLESS:
        yield required("spec.ports")
    if spec.clusterIP == HEADLESS and spec.type in ("NodePort", "LoadBalancer"):
        yield FieldError("Invalid", "spec.clusterIPs[0]", f"may not be set to 'None' for {spec.type} services")
    yield from _validate_address(spec.clusterIP)
    yield from _validate_ports(service)


def _validate_address(address: str) -> Errors:
    if address in ("", HEADLESS):
        return
    try:
        inside = IPv4Address(address) in RANGE
    except ValueError:
        yield FieldError(
            "Invalid", "spec.clusterIPs[0]", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
        )
        return
    if not inside:
        words = f"failed to allocate IP {address}: the provided IP ({address}) is not in the valid range. "
        yield FieldError("Invalid", "spec.clusterIPs", f"{words}The range of valid IPs is {RANGE}")


def _validate_ports(service: Service) -> Errors:
    ports = service.spec.ports
    names: set[str] = set()
    numbers: set[tuple[str, int]] = set()
    for index, port in enumerate(ports):
        path = f"spec.ports[{index}]"
        if not port.name and len(ports) > 1:
            yield required(f"{path}.name")
        if port.name:
            yield from (FieldError("Invalid", f"{path}.name", why) for why in dns_label(port.name))
            if port.name in names:
                yield FieldError("Duplicate", f"{path}.name")
            names.add(port.name)
        yield from _validate_numbers(port, path)
        if (port.protocol, port.port) in numbers:
            yield FieldError("Duplicate", path)
        numbers.add((port.protocol, port.port))
        if port.nodePort and service.spec.type == "ClusterIP":
            yield FieldError("Forbidden", f"{path}.nodePort", "may not be used when `type` is 'ClusterIP'")


def _validate_numbers(port: ServicePort, path: str) -> Errors:
    yield from one_of(f"{path}.protocol", port.protocol, ("SCTP", "TCP", "UDP"))
    for name, number in (("port", port.port), ("targetPort", port.targetPort)):
        if isinstance(number, int) and not 1 <= number <= 65535:
            yield FieldError("Invalid", f"{path}.{name}", "must be between 1 and 65535, inclusive")
    if port.nodePort and port.nodePort not in NODE_PORTS:
        words = f"provided port is not in the valid range. The range of valid ports is {NODE_PORTS[0]}-{NODE_PORTS[-1]}"
        yield FieldError("Invalid", f"{path}.nodePort", words)
