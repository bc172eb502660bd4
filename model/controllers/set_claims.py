"""SetClaims: makes the claims of a StatefulSet's ordinals before their Pods, and has them owned as the set's policy says."""

from __future__ import annotations

from collections.abc import Collection

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..objects.pod import Pod
from ..objects.stateful_set import StatefulSet
from .context import ControllerContext
from .machinery.pod_control import PodControl
from .rules.set_claims import claims_for, owners_of_claim


class SetClaims:
    """The requests on claims by the StatefulSet controller."""

    def __init__(self, context: ControllerContext, control: PodControl) -> None:
        self._context, self._control = context, control

    def make(self, stateful_set: StatefulSet, ordinal: int) -> None:
        """Create what is not there yet; raises Rejected, also where an old claim is still going (createPersistentVolumeClaims)."""
        name = stateful_set.metadata.name
        for claim in claims_for(stateful_set, ordinal):
            meta = claim.metadata
            there = self._context.store.get("PersistentVolumeClaim", meta.namespace, meta.name)
            if there is None:
                self._context.volumes.create(claim)
                text = f"Create Claim {meta.name} Pod {name}-{ordinal} in StatefulSet {name} success"
                self._control.tell(stateful_set, "Normal", "SuccessfulCreate", text)
            elif there.metadata.deletionTimestamp is not None:
                raise Rejected("Conflict", f"pvc {meta.name} is being deleted")

    def settle(self, stateful_set: StatefulSet, ordinal: int, pod: Pod, in_range: Collection[int]) -> None:
        """Write the owners of this ordinal's claims where they differ (UpdatePodClaimForRetentionPolicy)."""
        for claim in claims_for(stateful_set, ordinal):
            there = self._context.store.get("PersistentVolumeClaim", claim.metadata.namespace, claim.metadata.name)
            if there is None:
                continue
            owners = owners_of_claim(there, stateful_set, pod, is_scaled_down=ordinal not in in_range)
            if owners != there.metadata.ownerReferences:
                metadata = evolve(there.metadata, ownerReferences=owners)
                self._context.volumes.write(evolve(there, metadata=metadata))
