"""VolumeBinding: a Pod goes where its bound volumes are and where those it waits for can be bound or made (plugins/volumebinding)."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from ...controllers.rules.claim_sync import is_delayed
from ...controllers.rules.volume_match import best_match, class_of, is_reachable, requested
from ...objects.node import Node
from ...objects.persistent_volume import PersistentVolume
from ...objects.persistent_volume_claim import (
    SELECTED_NODE,
    PersistentVolumeClaim,
    claim_name,
    is_fully_bound,
    is_made_for,
)
from ...objects.pod import Pod
from ...objects.storage_class import NO_PROVISIONER, WAITS, StorageClass
from .node_info import NodeInfo
from .rejection import Code, Rejection
from .storage import Storage

NAME: Final = "VolumeBinding"
UNBOUND: Final = "pod has unbound immediate PersistentVolumeClaims"
NO_VOLUME: Final = "node(s) didn't find available persistent volumes to bind"
ELSEWHERE: Final = "node(s) didn't match PersistentVolume's node affinity"
NOT_THERE: Final = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"


@frozen
class Binding:
    """What is done for a claim once the node is chosen: `volume` is reserved for it, or else a provisioner is asked."""

    claim: PersistentVolumeClaim
    volume: PersistentVolume | None


def pre_filter(pod: Pod, storage: Storage) -> Rejection | None:
    """Why no node can take the Pod before something happens to its claims (podHasPVCs, GetPodVolumeClaims)."""
    for volume in pod.spec.volumes:
        name = claim_name(pod, volume)
        problem = _problem(pod, name, bool(volume.get("ephemeral")), storage) if name else ""
        if problem:
            return Rejection(NAME, Code.UNRESOLVABLE, (problem,))
    for claim in storage.claims_of(pod):
        if not is_fully_bound(claim) and not _waits_for_node(claim, storage):
            return Rejection(NAME, Code.UNRESOLVABLE, (UNBOUND,))
    return None


def _problem(pod: Pod, name: str, is_ephemeral: bool, storage: Storage) -> str:
    claim = storage.claims.get((pod.metadata.namespace, name))
    if claim is None:
        if is_ephemeral:
            return f'waiting for ephemeral volume controller to create the persistentvolumeclaim "{name}"'
        return f'persistentvolumeclaim "{name}" not found'
    if claim.status.phase == "Lost":
        return f'persistentvolumeclaim "{name}" bound to non-existent persistentvolume "{claim.spec.volumeName}"'
    if claim.metadata.deletionTimestamp is not None:
        return f'persistentvolumeclaim "{name}" is being deleted'
    if is_ephemeral and not is_made_for(claim, pod):
        namespace = pod.metadata.namespace
        return f"PVC {namespace}/{name} was not created for pod {namespace}/{pod.metadata.name} (pod is not owner)"
    return ""


def _waits_for_node(claim: PersistentVolumeClaim, storage: Storage) -> bool:
    """Its class binds at the first consumer, and nothing else asked for a volume yet (IsDelayBindingMode)."""
    if claim.spec.volumeName:
        return False
    of = storage.classes.get(class_of(claim))
    return is_delayed(claim, storage.classes) or (of is not None and of.volumeBindingMode == WAITS)


def filter_node(pod: Pod, info: NodeInfo, storage: Storage) -> Rejection | None:
    """Every bound volume can be reached from the node, and every other can be found or made for it (FindPodVolumes)."""
    reasons = []
    bound = [claim for claim in storage.claims_of(pod) if is_fully_bound(claim)]
    found = [storage.volumes.get(claim.spec.volumeName) for claim in bound]
    if any(volume is None for volume in found):
        reasons.append(NOT_THERE)
    elif any(volume is not None and not is_reachable(volume, info.node) for volume in found):
        reasons.append(ELSEWHERE)
    if bindings(pod, info.node, storage) is None:
        reasons.append(NO_VOLUME)
    return Rejection(NAME, Code.UNRESOLVABLE, tuple(sorted(reasons))) if reasons else None


def bindings(pod: Pod, node: Node, storage: Storage) -> tuple[Binding, ...] | None:
    """What has to be done for the Pod's unbound claims on this node; None where it cannot be."""
    unbound = [claim for claim in storage.claims_of(pod) if not is_fully_bound(claim)]
    taken = list(storage.reserved)
    done = []
    for claim in sorted(unbound, key=requested):
        chosen = claim.metadata.annotations.get(SELECTED_NODE)
        if chosen is not None and chosen != node.metadata.name:
            return None
        volume = None if chosen else _match(claim, node, storage, taken)
        if volume is not None:
            taken.append(volume.metadata.name)
        elif not _can_be_made(storage.classes.get(class_of(claim)), node):
            return None
        done.append(Binding(claim, volume))
    return tuple(done)


def _match(claim: PersistentVolumeClaim, node: Node, storage: Storage, taken: list[str]) -> PersistentVolume | None:
    return best_match(claim, storage.volumes.values(), delayed=True, node=node, excluded=taken)


def _can_be_made(of: StorageClass | None, node: Node) -> bool:
    """The class has a provisioner, and one that makes volumes for this node (checkVolumeProvisions)."""
    if of is None or of.provisioner in ("", NO_PROVISIONER):
        return False
    return not of.allowedTopologies or any(_is_within(each, node) for each in of.allowedTopologies)


def _is_within(topology: dict[str, list[dict[str, list[str]]]], node: Node) -> bool:
    wanted = topology.get("matchLabelExpressions") or ()
    return all(node.metadata.labels.get(str(each["key"])) in each["values"] for each in wanted)
