"""Workload defaults: what the API server fills in where a manifest of a controller's object says nothing (apps, batch)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from ..objects.pod_template import PodTemplateSpec
from ..objects.replica_set import ReplicaSet, ReplicationController
from .defaults import default_spec


def default_workload(obj: Any) -> Any:
    """The object with every default of its API; another kind as it is."""
    default = DEFAULTS.get(obj.kind)
    return obj if default is None else default(obj)


def default_template(template: PodTemplateSpec) -> PodTemplateSpec:
    """The template with the defaults of a Pod; admission adds nothing to it."""
    return evolve(template, spec=default_spec(template.spec))


def _replica_set(obj: ReplicaSet) -> ReplicaSet:
    return evolve(
        obj, spec=evolve(obj.spec, replicas=_or_one(obj.spec.replicas), template=default_template(obj.spec.template))
    )


def _replication_controller(obj: ReplicationController) -> ReplicationController:
    """Selector and labels come from the template's labels where they are not given."""
    labels = obj.spec.template.metadata.labels
    spec = evolve(
        obj.spec,
        replicas=_or_one(obj.spec.replicas),
        selector=obj.spec.selector or dict(labels),
        template=default_template(obj.spec.template),
    )
    return evolve(obj, spec=spec, metadata=evolve(obj.metadata, labels=obj.metadata.labels or dict(labels)))


def _or_one(replicas: int | None) -> int:
    return 1 if replicas is None else replicas


DEFAULTS: Mapping[str, Callable[[Any], Any]] = {
    "ReplicaSet": _replica_set,
    "ReplicationController": _replication_controller,
}
