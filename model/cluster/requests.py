"""Requests: a client in the cluster connects to a Service, by what the nodes' proxies know of it at that moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from ..apiserver.rules.rejection import Rejected
from ..node.service_proxy import Backend
from ..objects.service import HEADLESS, Service

if TYPE_CHECKING:
    from .cluster import Cluster

NO_ENDPOINT = "connection refused: no endpoint"
NOT_LISTENING = "connection refused: {} does not run any more"


@frozen
class Answer:
    """`pod` is the name of the Pod that was tried, empty where there was none; `failure` is empty where it answered."""

    pod: str = ""
    port: int = 0
    failure: str = ""

    @property
    def is_served(self) -> bool:
        return not self.failure


def request(cluster: Cluster, target: str, namespace: str = "default", port: str | int | None = None) -> Answer:
    """What becomes of one new connection to `svc/NAME`; `port` is a name or a number of the Service, None its first.

    Raises ValueError for what is no Service's name or port, Rejected NotFound for a Service that is not there.
    """
    kind, _, name = target.partition("/")
    if kind not in ("svc", "service") or not name:
        raise ValueError(f"{target!r} is no Service; expected svc/NAME")
    service = cluster.store.get("Service", namespace, name)
    if not isinstance(service, Service):
        raise Rejected("NotFound", f'services "{name}" not found')
    if service.spec.clusterIP in ("", HEADLESS):
        raise ValueError(f"svc/{name} has no address of its own: a client chooses among its Pods by DNS")
    backend = cluster.proxy.choose((namespace, name), _port_name(service, port))
    return Answer(failure=NO_ENDPOINT) if backend is None else _tried(cluster, namespace, backend)


def _port_name(service: Service, port: str | int | None) -> str:
    ports = service.spec.ports
    found = [each.name for each in ports if port is None or port in (each.name, each.port)]
    if not found:
        listed = ", ".join(str(each.name or each.port) for each in ports)
        raise ValueError(f"svc/{service.metadata.name} has no port {port}; it has {listed}")
    return found[0]


def _tried(cluster: Cluster, namespace: str, backend: Backend) -> Answer:
    """The Pod answers while one of its containers runs, even if the API has forgotten the Pod."""
    target = backend.endpoint.targetRef
    assert target is not None
    kubelet = cluster.kubelets.get(backend.endpoint.nodeName or "")
    instances = kubelet.runtime.status(target.uid).containers if kubelet is not None else ()
    runs = any(each.state == "running" for each in instances)
    return Answer(target.name, backend.port, "" if runs else NOT_LISTENING.format(target.name))
