"""Operations: what a user does to nodes and Pods beside creating and deleting: labels, taints, cordons, evictions, gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..apiserver.rules.merge_patch import merge_patch
from ..apiserver.rules.rejection import Rejected
from ..apiserver.volumes import VOLUME_KINDS
from ..controllers.rules.deployment import HASH, revision_of
from ..objects.delete_options import DeleteOptions
from ..objects.located import locate
from ..objects.meta import CLUSTER_SCOPED
from ..objects.node import Node, Taint
from ..objects.structure import structure
from ..objects.unstructure import unstructure

if TYPE_CHECKING:
    from .cluster import Cluster


def evict(cluster: Cluster, name: str, namespace: str = "default", *, grace: int | None = None) -> None:
    """POST eviction: the Pod's budget, DisruptionTarget, then a delete (EVREST; B.18). Raises Rejected, also TooManyRequests."""
    cluster.evictions.evict(namespace, name, DeleteOptions(gracePeriodSeconds=grace))


def remove_scheduling_gates(cluster: Cluster, name: str, namespace: str = "default") -> None:
    """PATCH spec.schedulingGates to nothing: the Pod may be scheduled (B31.7). Raises Rejected."""
    cluster.pods.open_gates(namespace, name)


def resize(
    cluster: Cluster, name: str, namespace: str = "default", *, container: str, amounts: Mapping[str, Mapping[str, str]]
) -> None:
    """PATCH resize: other requests and limits for one container, `{"requests": {"cpu": "500m"}}` (B31.8). Raises Rejected."""
    pod = cluster.pod(name, namespace)
    is_init = any(each.name == container for each in pod.spec.initContainers)
    patch = {"spec": {"initContainers" if is_init else "containers": [{"name": container, "resources": amounts}]}}
    cluster.pods.patch(namespace, name, patch, "resize")


def debug(
    cluster: Cluster, name: str, namespace: str = "default", *, image: str, container: str, target: str = ""
) -> None:
    """PATCH ephemeralcontainers: one more container, as kubectl debug adds it (B31.9). Raises Rejected."""
    added = {"name": container, "image": image, **({"targetContainerName": target} if target else {})}
    if any(each.name == container for each in cluster.pod(name, namespace).spec.ephemeralContainers):
        raise Rejected("Invalid", f'existing ephemeral containers "{container}" may not be changed')
    cluster.pods.patch(namespace, name, {"spec": {"ephemeralContainers": [added]}}, "ephemeralcontainers")


def label_node(cluster: Cluster, node: str, labels: Mapping[str, str | None]) -> None:
    """Set labels of the Node; None takes one away."""
    stored = _node(cluster, node)
    merged = {**stored.metadata.labels, **labels}
    kept = {key: value for key, value in merged.items() if value is not None}
    cluster.store.update(evolve(stored, metadata=evolve(stored.metadata, labels=kept)))


def taint_node(cluster: Cluster, node: str, taints: Sequence[Taint]) -> None:
    """Add taints to the Node; one of the same key and effect is replaced."""
    stored = _node(cluster, node)
    new = {(each.key, each.effect) for each in taints}
    kept = tuple(each for each in stored.spec.taints if (each.key, each.effect) not in new)
    cluster.store.update(evolve(stored, spec=evolve(stored.spec, taints=(*kept, *taints))))


def untaint_node(cluster: Cluster, node: str, key: str) -> None:
    """Take away all taints of this key."""
    stored = _node(cluster, node)
    kept = tuple(each for each in stored.spec.taints if each.key != key)
    cluster.store.update(evolve(stored, spec=evolve(stored.spec, taints=kept)))


def cordon_node(cluster: Cluster, node: str, *, unschedulable: bool = True) -> None:
    """Keep new Pods off the Node, or no longer."""
    stored = _node(cluster, node)
    cluster.store.update(evolve(stored, spec=evolve(stored.spec, unschedulable=unschedulable)))


def delete_node(cluster: Cluster, node: str) -> None:
    """DELETE the Node; its kubelet, if it runs, goes on. Raises Rejected NotFound."""
    cluster.store.remove(_node(cluster, node))


def scale(cluster: Cluster, kind: str, name: str, replicas: int, namespace: str = "default") -> None:
    """PUT scale: spec.replicas. Raises Rejected."""
    stored = cluster.workloads.get(kind, namespace, name)
    if not hasattr(stored.spec, "replicas"):
        raise Rejected("NotFound", "the server could not find the requested resource")
    cluster.workloads.update(evolve(stored, spec=evolve(stored.spec, replicas=replicas)))


def patch_workload(
    cluster: Cluster, kind: str, name: str, patch: Mapping[str, Any], namespace: str = "default"
) -> None:
    """PATCH (strategic merge) of a workload: mappings are merged, lists of named things by name. Raises Rejected."""
    stored = cluster.workloads.get(kind, namespace, name)
    merged = merge_patch(unstructure(stored), patch)
    read, flaws = structure(type(stored), locate(merged))
    if read is None or flaws:
        raise Rejected("Invalid", "; ".join(f"{flaw.path}: {flaw.sentence}" for flaw in flaws))
    cluster.workloads.update(read)


def set_images(cluster: Cluster, kind: str, name: str, images: Mapping[str, str], namespace: str = "default") -> None:
    """`kubectl set image`: other images for containers of the template, by name. Raises Rejected."""
    listed = [{"name": container, "image": image} for container, image in images.items()]
    patch = {"spec": {"template": {"spec": {"containers": listed}}}}
    patch_workload(cluster, kind, name, patch, namespace)


def rollout_undo(cluster: Cluster, name: str, namespace: str = "default", *, to: int = 0) -> None:
    """`kubectl rollout undo`: the template of the revision before, or of revision `to`. Raises Rejected."""
    deployment = cluster.workloads.get("Deployment", namespace, name)
    owned = [
        each
        for each in cluster.store.list("ReplicaSet")
        if any(owner.uid == deployment.metadata.uid for owner in each.metadata.ownerReferences)
    ]
    older = sorted(owned, key=revision_of)[:-1]
    found = next((each for each in reversed(older) if to in (0, revision_of(each))), None)
    if found is None:
        raise Rejected("NotFound", f"no rollout history found for deployment {name!r}")
    template = found.spec.template
    labels = {key: value for key, value in template.metadata.labels.items() if key != HASH}
    template = evolve(template, metadata=evolve(template.metadata, labels=labels))
    cluster.workloads.update(evolve(deployment, spec=evolve(deployment.spec, template=template)))


def delete_object(cluster: Cluster, kind: str, name: str, namespace: str = "default") -> None:
    """DELETE of a claim, volume or class, of a namespace, or of what Pods read: a ConfigMap or Secret. Raises Rejected."""
    where = "" if kind in CLUSTER_SCOPED else namespace
    if kind in VOLUME_KINDS:
        cluster.volumes.delete(kind, where, name)
        return
    if kind == "Namespace":
        cluster.namespaces.delete(name)
        return
    cluster.workloads.delete(kind, where, name, DeleteOptions())


def _node(cluster: Cluster, name: str) -> Node:
    stored = cluster.store.get("Node", "", name)
    if not isinstance(stored, Node):
        raise Rejected("NotFound", f'nodes "{name}" not found')
    return stored
