"""VolumeRestrictions: a claim with ReadWriteOncePod is one Pod's alone (plugins/volumerestrictions)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ...objects.pod import Pod
from .node_info import NodeInfo
from .rejection import Code, Rejection
from .storage import Storage

NAME: Final = "VolumeRestrictions"
IN_USE: Final = (
    "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod"
)


def pre_filter(pod: Pod, storage: Storage) -> Rejection | None:
    """A claim that the Pod names and that is not there keeps it off every node."""
    for name in _named(pod):
        if (pod.metadata.namespace, name) not in storage.claims:
            return Rejection(NAME, Code.UNRESOLVABLE, (f'persistentvolumeclaim "{name}" not found',))
    return None


def volume_restrictions(
    pod: Pod, nodes: Sequence[NodeInfo], storage: Storage
) -> Callable[[NodeInfo], Rejection | None]:
    """The filter: a Pod on any of these nodes that has the claim keeps this one off all of them."""
    alone = {name for name in _named(pod) if _is_for_one(pod, name, storage)}
    taken = bool(alone) and any(
        other.metadata.namespace == pod.metadata.namespace and not alone.isdisjoint(_named(other))
        for info in nodes
        for other in info.pods
    )
    rejection = Rejection(NAME, Code.UNSCHEDULABLE, (IN_USE,)) if taken else None
    return lambda info: rejection


def _named(pod: Pod) -> list[str]:
    """The claims that the Pod names; those of its ephemeral volumes are its own anyway."""
    return [each["persistentVolumeClaim"]["claimName"] for each in pod.spec.volumes if "persistentVolumeClaim" in each]


def _is_for_one(pod: Pod, name: str, storage: Storage) -> bool:
    claim = storage.claims.get((pod.metadata.namespace, name))
    return claim is not None and "ReadWriteOncePod" in claim.spec.accessModes
