"""reclaim: what becomes of a volume whose claim is gone, by its reclaim policy (volume/persistentvolume reclaimVolume)."""

from __future__ import annotations

import re

from attrs import frozen

from ...objects.persistent_volume import PersistentVolume

PROVISIONED_BY = "pv.kubernetes.io/provisioned-by"
"""The annotation of a volume that a provisioner made; one from outside the tree deletes its volumes itself."""
NO_DELETER = "no deletable volume plugin matched"


@frozen
class Keep:
    """The volume stays; `problem`: why it could not be reclaimed as it should have been."""

    problem: str = ""


@frozen
class Removed:
    """What was in it is deleted, and so is the object."""


def reclaim(volume: PersistentVolume) -> Keep | Removed:
    """Retain leaves it to people; Delete is done here for directories below /tmp only, and else by who provisioned it."""
    name, spec = volume.metadata.name, volume.spec
    if spec.persistentVolumeReclaimPolicy != "Delete" or PROVISIONED_BY in volume.metadata.annotations:
        return Keep()
    if not spec.hostPath:
        return Keep(f'error getting deleter volume plugin for volume "{name}": {NO_DELETER}')
    path = spec.hostPath.get("path", "")
    if re.search("/tmp/.+", path):
        return Removed()
    return Keep(f"host_path deleter only supports /tmp/.+ but received provided {path}")
