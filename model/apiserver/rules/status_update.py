"""Status update: which changes of a Pod's status the API server refuses (VAL ValidatePodStatusUpdate)."""

from __future__ import annotations

from collections.abc import Iterable

from ...kubelet.rules.restart import all_containers_could_restart, container_should_restart
from ...objects.container import Container, is_sidecar
from ...objects.pod import PodSpec
from ...objects.status import ContainerStatus, PodStatus
from ..validation.field_error import Errors, FieldError, invalid
from ..validation.names import dns_subdomain


def validate_status_update(spec: PodSpec, old: PodStatus, new: PodStatus) -> Errors:
    """A container that may not restart stays terminated (CTR-4); `spec` is that of the stored Pod."""
    if new.nominatedNodeName not in ("", old.nominatedNodeName):
        yield from invalid("status.nominatedNodeName", dns_subdomain(new.nominatedNodeName))
    if all_containers_could_restart(spec):
        return
    inits = [each for each in spec.initContainers if not is_sidecar(each)]
    for field, containers, before, after in (
        ("containerStatuses", spec.containers, old.containerStatuses, new.containerStatuses),
        ("initContainerStatuses", inits, old.initContainerStatuses, new.initContainerStatuses),
    ):
        yield from _validate_transitions(f"status.{field}", spec, containers, before, after)


def _validate_transitions(
    path: str,
    spec: PodSpec,
    containers: Iterable[Container],
    old: tuple[ContainerStatus, ...],
    new: tuple[ContainerStatus, ...],
) -> Errors:
    by_name = {container.name: container for container in containers}
    left = {status.name for status in new if status.state.terminated is None}
    for index, status in enumerate(old):
        end, container = status.state.terminated, by_name.get(status.name)
        if end is None or container is None or status.name not in left:
            continue
        if not container_should_restart(container, spec.restartPolicy, end.exitCode):
            detail = "may not be transitioned to non-terminated state"
            yield FieldError("Forbidden", f"{path}[{index}].state", detail)
