"""counted: what a Pod that is on a node counts with there while it is resized (RESH PodRequests, UseStatusResources)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from ...objects.container import Container
from ...objects.pod import Pod
from ...objects.quantity import ZERO
from ...objects.resources import larger, read_amounts
from ...objects.status import ContainerStatus
from .requests import pod_requests


def counted(pod: Pod, *, ignore_spec: bool = False) -> Pod:
    """The Pod with the largest of what each container asks for, is allocated, and runs with, as its status shows; what is
    asked for in vain (Infeasible), or with `ignore_spec`, does not count."""
    has_status = pod.status.containerStatuses or pod.status.initContainerStatuses
    if not has_status:
        return pod
    without_spec = ignore_spec or any(
        each.type == "PodResizePending" and each.reason == "Infeasible" for each in pod.status.conditions
    )
    apps = _counted(pod.spec.containers, pod.status.containerStatuses, without_spec)
    init = _counted(pod.spec.initContainers, pod.status.initContainerStatuses, without_spec)
    if apps is pod.spec.containers and init is pod.spec.initContainers:
        return pod
    return evolve(pod, spec=evolve(pod.spec, containers=apps, initContainers=init))


def shrinks(before: Pod, now: Pod, *, ignore_spec: bool = False) -> bool:
    """The Pod counts with less cpu or memory than before: there is room for others."""
    if (before.spec is now.spec or before.spec == now.spec) and _shown(before) == _shown(now):
        return False
    old, new = (pod_requests(counted(each, ignore_spec=ignore_spec).spec) for each in (before, now))
    return any(new.get(name, ZERO) < old.get(name, ZERO) for name in ("cpu", "memory"))


def _shown(pod: Pod) -> list[tuple[str, object, object]]:
    statuses = (*pod.status.initContainerStatuses, *pod.status.containerStatuses)
    return [(each.name, each.resources, each.allocatedResources) for each in statuses]


def _counted(
    containers: tuple[Container, ...], statuses: Iterable[ContainerStatus], without_spec: bool
) -> tuple[Container, ...]:
    by_name = {status.name: status for status in statuses}
    counts = tuple(_container(each, by_name.get(each.name), without_spec) for each in containers)
    return containers if all(map(_is, counts, containers)) else counts


def _is(one: Container, other: Container) -> bool:
    return one is other


def _container(container: Container, status: ContainerStatus | None, without_spec: bool) -> Container:
    requests: list[Mapping[str, str]] = []
    if status is not None and status.allocatedResources is not None:
        requests.append(status.allocatedResources)
    if status is not None and status.resources is not None:
        requests.append(status.resources.requests)
    if all(each == container.resources.requests for each in requests):
        return container
    if not without_spec:
        requests.append(container.resources.requests)
    return evolve(container, resources=evolve(container.resources, requests=_largest(requests)))


def _largest(requests: Iterable[Mapping[str, str]]) -> dict[str, str]:
    amounts = read_amounts({})
    for each in requests:
        amounts = larger(amounts, read_amounts(each))
    return {name: str(amount) for name, amount in amounts.items()}
