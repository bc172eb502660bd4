"""endpoints: which Pods are behind a Service, at which ports, and how they are laid into slices (endpointslice/reconciler.go)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import evolve, frozen

from ...objects.container import is_sidecar
from ...objects.endpoint_slice import Endpoint, EndpointPort, EndpointSlice
from ...objects.pod import Pod
from ...objects.service import Service

MOST_IN_A_SLICE: Final = 100

Ports = tuple[EndpointPort, ...]


def selects(service: Service, pod: Pod) -> bool:
    """Same namespace and all labels of the selector; a Service without a selector selects nothing (B27.4)."""
    chosen, labels = service.spec.selector, pod.metadata.labels
    if not chosen or service.metadata.namespace != pod.metadata.namespace:
        return False
    return all(labels.get(key) == value for key, value in chosen.items())


def belongs(service: Service, pod: Pod) -> bool:
    """Selected, with an address, and not ended (ShouldPodBeInEndpoints; B15.1)."""
    return selects(service, pod) and bool(pod.status.podIP) and pod.status.phase not in ("Succeeded", "Failed")


def is_ready(pod: Pod) -> bool:
    """Its condition Ready is True."""
    return any(each.type == "Ready" and each.status == "True" for each in pod.status.conditions)


def may_matter(before: Pod, after: Pod) -> bool:
    """Whether a change of this Pod makes the controller look at its Services (podEndpointsChanged).

    The phase does not: a Pod that was unready before it ended stays in the slices until something else happens to it. Any
    change of a Pod that is being deleted does, since pointers to its deletionTimestamp are compared.
    """
    if after.metadata.labels != before.metadata.labels or after.metadata.deletionTimestamp is not None:
        return True
    if is_ready(before) != is_ready(after):
        return True
    sides = ((each.status.podIP, each.spec.nodeName, each.spec.hostname) for each in (before, after))
    return len(set(sides)) > 1


def ports_of(service: Service, pod: Pod) -> Ports:
    """The Service's ports on this Pod; a port whose name no container has is left out (getEndpointPorts, FindPort)."""
    found = []
    for each in service.spec.ports:
        number = _number(each.targetPort or each.port, each.protocol or "TCP", pod)
        if number is not None:
            protocol = each.protocol or "TCP"
            found.append(EndpointPort(name=each.name, protocol=protocol, port=number, appProtocol=each.appProtocol))
    return tuple(found)


def _number(target: int | str, protocol: str, pod: Pod) -> int | None:
    if isinstance(target, int):
        return target
    spec = pod.spec
    for container in (*spec.containers, *(each for each in spec.initContainers if is_sidecar(each))):
        for port in container.ports:
            if port.name == target and (port.protocol or "TCP") == protocol:
                return port.containerPort
    return None


@frozen
class Plan:
    """What becomes of a Service's slices: those to write anew, those to delete, and the content of new ones."""

    changed: tuple[EndpointSlice, ...] = ()
    deleted: tuple[EndpointSlice, ...] = ()
    created: tuple[tuple[Ports, tuple[Endpoint, ...]], ...] = ()


def planned(existing: Sequence[EndpointSlice], desired: Mapping[Ports, Sequence[Endpoint]]) -> Plan:
    """Lays the endpoints into slices of one set of ports each: what is in a slice stays there, new ones fill the slices
    up, the rest goes into new slices, and slices that nobody needs are used for these first (reconcileByPortMapping).

    One empty slice is left where there is no endpoint at all.
    """
    kept: list[EndpointSlice] = []
    free = [each for each in existing if each.ports not in desired]
    wanted: list[tuple[Ports, tuple[Endpoint, ...]]] = []
    for ports, endpoints in desired.items():
        left = {_uid(each): each for each in endpoints}
        own = [each for each in existing if each.ports == ports]
        filled = [_still_wanted(each, left) for each in own]
        for index, each in enumerate(filled):
            more = list(left)[: MOST_IN_A_SLICE - len(each.endpoints)]
            filled[index] = evolve(each, endpoints=(*each.endpoints, *(left.pop(uid) for uid in more)))
        kept += [each for each in filled if each.endpoints]
        free += [old for old, new in zip(own, filled, strict=True) if not new.endpoints]
        rest = tuple(left.values())
        wanted += [(ports, rest[i : i + MOST_IN_A_SLICE]) for i in range(0, len(rest), MOST_IN_A_SLICE)]
    if not kept and not wanted:
        wanted = [((), ())]
    for old, (ports, content) in zip(free, wanted, strict=False):
        kept.append(evolve(old, ports=ports, endpoints=content))
    before = {each.metadata.name: each for each in existing}
    return Plan(
        changed=tuple(each for each in kept if each != before[each.metadata.name]),
        deleted=tuple(free[len(wanted) :]),
        created=tuple(wanted[len(free) :]),
    )


def _still_wanted(old: EndpointSlice, left: dict[str, Endpoint]) -> EndpointSlice:
    return evolve(old, endpoints=tuple(left.pop(_uid(each)) for each in old.endpoints if _uid(each) in left))


def _uid(endpoint: Endpoint) -> str:
    return endpoint.targetRef.uid if endpoint.targetRef is not None else ""


def by_ports(pairs: Iterable[tuple[Ports, Endpoint]]) -> Mapping[Ports, list[Endpoint]]:
    """The endpoints by the ports at which they are reached."""
    found: dict[Any, list[Endpoint]] = {}
    for ports, endpoint in pairs:
        found.setdefault(ports, []).append(endpoint)
    return found
