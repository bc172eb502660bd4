"""priority: which priority a new Pod gets from its class, and what its own manifest must not say (semantics A2.11)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ...objects.pod import PodSpec
from ...objects.priority_class import SYSTEM_CLASSES, PriorityClass

NO_CLASS = PriorityClass(value=0, preemptionPolicy="PreemptLowerPriority")
"""What counts where a Pod names no class and none is the default."""

CONTROLLER = "priority admission controller computed {} from the given PriorityClass name"


class NotAdmitted(ValueError):
    """The API server refuses the Pod: `field` is to blame, `message` is its own words."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


def with_priority(spec: PodSpec, classes: Iterable[PriorityClass]) -> PodSpec:
    """The spec with priorityClassName, priority and preemptionPolicy of its class among these and the two of the system
    (plugin/pkg/admission/priority admitPod). Raises NotAdmitted: no such class, or the manifest contradicts it."""
    known = (*SYSTEM_CLASSES, *classes)
    found = default_class(known) if not spec.priorityClassName else _named(spec.priorityClassName, known)
    if spec.priority is not None and spec.priority != found.value:
        words = f"the integer value of priority ({spec.priority}) must not be provided in pod spec; "
        raise NotAdmitted("spec.priority", words + CONTROLLER.format(found.value))
    policy = found.preemptionPolicy
    if policy is not None and spec.preemptionPolicy not in (None, policy):
        words = f"the string value of PreemptionPolicy ({spec.preemptionPolicy}) must not be provided in pod spec; "
        raise NotAdmitted("spec.preemptionPolicy", words + CONTROLLER.format(policy))
    return evolve(
        spec,
        priorityClassName=found.metadata.name,
        priority=found.value,
        preemptionPolicy=policy or spec.preemptionPolicy,
    )


def default_class(classes: Iterable[PriorityClass]) -> PriorityClass:
    """The class of Pods that name none: of several global defaults the least (getDefaultPriorityClass)."""
    return min((each for each in classes if each.globalDefault), key=lambda each: each.value, default=NO_CLASS)


def second_default(new: PriorityClass, classes: Iterable[PriorityClass]) -> str:
    """Why this class cannot be created beside the others, or nothing: there is one global default (validatePriorityClass)."""
    first = default_class(classes)
    if not new.globalDefault or first is NO_CLASS or first.metadata.name == new.metadata.name:
        return ""
    return f"PriorityClass {first.metadata.name} is already marked as default. Only one default can exist"


def _named(name: str, classes: Iterable[PriorityClass]) -> PriorityClass:
    for each in classes:
        if each.metadata.name == name:
            return each
    raise NotAdmitted("spec.priorityClassName", f"no PriorityClass with name {name} was found")
