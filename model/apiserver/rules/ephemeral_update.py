"""Ephemeral update: containers for debugging are added, never changed (VAL ValidatePodEphemeralContainersUpdate)."""

from __future__ import annotations

from attrs import evolve

from ...objects.pod import Pod
from ...objects.unstructure import unstructure
from ..validation.field_error import Errors, FieldError
from ..validation.pod import MIRROR
from .same_spec import same


def with_ephemeral_containers_of(old: Pod, new: Pod) -> Pod:
    """The stored Pod with the ephemeral containers of the new one: the subresource owns nothing else."""
    return evolve(old, spec=evolve(old.spec, ephemeralContainers=new.spec.ephemeralContainers))


def validate_ephemeral_update(old: Pod, new: Pod) -> Errors:
    """What is there stays as it is, in any order."""
    if MIRROR in old.metadata.annotations:
        yield FieldError("Forbidden", "", "static pods do not support ephemeral containers")
        return
    by_name = {container.name: container for container in new.spec.ephemeralContainers}
    for container in old.spec.ephemeralContainers:
        found = by_name.get(container.name)
        if found is None:
            detail = f'existing ephemeral containers "{container.name}" may not be removed'
            yield FieldError("Forbidden", "spec.ephemeralContainers", detail)
        elif not same(unstructure(container), unstructure(found)):
            detail = f'existing ephemeral containers "{container.name}" may not be changed'
            yield FieldError("Forbidden", "spec.ephemeralContainers", detail)
