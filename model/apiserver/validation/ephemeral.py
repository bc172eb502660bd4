"""Ephemeral containers: what those that are added for debugging may not say (VAL validateEphemeralContainers)."""

from __future__ import annotations

from collections.abc import Collection

from ...objects.pod import PodSpec, every_container
from .containers import validate_container
from .field_error import Errors, FieldError

FORBIDDEN = ("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resources", "restartPolicy")
"""Fields of a container that an ephemeral one does not have."""


NOT_HERE = "cannot be set for an Ephemeral Container"


def validate_ephemeral(spec: PodSpec, volumes: Collection[str]) -> Errors:
    """Their names are unique among all containers, and the container that they look at exists."""
    names = {container.name for container in every_container(spec)}
    targets = set(names)
    for index, container in enumerate(spec.ephemeralContainers):
        path = f"spec.ephemeralContainers[{index}]"
        yield from validate_container(container, path, spec, volumes)
        if container.name in names:
            yield FieldError("Duplicate", f"{path}.name")
        names.add(container.name)
        if container.targetContainerName and container.targetContainerName not in targets:
            yield FieldError("NotFound", f"{path}.targetContainerName")
        for field in FORBIDDEN:
            value = getattr(container, field)
            if value and value != type(value)():
                yield FieldError("Forbidden", f"{path}.{field}", NOT_HERE)
        for number, mount in enumerate(container.volumeMounts):
            for field in ("subPath", "subPathExpr"):
                if mount.get(field):
                    yield FieldError("Forbidden", f"{path}.volumeMounts[{number}].{field}", NOT_HERE)
