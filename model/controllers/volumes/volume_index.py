"""VolumeIndex: the volumes that are there, by class and by the claim that they name, so that a claim need not look at all of them."""

from __future__ import annotations

from collections.abc import Iterator

from ...apiserver.store import Store, WatchEvent
from ...objects.persistent_volume import PersistentVolume
from ...objects.persistent_volume_claim import PersistentVolumeClaim
from ..rules.volume_match import class_of

Place = tuple[str, str, str]


class VolumeIndex:
    """Kept up to date by the store's events, so that it also has what its owner has just written itself."""

    def __init__(self, store: Store) -> None:
        self._places: dict[str, Place] = {}
        self._volumes: dict[Place, dict[str, PersistentVolume]] = {}
        for volume in store.list("PersistentVolume"):
            self._put(volume)
        store.watch(self._hear)

    def candidates(self, claim: PersistentVolumeClaim) -> Iterator[PersistentVolume]:
        """Volumes of the claim's class that name no claim, and all volumes that name this one."""
        meta = claim.metadata
        yield from self._volumes.get(("", meta.namespace, meta.name), {}).values()
        yield from self._volumes.get((class_of(claim), "", ""), {}).values()

    def _hear(self, event: WatchEvent) -> None:
        if event.kind != "PersistentVolume":
            return
        name = event.object.metadata.name
        known = self._places.pop(name, None)
        if known is not None:
            del self._volumes[known][name]
        if event.type != "DELETED":
            self._put(event.object)

    def _put(self, volume: PersistentVolume) -> None:
        reference = volume.spec.claimRef
        place = (class_of(volume), "", "") if reference is None else ("", reference.namespace, reference.name)
        self._places[volume.metadata.name] = place
        self._volumes.setdefault(place, {})[volume.metadata.name] = volume
