"""Spec update: what an update of a Pod may change in its spec (VAL ValidatePodUpdate; semantics B31.1 to B31.7)."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from ...objects.container import Container
from ...objects.pod import PodSpec
from ..validation.field_error import Errors, FieldError, invalid, required
from ..validation.names import between
from ..validation.pod import validate_tolerations
from .gated_update import validate_gated_update, with_node_choice_of
from .same_spec import same_spec

CHANGED: Final = (
    "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)
LARGEST: Final = 2**31 - 1


def validate_spec_update(old: PodSpec, new: PodSpec) -> Errors:
    """The errors of the change; some of them hide those that would come later."""
    for name in ("containers", "initContainers"):
        before, after = getattr(old, name), getattr(new, name)
        if len(before) != len(after):
            yield FieldError("Forbidden", f"spec.{name}", "pod updates may not add or remove containers")
            return
        yield from _validate_images(after, f"spec.{name}")
    hiding = tuple(_validate_deadline(old.activeDeadlineSeconds, new.activeDeadlineSeconds))
    yield from hiding
    if hiding and new.activeDeadlineSeconds is not None:
        return
    yield from _validate_added_tolerations(old, new)
    yield from _validate_removed_gates(old, new)
    if old.schedulingGates:
        yield from validate_gated_update(old, new)
        new = with_node_choice_of(old, new)
    if not same_spec(with_mutable_fields_of(old, new), old):
        yield FieldError("Forbidden", "spec", CHANGED)


def _validate_images(containers: tuple[Container, ...], path: str) -> Errors:
    for index, container in enumerate(containers):
        if not container.image:
            yield required(f"{path}[{index}].image")
        if container.image != container.image.strip():
            yield FieldError("Invalid", f"{path}[{index}].image", "must not have leading or trailing whitespace")


def _validate_deadline(old: int | None, new: int | None) -> Errors:
    """It may be set, and then only get less (B31.4)."""
    field = "spec.activeDeadlineSeconds"
    if new is None:
        if old is not None:
            yield FieldError("Invalid", field, "must not update from a positive integer to nil value")
    elif not 0 <= new <= LARGEST:
        yield from invalid(field, between(new, 0, LARGEST))
    elif old is not None and old < new:
        yield FieldError("Invalid", field, "must be less than or equal to previous value")


def _validate_added_tolerations(old: PodSpec, new: PodSpec) -> Errors:
    """Tolerations may be added; of those that are there only the time may change (B31.5)."""
    timeless = [evolve(each, tolerationSeconds=None) for each in new.tolerations]
    if any(evolve(each, tolerationSeconds=None) not in timeless for each in old.tolerations):
        detail = "existing toleration can not be modified except its tolerationSeconds"
        yield FieldError("Forbidden", "spec.tolerations", detail)
        return
    yield from validate_tolerations(new.tolerations)


def _validate_removed_gates(old: PodSpec, new: PodSpec) -> Errors:
    """Gates may only go (B31.7)."""
    known = {gate.name for gate in old.schedulingGates}
    for index, gate in enumerate(new.schedulingGates):
        if gate.name not in known:
            detail = f"only deletion is allowed, but found new scheduling gate '{gate.name}'"
            yield FieldError("Forbidden", f"spec.schedulingGates[{index}].name", detail)


def with_mutable_fields_of(old: PodSpec, new: PodSpec) -> PodSpec:
    """The new spec with all that may change as it was, to see whether anything else differs."""
    was_negative = (old.terminationGracePeriodSeconds or 0) < 0 and new.terminationGracePeriodSeconds == 1
    return evolve(
        new,
        containers=_with_images_of(old.containers, new.containers),
        initContainers=_with_images_of(old.initContainers, new.initContainers),
        activeDeadlineSeconds=old.activeDeadlineSeconds,
        schedulingGates=old.schedulingGates,
        tolerations=old.tolerations,
        terminationGracePeriodSeconds=(
            old.terminationGracePeriodSeconds if was_negative else new.terminationGracePeriodSeconds
        ),
    )


def _with_images_of(old: tuple[Container, ...], new: tuple[Container, ...]) -> tuple[Container, ...]:
    return tuple(evolve(after, image=before.image) for before, after in zip(old, new, strict=True))
