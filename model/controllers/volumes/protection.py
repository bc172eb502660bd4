"""Protection: takes the finalizers off deleted claims and volumes once nothing uses them (volume/pvcprotection, volume/pvprotection)."""

from __future__ import annotations

from typing import Any

from ...apiserver.store import WatchEvent
from ...apiserver.volume_defaults import PROTECTIONS
from ...objects.persistent_volume_claim import PersistentVolumeClaim
from ...objects.pod import Pod, is_terminal
from ..context import ControllerContext
from ..machinery.informer import Informer
from ..machinery.work_queue import Key, WorkQueue
from ..rules.claim_use import uses_claim
from .claim_users import ClaimUsers, claims_of

SOURCE = "pvc-protection-controller"


class Protection:
    """One for claims and volumes. Pods that go, end or have no node make it look at their claims again."""

    def __init__(self, context: ControllerContext, users: ClaimUsers) -> None:
        self._context, self._users = context, users
        self._claims = WorkQueue(context.simulation, lambda key: self._look("PersistentVolumeClaim", key))
        self._volumes = WorkQueue(context.simulation, lambda key: self._look("PersistentVolume", key))
        random = context.simulation.stream(SOURCE)
        kinds = ("PersistentVolume", "PersistentVolumeClaim", "Pod")
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        meta = event.object.metadata
        if event.kind == "Pod":
            self._hear_of_pod(event)
        elif event.type != "DELETED":
            queue = self._claims if event.kind == "PersistentVolumeClaim" else self._volumes
            queue.add((meta.namespace, meta.name))

    def _hear_of_pod(self, event: WatchEvent) -> None:
        pod: Pod = event.object
        if event.type == "DELETED" or is_terminal(pod.status.phase) or not pod.spec.nodeName:
            for key in claims_of(pod):
                self._claims.add(key)

    def _look(self, kind: str, key: Key) -> None:
        namespace, name = key
        obj = self._context.store.get(kind, namespace, name)
        if obj is None:
            return
        is_protected = PROTECTIONS[kind] in obj.metadata.finalizers
        if obj.metadata.deletionTimestamp is None:
            if not is_protected:
                self._context.volumes.protect(obj)
        elif is_protected and not self._is_in_use(obj):
            self._context.volumes.unprotect(obj)

    def _is_in_use(self, obj: Any) -> bool:
        """A volume is while it is bound; a claim, while a Pod with a node names it (the API is asked before a finalizer goes)."""
        if not isinstance(obj, PersistentVolumeClaim):
            return bool(obj.status.phase == "Bound")
        return any(uses_claim(pod, obj) for pod in self._users.of(obj))
