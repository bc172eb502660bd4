"""PlainObjects: the API server's creation of objects that no kubelet runs and that own no Pods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from attrs import evolve, fields_dict

from ..core.simulation import Simulation
from ..objects.meta import CLUSTER_SCOPED
from ..objects.priority_class import PriorityClass
from ..objects.service import Service
from ..objects.time import to_api
from .admission import Admission, in_a_namespace
from .priority_classes import create_priority_class
from .rules.limit_range import default_limit_range
from .services import default_service, with_addresses
from .store import Store

DEFAULTS: Mapping[str, Callable[[Any], Any]] = {"LimitRange": default_limit_range, "Service": default_service}
"""What the API server fills in, by kind."""

WITH_GENERATION = ("PodDisruptionBudget",)
"""Kinds whose status says which generation of the spec it is about."""


class PlainObjects:
    """Creation of ConfigMaps, Secrets, quotas, classes and their like; they are changed and deleted as workloads are."""

    def __init__(self, simulation: Simulation, store: Store, admission: Admission) -> None:
        self._simulation, self._store, self._admission = simulation, store, admission
        self._random = simulation.stream("plain objects")

    def create(self, obj: Any) -> Any:
        """POST: namespace, uid, time, defaults, no status. Raises Rejected AlreadyExists, Forbidden."""
        obj = DEFAULTS.get(obj.kind, _as_it_is)(obj if obj.kind in CLUSTER_SCOPED else in_a_namespace(obj))
        metadata = evolve(
            obj.metadata,
            name=obj.metadata.name or obj.metadata.generateName + self._suffix(),
            generation=1 if obj.kind in WITH_GENERATION else obj.metadata.generation,
            uid=str(UUID(int=self._random.getrandbits(128), version=4)),
            creationTimestamp=to_api(self._simulation.now),
            deletionTimestamp=None,
        )
        obj = evolve(obj, metadata=metadata)
        if "status" in fields_dict(type(obj)):
            obj = evolve(obj, status=type(obj.status)())
        self._admission.check_namespace(obj)
        if isinstance(obj, PriorityClass):
            return create_priority_class(self._store, obj)
        if isinstance(obj, Service):
            obj = with_addresses(obj, self._store, self._random)
        self._admission.check(obj)
        return self._store.create(obj)

    def _suffix(self) -> str:
        return "".join(self._random.choices("bcdfghjklmnpqrstvwxz2456789", k=5))


def _as_it_is(obj: Any) -> Any:
    return obj
