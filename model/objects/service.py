"""Service: one address for the Pods that its selector means (semantics B.15)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import Json


@frozen(kw_only=True)
class ServicePort:
    """`targetPort`: a number, or the name of a container's port; `nodePort` 0 is none."""

    name: str = ""
    protocol: str = ""
    appProtocol: str | None = None
    port: int
    targetPort: int | str = 0
    nodePort: int = 0


@frozen(kw_only=True)
class ServiceSpec:
    """`clusterIP` "None" makes it headless; without a selector nobody keeps its endpoints."""

    ports: tuple[ServicePort, ...] = ()
    selector: Mapping[str, str] = field(factory=dict)
    clusterIP: str = ""
    clusterIPs: tuple[str, ...] = ()
    type: str = ""
    externalIPs: tuple[str, ...] = ()
    sessionAffinity: str = ""
    loadBalancerIP: str = ""
    loadBalancerSourceRanges: tuple[str, ...] = ()
    externalName: str = ""
    externalTrafficPolicy: str = ""
    healthCheckNodePort: int = 0
    publishNotReadyAddresses: bool = False
    sessionAffinityConfig: Json = None
    ipFamilies: tuple[str, ...] = ()
    ipFamilyPolicy: str | None = None
    allocateLoadBalancerNodePorts: bool | None = None
    loadBalancerClass: str | None = None
    internalTrafficPolicy: str | None = None
    trafficDistribution: str | None = None


@frozen(kw_only=True)
class ServiceStatus:
    loadBalancer: Json = field(factory=dict)
    conditions: tuple[Json, ...] = ()


@frozen(kw_only=True)
class Service:
    apiVersion: str = "v1"
    kind: str = "Service"
    metadata: ObjectMeta = ObjectMeta()
    spec: ServiceSpec = ServiceSpec()
    status: ServiceStatus = ServiceStatus()


HEADLESS = "None"
"""The clusterIP of a Service without an address of its own."""
