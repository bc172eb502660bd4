"""Ephemeral containers: what those that are added for debugging may not say (VAL validateEphemeralContainers)."""

from __future__ import annotations

from ...objects.pod import PodSpec, every_container
from .field_error import Errors, FieldError

FORBIDDEN = ("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resources", "restartPolicy")
"""Fields of a container that an ephemeral one does not have."""


def validate_ephemeral(spec: PodSpec) -> Errors:
    """Their names are unique among all containers, and the container that they look at exists."""
    names = {container.name for container in every_container(spec)}
    targets = set(names)
    for index, container in enumerate(spec.ephemeralContainers):
        path = f"spec.ephemeralContainers[{index}]"
        if container.name in names:
            yield FieldError("Duplicate", f"{path}.name")
        names.add(container.name)
        if container.targetContainerName and container.targetContainerName not in targets:
            yield FieldError("NotFound", f"{path}.targetContainerName")
        for field in FORBIDDEN:
            value = getattr(container, field)
            if value and value != type(value)():
                yield FieldError("Forbidden", f"{path}.{field}", "cannot be set for an Ephemeral Container")
