"""ClaimUsers: the Pods in the API by the claims that they name, so that nobody has to look through all Pods."""

from __future__ import annotations

from collections.abc import Iterator

from ...apiserver.store import Store, WatchEvent
from ...objects.persistent_volume_claim import PersistentVolumeClaim, claim_name
from ...objects.pod import Pod


class ClaimUsers:
    """Kept up to date by the store's events."""

    def __init__(self, store: Store) -> None:
        self._pods: dict[tuple[str, str], dict[str, Pod]] = {}
        for pod in store.list("Pod"):
            self._put(pod)
        store.watch(self._hear)

    def of(self, claim: PersistentVolumeClaim) -> Iterator[Pod]:
        """The Pods that name this claim, the oldest first."""
        yield from self._pods.get((claim.metadata.namespace, claim.metadata.name), {}).values()

    def _hear(self, event: WatchEvent) -> None:
        if event.kind != "Pod":
            return
        if event.type != "DELETED":
            self._put(event.object)
            return
        for key in claims_of(event.object):
            self._pods.get(key, {}).pop(event.object.metadata.uid, None)

    def _put(self, pod: Pod) -> None:
        for key in claims_of(pod):
            self._pods.setdefault(key, {})[pod.metadata.uid] = pod


def claims_of(pod: Pod) -> Iterator[tuple[str, str]]:
    """(namespace, name) of each claim that the Pod names."""
    names = (claim_name(pod, volume) for volume in pod.spec.volumes)
    return ((pod.metadata.namespace, name) for name in names if name)
