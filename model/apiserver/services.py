"""Services: what the API server fills in for a new Service: its defaults, its address, its ports on nodes."""

from __future__ import annotations

from ipaddress import IPv4Network
from random import Random
from typing import Final

from attrs import evolve

from ..objects.service import HEADLESS, Service, ServicePort, ServiceSpec
from .rules.rejection import Rejected
from .store import Store

RANGE: Final = IPv4Network("10.96.0.0/12")
NODE_PORTS: Final = range(30_000, 32_768)


def default_service(service: Service) -> Service:
    """The Service with its defaults (SetDefaults_Service); an ExternalName has no address and no policies."""
    spec = service.spec
    ports = tuple(
        evolve(each, protocol=each.protocol or "TCP", targetPort=each.targetPort or each.port) for each in spec.ports
    )
    kind = spec.type or "ClusterIP"
    spec = evolve(spec, ports=ports, type=kind, sessionAffinity=spec.sessionAffinity or "None")
    if kind != "ExternalName":
        spec = evolve(
            spec,
            internalTrafficPolicy=spec.internalTrafficPolicy or "Cluster",
            ipFamilies=spec.ipFamilies or ("IPv4",),
            ipFamilyPolicy=spec.ipFamilyPolicy or "SingleStack",
        )
    if kind in ("NodePort", "LoadBalancer"):
        spec = evolve(spec, externalTrafficPolicy=spec.externalTrafficPolicy or "Cluster")
    if kind == "LoadBalancer" and spec.allocateLoadBalancerNodePorts is None:
        spec = evolve(spec, allocateLoadBalancerNodePorts=True)
    return evolve(service, spec=spec)


def with_addresses(service: Service, store: Store, random: Random) -> Service:
    """The Service with a clusterIP and node ports that no other has (registry/core/service alloc.go); raises Rejected."""
    spec = service.spec
    if spec.type == "ExternalName":
        return service
    others = [each.spec for each in store.list("Service")]
    if spec.clusterIP != HEADLESS:
        spec = evolve(spec, clusterIP=_address(service, {each.clusterIP for each in others}, random))
    spec = evolve(spec, clusterIPs=(spec.clusterIP,))
    if spec.type == "NodePort" or (spec.type == "LoadBalancer" and spec.allocateLoadBalancerNodePorts):
        spec = evolve(spec, ports=_node_ports(spec, {port.nodePort for each in others for port in each.ports}, random))
    return evolve(service, spec=spec)


def _address(service: Service, taken: set[str], random: Random) -> str:
    wanted = service.spec.clusterIP
    if not wanted:
        while not wanted or wanted in taken:
            wanted = str(RANGE[random.randrange(2, RANGE.num_addresses - 1)])
    elif wanted in taken:
        words = f'spec.clusterIPs: Invalid value: ["{wanted}"]: failed to allocate IP {wanted}: provided IP is already allocated'
        raise Rejected("Invalid", f'Service "{service.metadata.name}" is invalid: {words}')
    return wanted


def _node_ports(spec: ServiceSpec, taken: set[int], random: Random) -> tuple[ServicePort, ...]:
    ports = []
    for each in spec.ports:
        number = each.nodePort
        while not number or (number in taken and number != each.nodePort):
            number = random.choice(NODE_PORTS)
        if number in taken:
            raise Rejected(
                "Invalid", f"spec.ports.nodePort: Invalid value: {number}: provided port is already allocated"
            )
        taken.add(number)
        ports.append(evolve(each, nodePort=number))
    return tuple(ports)
