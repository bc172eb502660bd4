"""ClaimWait: before a Pod is bound its claims are: volumes are reserved, provisioners asked and awaited (BINDER BindPodVolumes)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from attrs import evolve, frozen

from ..apiserver.store import WatchEvent
from ..apiserver.volumes import Volumes
from ..controllers.rules.volume_match import claimed
from ..core.simulation import Simulation, Timer
from ..objects.persistent_volume_claim import SELECTED_NODE, is_fully_bound
from ..objects.pod import Pod
from ..objects.time import Millis
from .rules.volume_binding import Binding
from .storage_cache import StorageCache

LOOK = 1_000
TIMEOUT = 600_000
"""Milliseconds: the claims are looked at so often, and so long at most (bindTimeoutSeconds)."""
TOO_LATE = "binding volumes: context deadline exceeded"


@frozen(eq=False)
class _Waiting:
    pod: Pod
    claims: tuple[tuple[str, str], ...]
    begun: Millis
    then: Callable[[str], None]
    timeout: Timer


class ClaimWait:
    """Calls `then` with an empty text once all claims of a Pod are bound, or with what went wrong."""

    def __init__(self, simulation: Simulation, volumes: Volumes, storage: StorageCache) -> None:
        self._simulation, self._volumes, self._storage = simulation, volumes, storage
        self._waiting: dict[str, _Waiting] = {}

    def bind(self, pod: Pod, node: str, bindings: Sequence[Binding], then: Callable[[str], None]) -> None:
        """Reserve or ask for what each claim needs, and wait."""
        uid = pod.metadata.uid
        keys = tuple((each.claim.metadata.namespace, each.claim.metadata.name) for each in bindings)
        timeout = self._simulation.after(TIMEOUT, partial(self._end, uid, TOO_LATE))
        self._waiting[uid] = _Waiting(pod, keys, self._simulation.now, then, timeout)
        for each in bindings:
            if each.volume is not None:
                self._storage.reserved[each.volume.metadata.name] = uid
                self._volumes.write(claimed(each.volume, each.claim))
            elif SELECTED_NODE not in each.claim.metadata.annotations:
                annotations = {**each.claim.metadata.annotations, SELECTED_NODE: node}
                self._volumes.write(evolve(each.claim, metadata=evolve(each.claim.metadata, annotations=annotations)))
        self._look(uid)

    def hear(self, event: WatchEvent) -> None:
        """Claims that change, and Pods that go."""
        meta = event.object.metadata
        if event.kind == "PersistentVolumeClaim":
            key = (meta.namespace, meta.name)
            for uid in [uid for uid, each in self._waiting.items() if key in each.claims]:
                self._look(uid)
        elif event.kind == "Pod" and event.type == "DELETED" and meta.uid in self._waiting:
            self._waiting.pop(meta.uid).timeout.cancel()
            self._storage.release(meta.uid)

    def _look(self, uid: str) -> None:
        """Where all are bound, the next regular look sees it."""
        waiting = self._waiting[uid]
        claims = [self._storage.view.claims.get(key) for key in waiting.claims]
        if all(claim is not None and is_fully_bound(claim) for claim in claims):
            passed = self._simulation.now - waiting.begun
            self._simulation.after(LOOK - passed % LOOK, partial(self._end, uid, ""))

    def _end(self, uid: str, problem: str) -> None:
        waiting = self._waiting.pop(uid, None)
        if waiting is not None:
            waiting.timeout.cancel()
            self._storage.release(uid)
            waiting.then(problem)
