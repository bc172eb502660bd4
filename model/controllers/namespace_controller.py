"""NamespaceController: empties namespaces that are being deleted: their Pods first, then all else (B26.4)."""

from __future__ import annotations

from typing import Any, Final

from ..apiserver.namespace_life import NAMESPACE, NamespaceState
from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..apiserver.volumes import VOLUME_KINDS
from ..objects.delete_options import DeleteOptions
from ..objects.namespace import Namespace
from ..objects.pod import Pod
from .context import ControllerContext
from .machinery.informer import Informer
from .machinery.work_queue import Key, WorkQueue

SOURCE: Final = "namespace-controller"
DELAY: Final = 5_000
"""Milliseconds before a deleted namespace is looked at, so that late creations are seen (namespaceDeletionGracePeriod)."""
FINALIZER_SECONDS: Final = 15
"""How long objects that are held by finalizers are thought to take (finalizerEstimateSeconds)."""


class NamespaceController:
    """It looks again after half the time that what is left may take."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        self._informer = Informer(context.simulation, context.store, ("Namespace",), random, self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.type != "DELETED" and event.object.metadata.deletionTimestamp is not None:
            self._queue.add_after(("", event.object.metadata.name), DELAY)

    def _sync(self, key: Key) -> None:
        namespace = self._informer.get("Namespace", *key)
        if namespace is None or namespace.metadata.deletionTimestamp is None:
            return
        seconds = self._empty(namespace)
        if seconds is None:
            self._context.namespaces.finalize(namespace)
        else:
            self._queue.add_after(key, (seconds // 2 + 1) * 1000)

    def _empty(self, namespace: Namespace) -> int | None:
        """Deletes what may go now; how many seconds the rest is thought to take, None: nothing is left."""
        namespaces, name = self._context.namespaces, namespace.metadata.name
        pods = [each for each in namespaces.content_of(name) if isinstance(each, Pod)]
        for each in pods:
            self._delete(each)
        left = [each for each in namespaces.content_of(name) if isinstance(each, Pod)]
        if left:
            return max(each.spec.terminationGracePeriodSeconds or 0 for each in left)
        if self._context.lives.of(NAMESPACE, namespace.metadata.uid).state is NamespaceState.DELETING_PODS:
            namespaces.pods_have_gone(namespace)
        for each in list(namespaces.content_of(name)):
            self._delete(each)
        return FINALIZER_SECONDS if any(namespaces.content_of(name)) else None

    def _delete(self, obj: Any) -> None:
        """Once; what is on its way already is waited for."""
        meta = obj.metadata
        if meta.deletionTimestamp is not None or self._context.store.get(obj.kind, meta.namespace, meta.name) is None:
            return
        try:
            if isinstance(obj, Pod):
                self._context.pods.delete(meta.namespace, meta.name, DeleteOptions())
            elif obj.kind in VOLUME_KINDS:
                self._context.volumes.delete(obj.kind, meta.namespace, meta.name)
            else:
                options = DeleteOptions(propagationPolicy="Background")
                self._context.workloads.delete(obj.kind, meta.namespace, meta.name, options)
        except Rejected:
            return  # it went in the meantime
