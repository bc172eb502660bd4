"""resize_actions: how a running container gets the resources of its changed spec (semantics B31.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ...objects.container import Container, ResourceRequirements
from ...objects.quantity import parse_quantity
from ...objects.runtime import RuntimeContainer
from .actions import Actuated, ContainerAction, ContainerResize, ContainerToKill

SMALLEST_CPU_REQUEST: Final = 2
"""Thousandths of a cpu below which requests are alike to the node (cm.MinShares)."""

SMALLEST_CPU_LIMIT: Final = 10
"""Thousandths of a cpu below which limits are alike to the node (cm.MinMilliCPULimit)."""


def resize_action(container: Container, running: RuntimeContainer, actuated: Actuated) -> ContainerAction:
    """Nothing, a change in place, or a restart where resizePolicy asks for one (KRM computePodResizeAction).

    A container whose actuated resources are not known is left as it is.
    """
    current = actuated.get(container.name)
    if current is None:
        return ContainerAction()
    changes = changed_amounts(container.resources, current)
    if any(restarts_on_resize(container, resource) for resource in changes):
        message = f"Container {container.name} resize requires restart"
        kill = ContainerToKill(running.id, container.name, message)
        return ContainerAction(start=True, kill=kill, restarts_to_resize=True)
    return ContainerAction(
        resizes=tuple(ContainerResize(container.name, resource, grows) for resource, grows in changes.items())
    )


def changed_amounts(desired: ResourceRequirements, current: ResourceRequirements) -> Mapping[str, bool]:
    """Resource -> whether it grows, for memory and cpu if they change: by the limit, or else by the request."""
    changes: dict[str, bool] = {}
    for resource in ("memory", "cpu"):
        limit, request = limit_of(desired, resource), request_of(desired, resource)
        current_limit, current_request = limit_of(current, resource), request_of(current, resource)
        if limit != current_limit:
            changes[resource] = limit > current_limit
        elif request != current_request:
            changes[resource] = request > current_request
    return changes


def limit_of(resources: ResourceRequirements, resource: str) -> int:
    """Bytes, or thousandths of a cpu; tiny cpu limits count as one and the same, none as 0."""
    amount = amount_of(resources.limits, resource)
    return max(amount, SMALLEST_CPU_LIMIT) if resource == "cpu" else amount


def request_of(resources: ResourceRequirements, resource: str) -> int:
    """Bytes, or thousandths of a cpu; tiny cpu requests count as one and the same, none as 0."""
    amount = amount_of(resources.requests, resource)
    return max(amount, SMALLEST_CPU_REQUEST) if resource == "cpu" else amount


def amount_of(amounts: Mapping[str, str], resource: str) -> int:
    """Bytes, or thousandths of a cpu; 0 if there is no such entry."""
    quantity = parse_quantity(amounts.get(resource, "0"))
    return quantity.milli_value() if resource == "cpu" else quantity.value()


def restarts_on_resize(container: Container, resource: str) -> bool:
    """The resizePolicy of this resource is RestartContainer; without a policy it is changed in place (A3.15)."""
    return any(
        policy.resourceName == resource and policy.restartPolicy == "RestartContainer"
        for policy in container.resizePolicy
    )


def in_order_of_update(resizes: Iterable[ContainerResize]) -> Mapping[str, tuple[str, ...]]:
    """Resource -> container names: what shrinks comes first, the last seen before the others, to make room for what
    grows (KRM computePodResizeAction markContainerForUpdate)."""
    ordered: dict[str, tuple[str, ...]] = {}
    for resize in resizes:
        before = ordered.get(resize.resource, ())
        ordered[resize.resource] = (*before, resize.name) if resize.grows else (resize.name, *before)
    return ordered
