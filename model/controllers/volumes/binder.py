"""Binder: binds each claim to a volume, follows both, and reclaims the volumes whose claims are gone (volume/persistentvolume)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...apiserver.rules.rejection import Rejected
from ...apiserver.store import WatchEvent
from ...objects.persistent_volume import ObjectReference, PersistentVolume, PersistentVolumeStatus
from ...objects.persistent_volume_claim import (
    BIND_COMPLETED,
    BOUND_BY_CONTROLLER,
    PROVISIONERS,
    PersistentVolumeClaim,
    PersistentVolumeClaimStatus,
)
from ..context import ControllerContext
from ..machinery.informer import Informer
from ..machinery.work_queue import Key, WorkQueue
from ..rules.claim_sync import AskProvisioner, Bind, Lose, TakeClass, Wait, claim_step
from ..rules.reclaim import Keep, Removed, reclaim
from ..rules.volume_match import claimed
from .claim import CLAIM, BindClaim, ClaimState, ClaimView, LoseVolume
from .claim_users import ClaimUsers
from .volume import VOLUME, BindVolume, FailReclaim, OfferVolume, ReleaseVolume, VolumeState, VolumeView
from .volume_index import VolumeIndex

SOURCE = "persistentvolume-controller"
RESYNC = 15_000
"""Milliseconds; every claim is looked at so often, for nothing tells a claim of new volumes (PVClaimBinderSyncPeriod)."""
EXTERNAL = (
    "Waiting for a volume to be created either by the external provisioner '{}' or manually by the system administrator. "
    "If volume creation is delayed, please verify that the provisioner is running and correctly registered."
)


class Binder:
    """One for all claims and volumes. A resync is only queued where something has changed since the last one."""

    def __init__(self, context: ControllerContext, users: ClaimUsers) -> None:
        self._context, self._users = context, users
        random = context.simulation.stream(SOURCE)
        self._phase = random.randrange(RESYNC)
        self._resync_is_due = False
        self._index = VolumeIndex(context.store)
        self._claims = WorkQueue(context.simulation, self._sync_claim)
        self._volumes = WorkQueue(context.simulation, self._sync_volume)
        kinds = ("PersistentVolume", "PersistentVolumeClaim", "StorageClass")
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        self._resync_later()
        meta = event.object.metadata
        if event.kind == "PersistentVolumeClaim":
            if event.type != "DELETED":
                self._claims.add((meta.namespace, meta.name))
            elif event.object.spec.volumeName:
                self._volumes.add(("", event.object.spec.volumeName))
        elif event.kind == "PersistentVolume":
            if event.type != "DELETED":
                self._volumes.add(("", meta.name))
            elif event.object.spec.claimRef is not None:
                self._claims.add((event.object.spec.claimRef.namespace, event.object.spec.claimRef.name))

    def _resync_later(self) -> None:
        if self._resync_is_due:
            return
        self._resync_is_due = True
        simulation = self._context.simulation
        elapsed = (simulation.now - self._phase) % RESYNC
        simulation.after(RESYNC - elapsed, self._resync)

    def _resync(self) -> None:
        self._resync_is_due = False
        for claim in self._context.store.list("PersistentVolumeClaim"):
            self._claims.add((claim.metadata.namespace, claim.metadata.name))
        for volume in self._context.store.list("PersistentVolume"):
            self._volumes.add(("", volume.metadata.name))

    # claims

    def _sync_claim(self, key: Key) -> None:
        claim = self._context.store.get("PersistentVolumeClaim", *key)
        if claim is None:
            return
        try:
            self._look_at_claim(claim)
        except Rejected:
            self._claims.retry(key)
        else:
            self._claims.forget(key)

    def _look_at_claim(self, claim: PersistentVolumeClaim) -> None:
        store = self._context.store
        named = store.get("PersistentVolume", "", claim.spec.volumeName) if claim.spec.volumeName else None
        classes = {each.metadata.name: each for each in store.list("StorageClass")}
        step = claim_step(claim, self._index.candidates(claim), named, classes, self._waiting_pods(claim))
        match step:
            case Bind(volume):
                self._bind(claim, volume)
            case Lose(reason, message):
                self._lose(claim, reason, message)
            case TakeClass(name):
                self._context.volumes.write(evolve(claim, spec=evolve(claim.spec, storageClassName=name)))
            case AskProvisioner(provisioner):
                self._annotate(claim, dict.fromkeys(PROVISIONERS, provisioner))
                self._tell(claim, "Normal", "ExternalProvisioning", EXTERNAL.format(provisioner))
            case Wait(kind, reason, message) if reason:
                self._tell(claim, kind, reason, message)

    def _waiting_pods(self, claim: PersistentVolumeClaim) -> list[str]:
        """The Pods that use the claim and have no node yet, by name."""
        return sorted(pod.metadata.name for pod in self._users.of(claim) if not pod.spec.nodeName)

    def _bind(self, claim: PersistentVolumeClaim, volume: PersistentVolume) -> None:
        """Both sides, each its spec and then its status (bind); what is written already is not written again."""
        volumes = self._context.volumes
        volume = volumes.write(claimed(volume, claim))
        self._volume_is(volume, "Bound")
        claim = volumes.write(_with_volume(claim, volume))
        self._context.lives.fire(CLAIM, claim.metadata.uid, BindClaim(), ClaimView(volume_is_mine=True))
        spec = volume.spec
        status = PersistentVolumeClaimStatus(phase="Bound", accessModes=spec.accessModes, capacity=spec.capacity)
        volumes.write_status(claim, status)

    def _lose(self, claim: PersistentVolumeClaim, reason: str, message: str) -> None:
        if self._context.lives.of(CLAIM, claim.metadata.uid).state is ClaimState.LOST:
            return
        self._context.lives.fire(CLAIM, claim.metadata.uid, LoseVolume())
        self._context.volumes.write_status(claim, PersistentVolumeClaimStatus(phase="Lost"))
        self._tell(claim, "Warning", reason, message)

    def _annotate(self, claim: PersistentVolumeClaim, annotations: dict[str, str]) -> None:
        merged = {**claim.metadata.annotations, **annotations}
        self._context.volumes.write(evolve(claim, metadata=evolve(claim.metadata, annotations=merged)))

    # volumes

    def _sync_volume(self, key: Key) -> None:
        volume = self._context.store.get("PersistentVolume", "", key[1])
        if volume is None:
            return
        reference = volume.spec.claimRef
        if reference is None or not reference.uid:
            self._volume_is(volume, "Available")
            return
        claim = self._context.store.get("PersistentVolumeClaim", reference.namespace, reference.name)
        if claim is None or claim.metadata.uid != reference.uid:
            self._release(volume)
        elif not claim.spec.volumeName:
            self._claims.add((reference.namespace, reference.name))
        elif claim.spec.volumeName == volume.metadata.name:
            self._volume_is(volume, "Bound")
        else:
            self._unbind(volume, reference)

    def _release(self, volume: PersistentVolume) -> None:
        """Its claim is gone: it is released, and dealt with as its reclaim policy says."""
        if self._context.lives.of(VOLUME, volume.metadata.uid).state is VolumeState.FAILED:
            return
        volume = self._volume_is(volume, "Released")
        match reclaim(volume):
            case Removed():
                self._context.volumes.delete("PersistentVolume", "", volume.metadata.name)
            case Keep(problem) if problem:
                self._tell(volume, "Warning", "VolumeFailedDelete", problem)
                self._volume_is(volume, "Failed", problem)

    def _unbind(self, volume: PersistentVolume, reference: ObjectReference) -> None:
        """The claim has another volume: this one is free again, or reserved as its owner had it (unbindVolume)."""
        annotations = dict(volume.metadata.annotations)
        by_controller = annotations.pop(BOUND_BY_CONTROLLER, None) is not None
        left = None if by_controller else evolve(reference, uid="", resourceVersion="")
        metadata = evolve(volume.metadata, annotations=annotations)
        written = self._context.volumes.write(
            evolve(volume, metadata=metadata, spec=evolve(volume.spec, claimRef=left))
        )
        self._volume_is(written, "Available")

    def _volume_is(self, volume: PersistentVolume, phase: str, message: str = "") -> PersistentVolume:
        """Write this phase; one that it has already is not written again."""
        lives, uid, reference = self._context.lives, volume.metadata.uid, volume.spec.claimRef
        if lives.of(VOLUME, uid).state is VolumeState(phase):
            return volume
        claimed = reference is not None and bool(reference.uid)
        view = VolumeView(claimed=claimed, claim_is_there=phase == "Bound")
        event = {"Available": OfferVolume, "Bound": BindVolume, "Released": ReleaseVolume, "Failed": FailReclaim}[phase]
        lives.fire(VOLUME, uid, event(), view)
        status = PersistentVolumeStatus(phase=phase, message=message)
        return self._context.volumes.write_status(volume, status)  # type: ignore[no-any-return]  # a store holds any kind

    def _tell(self, obj: Any, kind: str, reason: str, message: str) -> None:
        self._context.recorder.write_about(obj, kind, reason, message, SOURCE)


def _with_volume(claim: PersistentVolumeClaim, volume: PersistentVolume) -> PersistentVolumeClaim:
    """The claim that names the volume, and says that the binding is complete (bindClaimToVolume)."""
    annotations = dict(claim.metadata.annotations)
    name = volume.metadata.name
    if claim.spec.volumeName != name:
        annotations[BOUND_BY_CONTROLLER] = "yes"
    annotations[BIND_COMPLETED] = "yes"
    return evolve(
        claim, metadata=evolve(claim.metadata, annotations=annotations), spec=evolve(claim.spec, volumeName=name)
    )
