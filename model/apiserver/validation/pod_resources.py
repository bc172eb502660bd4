"""Pod resources: what a Pod may request and limit as a whole (VAL validatePodResources)."""

from __future__ import annotations

from ...objects.pod import PodSpec
from ...objects.quantity import parse_quantity
from ...scheduler.rules.requests import pod_requests
from .field_error import Errors, FieldError

POD_LEVEL = ("cpu", "hugepages-", "memory")


def validate_pod_resources(spec: PodSpec) -> Errors:
    resources = spec.resources
    if resources is None:
        return
    path = "spec.resources"
    for kind, amounts in (("limits", resources.limits), ("requests", resources.requests)):
        for name, text in amounts.items():
            field = f"{path}.{kind}[{name}]"
            if name not in POD_LEVEL and not name.startswith("hugepages-"):
                listed = ", ".join(f'"{each}"' for each in POD_LEVEL)
                yield FieldError("NotSupported", field, f"supported values: {listed}")
            if parse_quantity(text).nanos < 0:
                yield FieldError("Invalid", field, "must be greater than or equal to 0")
    for name, text in resources.requests.items():
        limit = resources.limits.get(name)
        if limit is not None and parse_quantity(text) > parse_quantity(limit):
            yield FieldError("Invalid", f"{path}.requests", f"must be less than or equal to {name} limit of {limit}")
    yield from _against_containers(spec)


def _against_containers(spec: PodSpec) -> Errors:
    """The Pod requests no less than its containers together, and no container is limited to more than the Pod."""
    assert spec.resources is not None
    together = pod_requests(spec, exclude_overhead=True, skip_pod_level_resources=True)
    for name, text in spec.resources.requests.items():
        if name in together and parse_quantity(text) < together[name]:
            detail = f"must be greater than or equal to aggregate container requests of {together[name]}"
            yield FieldError("Invalid", f"spec.resources.requests[{name}]", detail)
    for kind, containers in (("containers", spec.containers), ("initContainers", spec.initContainers)):
        for index, container in enumerate(containers):
            for name, text in container.resources.limits.items():
                most = spec.resources.limits.get(name)
                if most is not None and parse_quantity(text) > parse_quantity(most):
                    field = f"spec.resources.{kind}[{index}][{name}].limits"
                    yield FieldError("Invalid", field, f"must be less than or equal to pod limits of {most}")
