"""Check: what is wrong with manifests beyond their form, each problem at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..objects.disruption_budget import PodDisruptionBudget
from ..objects.limit_range import LimitRange
from ..objects.manifest import MAX_PROBLEMS, Manifest, ManifestError, Object, Problem
from ..objects.pod import Pod
from ..objects.priority_class import SYSTEM_CLASSES, PriorityClass
from ..objects.resource_quota import ResourceQuota
from ..objects.service import Service
from .defaults import default_pod
from .prepare import prepare_for_create
from .rules.limit_range import default_limit_range
from .rules.priority import NotAdmitted, second_default, with_priority
from .services import default_service
from .supported import unsupported_features, unsupported_volume
from .validation.disruption_budget import validate_disruption_budget
from .validation.field_error import FieldError
from .validation.metadata import validate_metadata
from .validation.persistent_volumes import validate_volume_object
from .validation.pod import validate_pod
from .validation.priority_class import validate_priority_class
from .validation.quota import validate_limit_range, validate_resource_quota
from .validation.service import validate_service
from .validation.workloads import CHECKS, unsupported_of, validate_workload
from .volume_defaults import default_volume_object
from .volumes import VOLUME_KINDS
from .workload_defaults import default_workload


def check_manifests(manifests: Iterable[Manifest], classes: Iterable[PriorityClass] = ()) -> None:
    """Raise ManifestError with all that the API server would refuse, taking them in this order, and all that is not
    modelled yet; `classes` are there already."""
    known, problems = list(classes), list[Problem]()
    for manifest in manifests:
        problems.extend(problems_of(manifest, known))
        if isinstance(manifest.object, PriorityClass):
            known.append(manifest.object)
    if problems:
        raise ManifestError(problems[:MAX_PROBLEMS])


def problems_of(manifest: Manifest, classes: Iterable[PriorityClass]) -> Iterator[Problem]:
    """The API server's errors; for an object without any, also its Pods' unsupported features."""
    obj = manifest.object
    errors = [*_errors(manifest, list(classes))]
    for error in errors:
        yield manifest.problem(error.field, error.sentence())
    if not errors:
        yield from (manifest.problem(path, sentence) for path, sentence in _unsupported(obj))


def _unsupported(obj: Object) -> Sequence[tuple[str, str]]:
    if isinstance(obj, Pod):
        return unsupported_features(obj)
    return unsupported_of(obj) if obj.kind in CHECKS else unsupported_volume(obj)


def _errors(manifest: Manifest, classes: list[PriorityClass]) -> Iterator[FieldError]:
    match manifest.object:
        case Pod() as pod:
            yield from validate_pod(prepare_for_create(default_pod(pod)))
            try:
                with_priority(pod.spec, classes)
            except NotAdmitted as error:
                yield FieldError("Forbidden", error.field, error.message)
        case PriorityClass() as new:
            yield from validate_priority_class(new)
            if any(each.metadata.name == new.metadata.name for each in SYSTEM_CLASSES):
                yield FieldError("Duplicate", "metadata.name")
            refusal = second_default(new, classes)
            if refusal:
                yield FieldError("Forbidden", "globalDefault", refusal)
        case LimitRange() as limits:
            yield from validate_limit_range(default_limit_range(limits))
        case ResourceQuota() as quota:
            yield from validate_resource_quota(quota)
        case Service() as service:
            yield from validate_service(default_service(service))
        case PodDisruptionBudget() as budget:
            yield from validate_disruption_budget(budget)
        case other if other.kind in VOLUME_KINDS:
            yield from validate_volume_object(default_volume_object(other, ()))
        case other if other.kind in CHECKS:
            yield from validate_workload(default_workload(other))
        case other:
            yield from validate_metadata(other.metadata)
