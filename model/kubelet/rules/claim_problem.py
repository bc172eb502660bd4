"""claim_problem: why the kubelet cannot set up the volume behind a claim (DSWP getPVCExtractPV; semantics B.28)."""

from __future__ import annotations

from ...objects.persistent_volume import PersistentVolume
from ...objects.persistent_volume_claim import PersistentVolumeClaim, is_made_for
from ...objects.pod import Pod


def claim_problem(
    pod: Pod, name: str, claim: PersistentVolumeClaim | None, volume: PersistentVolume | None, *, is_ephemeral: bool
) -> str:
    """The kubelet's words for this claim of the Pod and the volume that it names, or nothing if they can be used."""
    place = f"{pod.metadata.namespace}/{name}"
    problem = _problem(pod, name, claim, volume, is_ephemeral=is_ephemeral)
    return f"error processing PVC {place}: {problem}" if problem else ""


def _problem(
    pod: Pod, name: str, claim: PersistentVolumeClaim | None, volume: PersistentVolume | None, *, is_ephemeral: bool
) -> str:
    if claim is None:
        return f'failed to fetch PVC from API server: persistentvolumeclaims "{name}" not found'
    if is_ephemeral and not is_made_for(claim, pod):
        whose = f"{pod.metadata.namespace}/{pod.metadata.name}"
        return f"PVC {pod.metadata.namespace}/{name} was not created for pod {whose} (pod is not owner)"
    if claim.metadata.deletionTimestamp is not None:
        return "PVC is being deleted"
    if claim.status.phase != "Bound" or not claim.spec.volumeName:
        return "PVC is not bound"
    if volume is None:
        return f'failed to fetch PV {claim.spec.volumeName} from API server: persistentvolumes "{claim.spec.volumeName}" not found'
    if volume.spec.claimRef is None:
        return f"found PV object {volume.metadata.name} but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim"
    if volume.spec.claimRef.uid != claim.metadata.uid:
        return (
            f"found PV object {volume.metadata.name} but its pv.Spec.ClaimRef.UID {volume.spec.claimRef.uid} does not point "
            f"to claim.UID {claim.metadata.uid}"
        )
    return ""
