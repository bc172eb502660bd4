"""claim_use: whether a Pod keeps a claim from being removed (volume/pvcprotection podUsesPVC; semantics B28.9)."""

from __future__ import annotations

from ...objects.persistent_volume_claim import PersistentVolumeClaim, claim_name, is_made_for
from ...objects.pod import Pod


def uses_claim(pod: Pod, claim: PersistentVolumeClaim) -> bool:
    """A Pod that has a node uses the claims that it names as long as it is in the API, even when it has ended; the claim
    of its ephemeral volume only until the kubelet is done with it."""
    meta = claim.metadata
    if not pod.spec.nodeName or pod.metadata.namespace != meta.namespace:
        return False
    for volume in pod.spec.volumes:
        if claim_name(pod, volume) != meta.name:
            continue
        if volume.get("persistentVolumeClaim") or (is_made_for(claim, pod) and not _is_shut_down(pod)):
            return True
    return False


def _is_shut_down(pod: Pod) -> bool:
    """The kubelet is done with it, or it was deleted by force."""
    return pod.metadata.deletionTimestamp is not None and pod.metadata.deletionGracePeriodSeconds == 0
