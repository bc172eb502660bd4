"""volume_match: which volume a claim may have, by size, class, modes, selector, reservation (component-helpers/storage/volume)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import evolve

from ...objects.node import Node
from ...objects.persistent_volume import ObjectReference, PersistentVolume
from ...objects.persistent_volume_claim import BOUND_BY_CONTROLLER, PersistentVolumeClaim
from ...objects.quantity import parse_quantity
from ...objects.selectors import label_selector
from ...scheduler.rules.node_selector import term_matches

CLASS = "volume.beta.kubernetes.io/storage-class"
"""The annotation that named the class before there was a field for it; it still comes first."""


def class_of(obj: PersistentVolume | PersistentVolumeClaim) -> str:
    """The class that a volume has or a claim asks for; empty for none."""
    return obj.metadata.annotations.get(CLASS) or obj.spec.storageClassName or ""


def is_bound_to(volume: PersistentVolume, claim: PersistentVolumeClaim) -> bool:
    """The volume names this claim, or a claim of its name, whichever that is (IsVolumeBoundToClaim)."""
    reference, meta = volume.spec.claimRef, claim.metadata
    if reference is None or (reference.namespace, reference.name) != (meta.namespace, meta.name):
        return False
    return reference.uid in ("", meta.uid)


def why_not(volume: PersistentVolume, claim: PersistentVolumeClaim) -> str:
    """Why a claim cannot have the volume that it asks for by name; empty if it can (checkVolumeSatisfyClaim)."""
    if size_of(volume) < requested(claim):
        return "requested PV is too small"
    if class_of(volume) != class_of(claim):
        return "storageClassName does not match"
    if not _same_attributes(volume, claim):
        return "volumeAttributesClassName does not match"
    if mode_of(volume) != mode_of(claim):
        return "incompatible volumeMode"
    return "" if allows(volume, claim) else "incompatible accessMode"


def best_match(
    claim: PersistentVolumeClaim,
    volumes: Iterable[PersistentVolume],
    *,
    delayed: bool = False,
    node: Node | None = None,
    excluded: Collection[str] = (),
) -> PersistentVolume | None:
    """The smallest volume that fits, those reserved for the claim first; None if there is none (FindMatchingVolume).

    `delayed`: the scheduler chooses, so that only a reserved volume is taken where no `node` is given. Volumes that
    offer just the modes asked for are preferred to those that offer more.
    """
    fitting = [each for each in volumes if each.metadata.name not in excluded and _fits(each, claim)]
    reserved = next((each for each in fitting if is_bound_to(each, claim)), None)
    if reserved is not None:
        return reserved if node is None or is_reachable(reserved, node) else None
    if delayed and node is None:
        return None
    offered = [each for each in fitting if _is_offered(each, claim) and (node is None or is_reachable(each, node))]
    return min(offered, key=_preference, default=None)


def _preference(volume: PersistentVolume) -> tuple[int, int, str]:
    return len(volume.spec.accessModes), size_of(volume), volume.metadata.name


def _fits(volume: PersistentVolume, claim: PersistentVolumeClaim) -> bool:
    if volume.metadata.deletionTimestamp is not None or not allows(volume, claim):
        return False
    if volume.spec.claimRef is not None and not is_bound_to(volume, claim):
        return False
    if not _same_attributes(volume, claim):
        return False
    return size_of(volume) >= requested(claim) and mode_of(volume) == mode_of(claim)


def _same_attributes(volume: PersistentVolume, claim: PersistentVolumeClaim) -> bool:
    return (volume.spec.volumeAttributesClassName or "") == (claim.spec.volumeAttributesClassName or "")


def _is_offered(volume: PersistentVolume, claim: PersistentVolumeClaim) -> bool:
    if volume.status.phase != "Available" or class_of(volume) != class_of(claim):
        return False
    return claim.spec.selector is None or label_selector(claim.spec.selector).matches(volume.metadata.labels)


def is_reachable(volume: PersistentVolume, node: Node) -> bool:
    """The node is one from which the volume can be reached (CheckNodeAffinity)."""
    affinity = volume.spec.nodeAffinity
    if affinity is None or not affinity.required:
        return True
    return any(term_matches(term, node) for term in affinity.required.get("nodeSelectorTerms") or ())


def allows(volume: PersistentVolume, claim: PersistentVolumeClaim) -> bool:
    """The volume offers all access modes that the claim asks for."""
    return set(claim.spec.accessModes) <= set(volume.spec.accessModes)


def size_of(volume: PersistentVolume) -> int:
    return parse_quantity(volume.spec.capacity.get("storage", "0")).nanos


def requested(claim: PersistentVolumeClaim) -> int:
    return parse_quantity(claim.spec.resources.requests.get("storage", "0")).nanos


def mode_of(obj: PersistentVolume | PersistentVolumeClaim) -> str:
    return obj.spec.volumeMode or "Filesystem"


def claimed(volume: PersistentVolume, claim: PersistentVolumeClaim) -> PersistentVolume:
    """The volume that names this claim by its uid; the controller says where it was it that chose (GetBindVolumeToClaim)."""
    annotations = dict(volume.metadata.annotations)
    if not is_bound_to(volume, claim):
        annotations[BOUND_BY_CONTROLLER] = "yes"
    elif volume.spec.claimRef is not None and volume.spec.claimRef.uid == claim.metadata.uid:
        return volume
    meta = claim.metadata
    reference = ObjectReference(
        kind="PersistentVolumeClaim", apiVersion="v1", namespace=meta.namespace, name=meta.name, uid=meta.uid,
        resourceVersion=meta.resourceVersion,
    )  # fmt: skip
    return evolve(
        volume,
        metadata=evolve(volume.metadata, annotations=annotations),
        spec=evolve(volume.spec, claimRef=reference),
    )
