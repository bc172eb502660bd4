"""Workloads: the API server's requests on objects that own Pods or own such objects: create, update, status, delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import evolve

from ..core.lives import Lives
from ..core.simulation import Simulation
from ..objects.delete_options import DeleteOptions
from ..objects.job import Job
from ..objects.meta import OwnerReference
from ..objects.time import to_api
from .admission import Admission
from .owner_object import (
    OWNER_OBJECT,
    DeleteOwner,
    FinishDependents,
    FinishOrphaning,
    OwnerObjectState,
    OwnerObjectView,
    Propagation,
    SetFinalizers,
)
from .resource_names import resource_of
from .rules.delete_options import check_delete_options, check_preconditions
from .rules.rejection import Rejected
from .store import Store
from .workload_defaults import default_workload, with_generated_selector, with_template_generation

FOREGROUND, ORPHAN = "foregroundDeletion", "orphan"
"""The finalizers that stand for the two slow ways of deletion."""

ORPHANS_BY_DEFAULT = ("ReplicationController", "Job")
"""Kinds whose dependents stay where a DELETE says nothing (their strategies' DefaultGarbageCollectionPolicy)."""


class Workloads:
    """Requests on workload objects; each is carried out at once, and their lives are OwnerObject machines by uid."""

    def __init__(self, simulation: Simulation, store: Store, admission: Admission, lives: Lives) -> None:
        self._simulation, self._store, self._admission, self._lives = simulation, store, admission, lives
        self._random = simulation.stream("workloads")

    def get(self, kind: str, namespace: str, name: str) -> Any:
        """The object; raises Rejected NotFound."""
        found = self._store.get(kind, namespace, name)
        if found is None:
            raise Rejected("NotFound", f'{resource_of(kind)} "{name}" not found')
        return found

    def create(self, obj: Any) -> Any:
        """POST: defaults, uid, generation 1, an empty status; raises Rejected AlreadyExists."""
        obj = default_workload(obj)
        metadata = evolve(
            obj.metadata,
            name=obj.metadata.name or obj.metadata.generateName + self._suffix(),
            namespace=obj.metadata.namespace or "default",
            uid=str(UUID(int=self._random.getrandbits(128), version=4)),
            generation=1,
            creationTimestamp=to_api(self._simulation.now),
            deletionTimestamp=None,
            deletionGracePeriodSeconds=None,
        )
        obj = evolve(obj, metadata=metadata, status=type(obj.status)())
        self._admission.check_namespace(obj)
        self._admission.check(obj)
        created = self._store.create(with_generated_selector(obj) if isinstance(obj, Job) else obj)
        if metadata.finalizers:
            self._lives.fire(OWNER_OBJECT, metadata.uid, SetFinalizers(finalizers=True))
        return created

    def _suffix(self) -> str:
        return "".join(self._random.choices("bcdfghjklmnpqrstvwxz2456789", k=5))

    def update(self, obj: Any, *, at_version: str | None = None) -> Any:
        """PUT or PATCH of spec and metadata; the generation goes up where the spec differs. Raises Rejected."""
        stored = self.get(*_key(obj))
        obj = with_template_generation(obj, stored) if obj.kind == "DaemonSet" else obj
        generation = stored.metadata.generation
        if generation:  # kinds without a status that follows the spec have none
            generation += obj.spec != stored.spec
        metadata = evolve(
            obj.metadata,
            generation=generation,
            uid=stored.metadata.uid,
            finalizers=stored.metadata.finalizers,
            deletionTimestamp=stored.metadata.deletionTimestamp,
            deletionGracePeriodSeconds=stored.metadata.deletionGracePeriodSeconds,
        )
        obj = evolve(obj, metadata=metadata)
        if hasattr(stored, "status"):
            obj = evolve(obj, status=stored.status)
        return self._store.update(obj, at_version=at_version)

    def write_status(
        self, obj: Any, status: Any, *, annotations: Mapping[str, str] | None = None, at_version: str | None = None
    ) -> Any:
        """PUT of the status subresource: nothing else changes but annotations. Raises Rejected NotFound, Conflict."""
        stored = self.get(*_key(obj))
        if stored.metadata.uid != obj.metadata.uid:
            raise Rejected("Conflict", f"the uid is {stored.metadata.uid}, not {obj.metadata.uid}")
        if annotations is not None:
            stored = evolve(stored, metadata=evolve(stored.metadata, annotations=annotations))
        return self._store.update(evolve(stored, status=status), at_version=at_version)

    def set_owners(self, obj: Any, owners: tuple[OwnerReference, ...]) -> Any:
        """PATCH metadata.ownerReferences: adoption, release, orphaning."""
        stored = self.get(*_key(obj))
        return self._store.update(evolve(stored, metadata=evolve(stored.metadata, ownerReferences=owners)))

    def delete(self, kind: str, namespace: str, name: str, options: DeleteOptions) -> None:
        """DELETE in one of the three ways of propagation (GC-1 to GC-4); raises Rejected NotFound, Conflict, Invalid."""
        obj = self.get(kind, namespace, name)
        check_delete_options(options)
        check_preconditions(options, obj.metadata)
        way = propagation_of(obj, options)
        life = self._lives.fire(OWNER_OBJECT, obj.metadata.uid, DeleteOwner(way))
        if life.state is OwnerObjectState.GONE:
            self._store.remove(obj)
            return
        others = tuple(each for each in obj.metadata.finalizers if each not in (FOREGROUND, ORPHAN))
        own = {Propagation.FOREGROUND: (FOREGROUND,), Propagation.ORPHAN: (ORPHAN,)}.get(way, ())
        if way is Propagation.BACKGROUND:
            others = obj.metadata.finalizers
        self._store.update(evolve(obj, metadata=self._marked(obj, (*others, *own))))

    def _marked(self, obj: Any, finalizers: tuple[str, ...]) -> Any:
        """The first mark raises the generation and sets the time; a later one only changes the finalizers."""
        metadata = evolve(obj.metadata, finalizers=finalizers)
        if metadata.deletionTimestamp is not None:
            return metadata
        return evolve(
            metadata,
            generation=metadata.generation + 1,
            deletionTimestamp=to_api(self._simulation.now),
            deletionGracePeriodSeconds=0,
        )

    def finish_dependents(self, obj: Any, *, blocked: bool) -> None:
        """The garbage collector has deleted what blocks this owner: its finalizer foregroundDeletion goes."""
        view = OwnerObjectView(blocking_dependents=blocked)
        self._finish(obj, FOREGROUND, self._lives.fire(OWNER_OBJECT, obj.metadata.uid, FinishDependents(), view).state)

    def finish_orphaning(self, obj: Any, *, has_dependents: bool) -> None:
        """The garbage collector has freed what this object owned: its finalizer orphan goes."""
        view = OwnerObjectView(dependents=has_dependents)
        self._finish(obj, ORPHAN, self._lives.fire(OWNER_OBJECT, obj.metadata.uid, FinishOrphaning(), view).state)

    def _finish(self, obj: Any, finalizer: str, state: OwnerObjectState) -> None:
        stored = self.get(*_key(obj))
        if state is OwnerObjectState.GONE:
            self._store.remove(stored)
            return
        left = tuple(each for each in stored.metadata.finalizers if each != finalizer)
        self._store.update(evolve(stored, metadata=evolve(stored.metadata, finalizers=left)))

    def set_finalizers(self, kind: str, namespace: str, name: str, finalizers: tuple[str, ...]) -> None:
        """PATCH metadata.finalizers, other than the two of the garbage collector; the last one lets a deleted object go."""
        obj = self.get(kind, namespace, name)
        own = tuple(each for each in obj.metadata.finalizers if each in (FOREGROUND, ORPHAN))
        had_any = self._lives.of(OWNER_OBJECT, obj.metadata.uid).finalizers
        if not had_any and not finalizers:
            return
        life = self._lives.fire(OWNER_OBJECT, obj.metadata.uid, SetFinalizers(finalizers=bool(finalizers)))
        changed = self._store.update(evolve(obj, metadata=evolve(obj.metadata, finalizers=(*finalizers, *own))))
        if life.state is OwnerObjectState.GONE:
            self._store.remove(changed)


def propagation_of(obj: Any, options: DeleteOptions) -> Propagation:
    """What the options say, else what the object's finalizers say, else what is usual for its kind
    (registry/generic deletionFinalizersForGarbageCollection)."""
    if options.propagationPolicy is not None:
        return Propagation(options.propagationPolicy)
    if options.orphanDependents is not None:
        return Propagation.ORPHAN if options.orphanDependents else Propagation.BACKGROUND
    if ORPHAN in obj.metadata.finalizers:
        return Propagation.ORPHAN
    if FOREGROUND in obj.metadata.finalizers:
        return Propagation.FOREGROUND
    return Propagation.ORPHAN if obj.kind in ORPHANS_BY_DEFAULT else Propagation.BACKGROUND


def _key(obj: Any) -> tuple[str, str, str]:
    return obj.kind, obj.metadata.namespace, obj.metadata.name
