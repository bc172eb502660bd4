"""Admission: what the API server's plugins add to a new object, and what they hold against it, in their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from ..core.simulation import Simulation
from ..objects.limit_range import LimitRange
from ..objects.pod import Pod
from .admission_defaults import admission_defaults
from .namespaces import Namespaces
from .priority_classes import priority_classes
from .resource_names import resource_of
from .rules.limit_range import breaches_of, with_defaults_of
from .rules.priority import NotAdmitted
from .rules.quota import OverQuota, charged
from .rules.rejection import Rejected
from .store import Store


class Admission:
    """The plugins that look at the store: NamespaceLifecycle, LimitRanger, Priority, ResourceQuota. What they read is never behind: a quota
    is charged by a write of its status before the object is written."""

    def __init__(self, simulation: Simulation, store: Store, namespaces: Namespaces) -> None:
        self._simulation, self._store, self._namespaces = simulation, store, namespaces
        self.on_vain_charge: Callable[[str], None] = lambda namespace: None
        """Called with the namespace where a quota was charged for an object that was then not stored."""

    def check_namespace(self, obj: Any) -> None:
        """The first plugin, NamespaceLifecycle; raises Rejected NotFound, Forbidden."""
        self._namespaces.check_room_for(obj)

    def with_defaults(self, pod: Pod, name: str) -> Pod:
        """The Pod with the defaults of its namespace, its account, priority and tolerations; raises Rejected Forbidden."""
        pod = with_defaults_of(self._limits(pod.metadata.namespace), pod)
        try:
            return admission_defaults(pod, priority_classes(self._store))
        except NotAdmitted as error:
            raise forbidden(pod.kind, name, error.message) from None

    def check(self, obj: Any, before: Any = None) -> None:
        """What the namespace's limits and quotas say to this valid object, which an update puts in the place of `before`;
        raises Rejected Forbidden, else the quotas are charged."""
        if isinstance(obj, Pod):
            for limits in self._limits(obj.metadata.namespace):
                breaches = tuple(dict.fromkeys(breaches_of(limits, obj)))
                if breaches:
                    text = breaches[0] if len(breaches) == 1 else f"[{', '.join(breaches)}]"
                    raise forbidden(obj.kind, obj.metadata.name, text)
        quotas = self._of("ResourceQuota", obj.metadata.namespace)
        if not quotas:
            return
        try:
            after = charged(quotas, obj, self._simulation.now, before)
        except OverQuota as error:
            raise forbidden(obj.kind, obj.metadata.name, str(error)) from None
        for each in after:
            self._store.update(each)
        if (
            after
            and before is None
            and self._store.get(obj.kind, obj.metadata.namespace, obj.metadata.name) is not None
        ):
            self.on_vain_charge(obj.metadata.namespace)

    def _limits(self, namespace: str) -> list[LimitRange]:
        return self._of("LimitRange", namespace)

    def _of(self, kind: str, namespace: str) -> list[Any]:
        return [each for each in self._store.list(kind) if each.metadata.namespace == (namespace or "default")]


def forbidden(kind: str, name: str, why: str) -> Rejected:
    """`pods "web" is forbidden: …` (apierrors.NewForbidden)."""
    return Rejected("Forbidden", f'{resource_of(kind)} "{name}" is forbidden: {why}')


def in_a_namespace(obj: Any) -> Any:
    """The object in namespace default where it says none."""
    metadata = obj.metadata
    return obj if metadata.namespace else evolve(obj, metadata=evolve(metadata, namespace="default"))
