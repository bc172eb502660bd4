"""requests: what a Pod as a whole requests and is limited to (semantics A5.14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...objects.container import Container, is_sidecar
from ...objects.pod import PodSpec
from ...objects.quantity import Quantity
from ...objects.resources import Amounts, larger, read_amounts, total


def pod_requests(
    spec: PodSpec,
    *,
    exclude_overhead: bool = False,
    skip_pod_level_resources: bool = False,
    non_missing: Mapping[str, str] | None = None,
) -> Amounts:
    """The requests that a node must have room for (RESH PodRequests).

    `non_missing` stands in for requests that a container does not have; requests of the Pod replace the sum of its
    containers'; overhead comes on top. Raises ValueError for a text that is no quantity.
    """
    stand_ins = {name: Quantity(0) + amount for name, amount in read_amounts(non_missing or {}).items()}
    containers = ({**stand_ins, **read_amounts(c.resources.requests)} for c in spec.containers)
    init = ((c, {**stand_ins, **read_amounts(c.resources.requests)}) for c in spec.initContainers)
    requests = aggregate(containers, init)
    if not skip_pod_level_resources and spec.resources is not None:
        requests = {**requests, **pod_level(spec.resources.requests)}
    if exclude_overhead:
        return requests
    return total(requests, read_amounts(spec.overhead))


def pod_limits(spec: PodSpec, *, exclude_overhead: bool = False, skip_pod_level_resources: bool = False) -> Amounts:
    """The limits of the Pod as a whole; overhead raises only limits that there are (RESH PodLimits)."""
    limits = aggregate(
        (read_amounts(c.resources.limits) for c in spec.containers),
        ((c, read_amounts(c.resources.limits)) for c in spec.initContainers),
    )
    if not skip_pod_level_resources and spec.resources is not None:
        limits = {**limits, **pod_level(spec.resources.limits)}
    if exclude_overhead:
        return limits
    overhead = read_amounts(spec.overhead)
    return total(limits, {name: amount for name, amount in overhead.items() if limits.get(name, Quantity(0)).nanos})


def aggregate(containers: Iterable[Amounts], init: Iterable[tuple[Container, Amounts]]) -> Amounts:
    """The most that is needed at any time, per resource: while the app runs beside all sidecars, or while one init
    container runs beside the sidecars that are listed before it (RESH AggregateContainerRequests)."""
    running: Amounts = {}
    for amounts in containers:
        running = total(running, amounts)
    sidecars: Amounts = {}
    starting: Amounts = {}
    for container, amounts in init:
        if is_sidecar(container):
            running = total(running, amounts)
            sidecars = total(sidecars, amounts)
            starting = larger(starting, sidecars)
        else:
            starting = larger(starting, total(amounts, sidecars))
    return larger(running, starting)


def pod_level(texts: Mapping[str, str]) -> Amounts:
    """The resources that a Pod may have of its own (RESH IsSupportedPodLevelResource)."""
    return {
        name: amount
        for name, amount in read_amounts(texts).items()
        if name in ("cpu", "memory") or name.startswith("hugepages-")
    }
