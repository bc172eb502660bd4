"""EphemeralClaims: makes the claim of each ephemeral volume of a Pod, which goes with the Pod (volume/ephemeral)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...apiserver.rules.rejection import Rejected
from ...apiserver.store import WatchEvent
from ...objects.located import locate
from ...objects.meta import ObjectMeta
from ...objects.persistent_volume_claim import PersistentVolumeClaim, claim_name, is_made_for
from ...objects.pod import Pod, is_terminal
from ...objects.structure import structure
from ..context import ControllerContext
from ..machinery.informer import Informer
from ..machinery.ownership import controller_of, reference_to
from ..machinery.work_queue import Key, WorkQueue

SOURCE = "ephemeral_volume"


class EphemeralClaims:
    """One for all Pods; a claim that is deleted while its Pod lives is made again."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        kinds = ("PersistentVolumeClaim", "Pod")
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        meta = event.object.metadata
        if event.kind == "Pod":
            if event.type == "ADDED" and any(each.get("ephemeral") for each in event.object.spec.volumes):
                self._queue.add((meta.namespace, meta.name))
            return
        owner = controller_of(event.object)
        if event.type == "DELETED" and owner is not None and owner.kind == "Pod":
            self._queue.add((meta.namespace, owner.name))

    def _sync(self, key: Key) -> None:
        pod = self._informer.get("Pod", *key)
        if pod is None or pod.metadata.deletionTimestamp is not None or is_terminal(pod.status.phase):
            return
        for volume in pod.spec.volumes:
            if volume.get("ephemeral"):
                self._make(pod, volume, key)

    def _make(self, pod: Pod, volume: dict[str, Any], key: Key) -> None:
        name = claim_name(pod, volume)
        there = self._context.store.get("PersistentVolumeClaim", pod.metadata.namespace, name)
        if there is None:
            try:
                self._context.volumes.create(claim_of(pod, volume))
            except Rejected:
                self._queue.retry(key)
        elif not is_made_for(there, pod):
            whose = f"{pod.metadata.namespace}/{pod.metadata.name}"
            text = f"PVC {pod.metadata.namespace}/{name} was not created for pod {whose} (pod is not owner)"
            self._context.recorder.write(
                pod, "Warning", "FailedBinding", f"ephemeral volume {volume['name']}: {text}", source=SOURCE
            )
            self._queue.retry(key)


def claim_of(pod: Pod, volume: dict[str, Any]) -> PersistentVolumeClaim:
    """The claim of this ephemeral volume: labels and annotations of the template, the Pod its owner."""
    template = volume["ephemeral"]["volumeClaimTemplate"]
    read, _ = structure(PersistentVolumeClaim, locate({"spec": template.get("spec") or {}}), strict=False)
    given = template.get("metadata") or {}
    metadata = ObjectMeta(
        name=claim_name(pod, volume),
        namespace=pod.metadata.namespace,
        labels=dict(given.get("labels") or {}),
        annotations=dict(given.get("annotations") or {}),
        ownerReferences=(reference_to(pod),),
    )
    assert read is not None
    return evolve(read, metadata=metadata)
