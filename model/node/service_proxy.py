"""ServiceProxy: what nodes do with connections to Services: a table of endpoints that comes some time after the slices (B15.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from ..apiserver.store import Store, WatchEvent
from ..controllers.machinery.informer import Informer
from ..core.lives import Lives
from ..core.simulation import Simulation
from ..objects.endpoint_slice import SERVICE_NAME, Endpoint, EndpointPort
from ..objects.service import Service
from ..objects.time import Millis
from .route import ROUTE, Connect, RouteState, RouteView

SOURCE: Final = "kube-proxy"
LEAST_BETWEEN: Final = 1_000
"""Milliseconds between two writes of the table (minSyncPeriod)."""

Key = tuple[str, str]
"""(namespace, name) of a Service."""


@frozen
class Backend:
    """An endpoint and the port at which it is reached."""

    endpoint: Endpoint
    port: int


class ServiceProxy:
    """The table of one node; all nodes are alike. `table` is what is in force: behind the API by the watch's lag, and by up
    to a second more where changes follow each other."""

    def __init__(self, simulation: Simulation, store: Store, lives: Lives) -> None:
        self._simulation, self._lives = simulation, lives
        self.table: dict[Key, dict[str, tuple[Backend, ...]]] = {}
        """By Service, then by name of its port."""
        self._changed: set[Key] = set()
        self._next = Millis(0)
        self._connections = 0
        self._random = simulation.stream(SOURCE)
        self._informer = Informer(simulation, store, ("Service", "EndpointSlice"), self._random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        meta = event.object.metadata
        if event.kind == "EndpointSlice" and SERVICE_NAME not in meta.labels:
            return
        if not self._changed:
            self._simulation.at(Millis(max(self._next, self._simulation.now)), self._write)
        self._changed.add((meta.namespace, meta.name if event.kind == "Service" else meta.labels[SERVICE_NAME]))

    def _write(self) -> None:
        for key in sorted(self._changed):
            service = self._informer.get("Service", *key)
            if service is None:
                self.table.pop(key, None)
            else:
                self.table[key] = self._backends(service)
        self._changed.clear()
        self._next = Millis(self._simulation.now + LEAST_BETWEEN)

    def _backends(self, service: Service) -> dict[str, tuple[Backend, ...]]:
        name, namespace = service.metadata.name, service.metadata.namespace
        found: dict[str, list[Backend]] = {port.name: [] for port in service.spec.ports}
        for each in self._informer.all_of("EndpointSlice", namespace):
            if each.metadata.labels.get(SERVICE_NAME) == name:
                for port in each.ports:
                    _add(found, port, each.endpoints)
        return {port: tuple(backends) for port, backends in found.items()}

    def choose(self, key: Key, port: str) -> Backend | None:
        """Where a new connection to this port of the Service goes: to any of the ready endpoints, else to any that serves
        and terminates; None: it is refused. Every connection is a Route of its own."""
        backends = self.table.get(key, {}).get(port, ())
        ready = [each for each in backends if each.endpoint.conditions.ready]
        last = [each for each in backends if each.endpoint.conditions.serving and each.endpoint.conditions.terminating]
        self._connections += 1
        view = RouteView(ready=bool(ready), serving=bool(last))
        state = self._lives.fire(ROUTE, self._connections, Connect(), view).state
        self._lives.forget(ROUTE, self._connections)
        if state is RouteState.REFUSED:
            return None
        return self._random.choice(ready if state is RouteState.READY else last)


def _add(found: dict[str, list[Backend]], port: EndpointPort, endpoints: Sequence[Endpoint]) -> None:
    if port.name in found and port.port is not None:
        found[port.name] += [Backend(each, port.port) for each in endpoints]
