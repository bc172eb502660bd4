"""EndpointSlice: addresses of Pods behind a Service, and how each of them stands (discovery.k8s.io/v1; semantics B.15)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from .meta import ObjectMeta

SERVICE_NAME = "kubernetes.io/service-name"
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
MANAGER = "endpointslice-controller.k8s.io"


@frozen(kw_only=True)
class TargetRef:
    kind: str = "Pod"
    namespace: str = ""
    name: str = ""
    uid: str = ""


@frozen(kw_only=True)
class EndpointConditions:
    """None is shown as nothing; the endpoint-slice controller always says all three."""

    ready: bool | None = None
    serving: bool | None = None
    terminating: bool | None = None


@frozen(kw_only=True)
class Endpoint:
    addresses: tuple[str, ...] = ()
    conditions: EndpointConditions = EndpointConditions()
    hostname: str | None = None
    targetRef: TargetRef | None = None
    nodeName: str | None = None
    zone: str | None = None


@frozen(kw_only=True)
class EndpointPort:
    name: str = ""
    protocol: str = "TCP"
    port: int | None = None
    appProtocol: str | None = None


@frozen(kw_only=True)
class EndpointSlice:
    apiVersion: str = "discovery.k8s.io/v1"
    kind: str = "EndpointSlice"
    metadata: ObjectMeta = ObjectMeta()
    addressType: str = "IPv4"
    endpoints: tuple[Endpoint, ...] = ()
    ports: tuple[EndpointPort, ...] = ()


def labels_of(service: str, others: Mapping[str, str], *, headless: bool) -> Mapping[str, str]:
    """The labels of a slice: those of its Service, its name and manager (setEndpointSliceLabels)."""
    mark = {"service.kubernetes.io/headless": ""} if headless else {}
    return {**others, **mark, MANAGED_BY: MANAGER, SERVICE_NAME: service}
