"""PriorityClasses: the classes that are there, and the creation of another (plugin/pkg/admission/priority)."""

from __future__ import annotations

from attrs import evolve

from ..objects.priority_class import SYSTEM_CLASSES, PriorityClass
from .resource_names import resource_of
from .rules.priority import second_default
from .rules.rejection import Rejected
from .store import Store


def priority_classes(store: Store) -> list[PriorityClass]:
    """Those that users have created, by name."""
    return list(store.list("PriorityClass"))


def create_priority_class(store: Store, new: PriorityClass) -> PriorityClass:
    """POST; raises Rejected AlreadyExists for a name that is taken, Forbidden for a second global default."""
    name, resource = new.metadata.name, resource_of(new.kind)
    refusal = second_default(new, priority_classes(store))
    if refusal:
        raise Rejected("Forbidden", f'{resource} "{name}" is forbidden: {refusal}')
    if any(each.metadata.name == name for each in SYSTEM_CLASSES):
        raise Rejected("AlreadyExists", f'{resource} "{name}" already exists')
    return store.create(evolve(new, preemptionPolicy=new.preemptionPolicy or "PreemptLowerPriority"))  # type: ignore[no-any-return]  # a store holds objects of any kind
