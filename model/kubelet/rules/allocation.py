"""allocation: what a node has set aside for a Pod, beside what the Pod's spec asks for (kubelet/allocation; semantics B31.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from ...apiserver.rules.qos import pod_qos
from ...objects.container import Container, ResourceRequirements, is_sidecar
from ...objects.node import Node
from ...objects.pod import Pod, every_container, is_static
from ...objects.quantity import ZERO
from ...objects.resources import read_amounts
from ...objects.runtime import RuntimeStatus
from ...objects.time import Millis
from ...scheduler.rules.requests import pod_requests
from ..container_resources import ResourcesState
from .actions import Actuated
from .admission import admit
from .resize_actions import changed_amounts, restarts_on_resize

INFEASIBLE = "Infeasible"
STATIC = "In-place resize of static-pods is not supported"


@frozen
class Allocation:
    """The resources of a Pod as a whole, None where it has none of its own, and of each container by name."""

    pod: ResourceRequirements | None
    containers: Mapping[str, ResourceRequirements]


@frozen
class ResizeRefusal:
    """Why a resize is not allocated; `reason` is Infeasible, or that of the kubelet's admission, and then it is deferred."""

    reason: str
    message: str


def allocation_of(pod: Pod) -> Allocation:
    """What this Pod's spec asks for."""
    return Allocation(pod.spec.resources, {each.name: each.resources for each in every_container(pod.spec)})


def with_allocation(pod: Pod, allocation: Allocation) -> Pod:
    """The Pod as it is allocated: resources are the node's word, all else is the spec's (UpdatePodFromAllocation)."""

    if allocation_of(pod) == allocation:
        return pod

    def allocated(containers: tuple[Container, ...]) -> tuple[Container, ...]:
        return tuple(evolve(c, resources=allocation.containers.get(c.name, c.resources)) for c in containers)

    spec = evolve(
        pod.spec,
        resources=allocation.pod,
        containers=allocated(pod.spec.containers),
        initContainers=allocated(pod.spec.initContainers),
    )
    return evolve(pod, spec=spec)


def is_allocated(pod: Pod, allocation: Allocation) -> bool:
    """The spec asks for what is allocated; 1 and 1000m are the same."""
    asked = allocation_of(pod)
    return _same(asked.pod, allocation.pod) and all(
        _same(resources, allocation.containers.get(name)) for name, resources in asked.containers.items()
    )


def _same(one: ResourceRequirements | None, other: ResourceRequirements | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(
        read_amounts(getattr(one, kind)) == read_amounts(getattr(other, kind)) for kind in ("requests", "limits")
    )


def resize_refusal(pod: Pod, node: Node, others: tuple[Pod, ...]) -> ResizeRefusal | None:
    """What stands against the resources that this Pod asks for beside the others as they are allocated; None: nothing
    (canAdmitPod, ResizeOperation)."""
    if is_static(pod):
        return ResizeRefusal(INFEASIBLE, STATIC)
    failure = admit(pod, node, others)
    return None if failure is None else ResizeRefusal(failure.reason, failure.message)


def is_growing(asked: Pod, allocated: Pod) -> bool:
    """The Pod as a whole requests more cpu or memory than it has (isResizeIncreasingRequests)."""
    new, old = pod_requests(asked.spec), pod_requests(allocated.spec)
    return any(new.get(name, ZERO) > old.get(name, ZERO) for name in ("cpu", "memory"))


def turn_of_resize(asked: Pod, allocated: Pod, pending_since: Millis | None) -> tuple[bool, int, bool, float]:
    """The key by which waiting resizes are sorted: those that do not grow, then higher priority, then Guaranteed Pods, then
    those that wait longest; what is not shown as pending yet comes last (sortPendingResizes)."""
    return (
        is_growing(asked, allocated),
        -(asked.spec.priority or 0),
        pod_qos(asked.spec) != "Guaranteed",
        float("inf") if pending_since is None else pending_since,
    )


def needs_of(container: Container, actuated: ResourceRequirements | None) -> ResourcesState:
    """What a running instance with these resources needs to have those of the container (computePodResizeAction)."""
    changes = changed_amounts(container.resources, actuated) if actuated is not None else {}
    if any(restarts_on_resize(container, resource) for resource in changes):
        return ResourcesState.TO_RESTART
    return ResourcesState.TO_UPDATE if changes else ResourcesState.AS_ALLOCATED


def resizable_containers(pod: Pod) -> Iterable[Container]:
    """App containers and sidecars; an init container is over before it could be resized (IsResizableContainer)."""
    yield from filter(is_sidecar, pod.spec.initContainers)
    yield from pod.spec.containers


def is_in_force(allocated: Pod, runtime: RuntimeStatus, actuated: Actuated) -> bool:
    """Every container that runs has the resources allocated to it; others get them when they start (isPodResizeInProgress)."""
    for container in resizable_containers(allocated):
        newest = runtime.newest(container.name)
        runs = newest is not None and newest.state == "running"
        if runs and needs_of(container, actuated.get(container.name)) is not ResourcesState.AS_ALLOCATED:
            return False
    return True
