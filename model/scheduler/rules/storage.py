"""Storage: what the scheduler knows of claims, volumes and classes when it looks for a Pod's node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import Factory, frozen

from ...objects.persistent_volume import PersistentVolume
from ...objects.persistent_volume_claim import PersistentVolumeClaim, claim_name
from ...objects.pod import Pod
from ...objects.storage_class import StorageClass


@frozen(eq=False)
class Storage:
    """`claims` by namespace and name, the others by name; `reserved`: volumes that were chosen for a claim just now."""

    claims: Mapping[tuple[str, str], PersistentVolumeClaim] = Factory(dict)
    volumes: Mapping[str, PersistentVolume] = Factory(dict)
    classes: Mapping[str, StorageClass] = Factory(dict)
    reserved: Mapping[str, str] = Factory(dict)

    def claims_of(self, pod: Pod) -> Iterator[PersistentVolumeClaim]:
        """The claims of the Pod that are there, in the order of its volumes."""
        for volume in pod.spec.volumes:
            found = self.claims.get((pod.metadata.namespace, claim_name(pod, volume)))
            if found is not None:
                yield found


NO_STORAGE = Storage()
