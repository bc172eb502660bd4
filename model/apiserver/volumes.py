"""Volumes: the API server's requests on PersistentVolumes, their claims and StorageClasses: create, write, delete, finalizers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import evolve

from ..core.lives import Lives
from ..core.simulation import Simulation
from ..objects.delete_options import DeleteOptions
from ..objects.located import locate
from ..objects.structure import structure
from ..objects.time import to_api
from ..objects.unstructure import unstructure
from .admission import Admission
from .owner_object import SetFinalizers
from .protected_object import (
    PROTECTED_OBJECT,
    DeleteProtected,
    Protect,
    ProtectedObjectState,
    ProtectedView,
    Unprotect,
)
from .resource_names import resource_of
from .rules.delete_options import check_delete_options, check_preconditions
from .rules.merge_patch import merge_patch
from .rules.rejection import Rejected
from .rules.update import Invalid
from .rules.volume_update import why_immutable
from .store import Store
from .validation.persistent_volumes import validate_volume_object
from .volume_defaults import PROTECTIONS, default_volume_object

VOLUME_KINDS = ("PersistentVolume", "PersistentVolumeClaim", "StorageClass")


class Volumes:
    """Requests on the objects of storage; each is carried out at once. Their deletion is a ProtectedObject machine by uid."""

    def __init__(self, simulation: Simulation, store: Store, admission: Admission, lives: Lives) -> None:
        self._simulation, self._store, self._admission, self._lives = simulation, store, admission, lives
        self._random = simulation.stream("volumes")

    def get(self, kind: str, namespace: str, name: str) -> Any:
        """The object; raises Rejected NotFound."""
        found = self._store.get(kind, namespace, name)
        if found is None:
            raise Rejected("NotFound", f'{resource_of(kind)} "{name}" not found')
        return found

    def create(self, obj: Any) -> Any:
        """POST: defaults, protection, uid, phase Pending; raises Rejected AlreadyExists, NotFound, Forbidden, Invalid."""
        now = to_api(self._simulation.now)
        namespace = (obj.metadata.namespace or "default") if obj.kind == "PersistentVolumeClaim" else ""
        metadata = evolve(
            obj.metadata,
            name=obj.metadata.name or obj.metadata.generateName + self._suffix(),
            namespace=namespace,
            uid=str(UUID(int=self._random.getrandbits(128), version=4)),
            creationTimestamp=now,
            deletionTimestamp=None,
            deletionGracePeriodSeconds=None,
        )
        self._admission.check_namespace(evolve(obj, metadata=metadata))
        classes = list(self._store.list("StorageClass"))
        new = default_volume_object(evolve(obj, metadata=metadata), classes, now)
        errors = tuple(validate_volume_object(new))
        if errors:
            raise Invalid(errors)
        created = self._store.create(new)
        if not created.metadata.finalizers:
            self._lives.fire(PROTECTED_OBJECT, created.metadata.uid, SetFinalizers(finalizers=False))
        return created

    def _suffix(self) -> str:
        return "".join(self._random.choices("bcdfghjklmnpqrstvwxz2456789", k=5))

    def write(self, obj: Any) -> Any:
        """PUT of spec and metadata other than finalizers; raises Rejected NotFound."""
        stored = self.get(*_key(obj))
        metadata = evolve(
            obj.metadata, finalizers=stored.metadata.finalizers, deletionTimestamp=stored.metadata.deletionTimestamp
        )
        new = evolve(obj, metadata=metadata)
        return self._store.update(evolve(new, status=stored.status) if hasattr(stored, "status") else new)

    def write_status(self, obj: Any, status: Any) -> Any:
        """PUT of the status; a volume's time moves with its phase. Raises Rejected NotFound."""
        stored = self.get(*_key(obj))
        if obj.kind == "PersistentVolume":
            moved = status.phase != stored.status.phase
            time = to_api(self._simulation.now) if moved else stored.status.lastPhaseTransitionTime
            status = evolve(status, lastPhaseTransitionTime=time)
        return self._store.update(evolve(stored, status=status))

    def patch(self, kind: str, namespace: str, name: str, patch: Mapping[str, Any]) -> None:
        """PATCH (merge) by a user: null takes away. Raises Rejected NotFound, Invalid."""
        stored = self.get(kind, namespace, name)
        read, flaws = structure(type(stored), locate(merge_patch(unstructure(stored), patch)))
        if read is None or flaws:
            raise Rejected("Invalid", "; ".join(f"{flaw.path}: {flaw.sentence}" for flaw in flaws))
        problem = why_immutable(stored, read)
        if problem:
            raise Rejected("Invalid", problem)
        self.write(read)
        if read.metadata.finalizers != stored.metadata.finalizers:
            self.set_finalizers(kind, namespace, name, read.metadata.finalizers)

    def delete(self, kind: str, namespace: str, name: str, options: DeleteOptions = DeleteOptions()) -> None:  # noqa: B008 - frozen
        """DELETE: an object with finalizers is marked and stays until they are gone; raises Rejected."""
        obj = self.get(kind, namespace, name)
        check_delete_options(options)
        check_preconditions(options, obj.metadata)
        life = self._lives.fire(PROTECTED_OBJECT, obj.metadata.uid, DeleteProtected())
        if life.state is ProtectedObjectState.GONE:
            self._store.remove(obj)
        elif obj.metadata.deletionTimestamp is None:
            now = to_api(self._simulation.now)
            metadata = evolve(obj.metadata, deletionTimestamp=now, deletionGracePeriodSeconds=0)
            self._store.update(evolve(obj, metadata=metadata))

    # finalizers

    def set_finalizers(self, kind: str, namespace: str, name: str, finalizers: tuple[str, ...]) -> None:
        """PATCH metadata.finalizers; the last one lets a deleted object go."""
        obj = self.get(kind, namespace, name)
        event = SetFinalizers(finalizers=bool(finalizers))
        self._left(obj, finalizers, self._lives.fire(PROTECTED_OBJECT, obj.metadata.uid, event).state)

    def protect(self, obj: Any) -> None:
        """A live object gets the finalizer that protects it."""
        self._lives.fire(PROTECTED_OBJECT, obj.metadata.uid, Protect())
        finalizers = (*obj.metadata.finalizers, PROTECTIONS[obj.kind])
        self._store.update(evolve(obj, metadata=evolve(obj.metadata, finalizers=finalizers)))

    def unprotect(self, obj: Any) -> None:
        """Nothing uses the deleted object any more: its protection goes."""
        left = tuple(each for each in obj.metadata.finalizers if each != PROTECTIONS[obj.kind])
        event = Unprotect(others=bool(left))
        view = ProtectedView(in_use=False)
        self._left(obj, left, self._lives.fire(PROTECTED_OBJECT, obj.metadata.uid, event, view).state)

    def _left(self, obj: Any, finalizers: tuple[str, ...], state: ProtectedObjectState) -> None:
        """The write that takes the last finalizer off a deleted object is its removal: there is no version without one."""
        if state is ProtectedObjectState.GONE:
            self._store.remove(obj)
        else:
            self._store.update(evolve(obj, metadata=evolve(obj.metadata, finalizers=finalizers)))


def _key(obj: Any) -> tuple[str, str, str]:
    return obj.kind, obj.metadata.namespace, obj.metadata.name
