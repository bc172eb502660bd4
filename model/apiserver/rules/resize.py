"""Resize: how the resources of a Pod that exists may change, its containers' and its own (VAL ValidatePodResize; B31.8)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ...objects.container import Container, ResourceRequirements
from ...objects.pod import Pod, PodSpec
from ..validation.field_error import Errors, FieldError
from ..validation.pod import MIRROR
from .qos import pod_qos
from .same_spec import same_spec

RESIZABLE = ("cpu", "memory")


def with_resources_of(old: Pod, new: Pod) -> Pod:
    """The stored Pod with resources and resize policies of the new one, its own and of each container by name; all else
    is dropped (dropNonResizeUpdates)."""
    spec = evolve(
        old.spec,
        containers=_resized(old.spec.containers, new.spec.containers),
        initContainers=_resized(old.spec.initContainers, new.spec.initContainers),
        resources=new.spec.resources,
    )
    return evolve(old, spec=spec)


def _resized(old: tuple[Container, ...], new: tuple[Container, ...]) -> tuple[Container, ...]:
    by_name = {container.name: container for container in new}
    return tuple(
        evolve(each, resources=by_name[each.name].resources, resizePolicy=by_name[each.name].resizePolicy)
        if each.name in by_name
        else each
        for each in old
    )


def validate_resize(old: Pod, new: Pod) -> Errors:
    """Only amounts of cpu and memory change; none goes, and the QoS class stays."""
    if MIRROR in old.metadata.annotations:
        yield FieldError("Forbidden", "", "static pods cannot be resized")
        return
    if pod_qos(old.spec) != pod_qos(new.spec):
        yield FieldError("Invalid", "spec", "Pod QOS Class may not change as a result of resizing")
    for name in ("containers", "initContainers"):
        pairs = zip(getattr(old.spec, name), getattr(new.spec, name), strict=True)
        for index, (before, after) in enumerate(pairs):
            path = f"spec.{name}[{index}].resources"
            yield from _validate_none_removed(before.resources.requests, after.resources.requests, path, "requests")
            yield from _validate_none_removed(before.resources.limits, after.resources.limits, path, "limits")
    own, wanted = (each.spec.resources or ResourceRequirements() for each in (old, new))
    yield from _validate_none_removed(own.requests, wanted.requests, "spec.resources", "requests")
    yield from _validate_none_removed(own.limits, wanted.limits, "spec.resources", "limits")
    if not same_spec(with_resizable_amounts_of(old.spec, new.spec), old.spec):
        yield FieldError("Forbidden", "spec", "only cpu and memory resources are mutable")


def _validate_none_removed(old: Mapping[str, str], new: Mapping[str, str], path: str, kind: str) -> Errors:
    if any(name not in new for name in old):
        yield FieldError("Forbidden", f"{path}.{kind}", f"resource {kind} cannot be removed")


def with_resizable_amounts_of(old: PodSpec, new: PodSpec) -> PodSpec:
    """The new spec with all that a resize may change as it was, to see whether anything else differs."""
    return evolve(
        new,
        containers=tuple(map(_with_amounts_of, old.containers, new.containers)),
        initContainers=tuple(map(_with_amounts_of, old.initContainers, new.initContainers)),
        resources=_amounts_of(old.resources, new.resources) if old.resources and new.resources else new.resources,
    )


def _with_amounts_of(old: Container, new: Container) -> Container:
    return evolve(new, resources=_amounts_of(old.resources, new.resources))


def _amounts_of(old: ResourceRequirements, new: ResourceRequirements) -> ResourceRequirements:
    return ResourceRequirements(
        requests=_mixed(old.requests, new.requests), limits=_mixed(old.limits, new.limits), claims=new.claims
    )


def _mixed(old: Mapping[str, str], new: Mapping[str, str]) -> Mapping[str, str]:
    """cpu and memory of the old amounts, everything else of the new ones."""
    kept = {name: amount for name, amount in old.items() if name in RESIZABLE}
    return {**{name: amount for name, amount in new.items() if name not in RESIZABLE}, **kept}
