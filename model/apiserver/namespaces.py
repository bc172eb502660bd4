"""Namespaces: the API server's requests on namespaces, and what they mean for what is created inside (semantics B.26)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from attrs import evolve

from ..core.lives import Lives
from ..core.simulation import Simulation
from ..objects.meta import CLUSTER_SCOPED, ObjectMeta
from ..objects.namespace import Namespace, NamespaceSpec, NamespaceStatus
from ..objects.time import to_api
from .namespace_life import NAMESPACE, AllHasGone, CreateInside, DeleteNamespace, NamespaceView, PodsHaveGone
from .resource_names import resource_of
from .rules.rejection import Rejected
from .store import Store

FIRST = ("default", "kube-node-lease", "kube-public", "kube-system")
"""Those that every cluster has."""

PROTECTED = ("default", "kube-system", "kube-public")
"""Those that cannot be deleted (NSADM)."""

FINALIZER = "kubernetes"
"""In spec.finalizers while the namespace controller has to empty it."""


class Namespaces:
    """Requests on namespaces; each is carried out at once, and their lives are NamespaceLife machines by uid."""

    def __init__(self, simulation: Simulation, store: Store, lives: Lives) -> None:
        self._simulation, self._store, self._lives = simulation, store, lives
        self._random = simulation.stream("namespaces")
        for name in FIRST:
            store.begin_with(self._active(Namespace(metadata=ObjectMeta(name=name))))

    def get(self, name: str) -> Namespace:
        """The namespace; raises Rejected NotFound."""
        found = self._store.get("Namespace", "", name)
        if not isinstance(found, Namespace):
            raise Rejected("NotFound", f'namespaces "{name}" not found')
        return found

    def create(self, namespace: Namespace) -> Namespace:
        """POST; raises Rejected AlreadyExists."""
        return self._store.create(self._active(namespace))  # type: ignore[no-any-return]  # a store holds objects of any kind

    def _active(self, namespace: Namespace) -> Namespace:
        name = namespace.metadata.name
        metadata = evolve(
            namespace.metadata,
            namespace="",
            uid=str(UUID(int=self._random.getrandbits(128), version=4)),
            creationTimestamp=to_api(self._simulation.now),
            deletionTimestamp=None,
            labels={**namespace.metadata.labels, "kubernetes.io/metadata.name": name},
        )
        finalizers = tuple(dict.fromkeys((*namespace.spec.finalizers, FINALIZER)))
        return Namespace(
            metadata=metadata, spec=NamespaceSpec(finalizers=finalizers), status=NamespaceStatus(phase="Active")
        )

    def delete(self, name: str) -> Namespace:
        """DELETE: it is Terminating from now on; raises Rejected NotFound, Forbidden."""
        found = self.get(name)
        if name in PROTECTED:
            raise Rejected("Forbidden", f'namespaces "{name}" is forbidden: this namespace may not be deleted')
        self._lives.fire(NAMESPACE, found.metadata.uid, DeleteNamespace(), NamespaceView())
        if found.metadata.deletionTimestamp is not None:
            return found
        metadata = evolve(found.metadata, deletionTimestamp=to_api(self._simulation.now))
        return self._store.update(evolve(found, metadata=metadata, status=evolve(found.status, phase="Terminating")))  # type: ignore[no-any-return]  # see create

    def check_room_for(self, obj: Any) -> None:
        """Whether an object may be created in its namespace (NSADM): it is there, and it is not Terminating.

        Raises Rejected NotFound, Forbidden.
        """
        if obj.kind in CLUSTER_SCOPED:
            return
        name = obj.metadata.namespace or "default"
        found = self.get(name)
        if found.metadata.deletionTimestamp is not None:
            own = obj.metadata.name or obj.metadata.generateName
            words = f"unable to create new content in namespace {name} because it is being terminated"
            raise Rejected("Forbidden", f'{resource_of(obj.kind)} "{own}" is forbidden: {words}')
        self._lives.fire(NAMESPACE, found.metadata.uid, CreateInside())

    def content_of(self, name: str) -> Iterator[Any]:
        """All that is in it, by kind and name."""
        return self._store.inside(name)

    def pods_have_gone(self, namespace: Namespace) -> None:
        """The namespace controller has deleted all Pods of it, and none is left."""
        self._lives.fire(NAMESPACE, namespace.metadata.uid, PodsHaveGone(), self._view(namespace))

    def finalize(self, namespace: Namespace) -> None:
        """PUT finalize: the controller's finalizer goes; with it the namespace, unless others hold it."""
        stored = self.get(namespace.metadata.name)
        left = tuple(each for each in stored.spec.finalizers if each != FINALIZER)
        changed = self._store.update(evolve(stored, spec=evolve(stored.spec, finalizers=left)))
        if left or stored.metadata.finalizers:
            return
        self._lives.fire(NAMESPACE, stored.metadata.uid, AllHasGone(), self._view(stored))
        self._store.remove(changed)

    def _view(self, namespace: Namespace) -> NamespaceView:
        kinds = {each.kind for each in self.content_of(namespace.metadata.name)}
        return NamespaceView(pods="Pod" in kinds, others=bool(kinds - {"Pod"}))
