"""GarbageCollector: deletes what has lost its owners, and finishes foreground deletion and orphaning (GC-1 to GC-4)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import Key, WatchEvent
from ..apiserver.volumes import VOLUME_KINDS
from ..apiserver.workloads import FOREGROUND, ORPHAN
from ..cluster import timing
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.meta import OwnerReference
from .context import ControllerContext

SOURCE = "garbage-collector"


class GarbageCollector:
    """One for the whole cluster. It follows every object that names an owner, and every owner with a finalizer of its own."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._random = context.simulation.stream(SOURCE)
        self._dependents: dict[str, dict[Key, Any]] = {}
        """By the uid of each owner, whether it is still there or not."""
        self._live: dict[str, Key] = {}
        for event in list(context.store.log):
            self._follow(event)
        context.store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        self._follow(event)
        meta = event.object.metadata
        if event.type == "DELETED":
            if meta.uid in self._dependents:
                self._later(lambda: self._owner_is_gone(meta.uid))
            for owner in meta.ownerReferences:
                if owner.blockOwnerDeletion and owner.uid in self._live:
                    self._later(lambda uid=owner.uid: self._look_at_owner(uid))
        elif meta.deletionTimestamp is not None and (FOREGROUND in meta.finalizers or ORPHAN in meta.finalizers):
            self._later(lambda: self._look_at_owner(meta.uid))
        elif event.before is None and any(owner.uid not in self._live for owner in meta.ownerReferences):
            key = (event.kind, meta.namespace, meta.name)
            self._later(lambda: self._look_at_dependent(key))

    def _follow(self, event: WatchEvent) -> None:
        """Keep the graph: who depends on whom."""
        meta = event.object.metadata
        key = (event.kind, meta.namespace, meta.name)
        if event.before is not None:
            for owner in event.before.metadata.ownerReferences:
                owned = self._dependents.get(owner.uid, {})
                owned.pop(key, None)
                if not owned:
                    self._dependents.pop(owner.uid, None)
        if event.type == "DELETED":
            self._live.pop(meta.uid, None)
            return
        for owner in meta.ownerReferences:
            self._dependents.setdefault(owner.uid, {})[key] = event.object
        if event.kind != "Pod" and meta.uid:
            self._live[meta.uid] = key

    def _later(self, action: Any) -> None:
        lag = timing.WATCH_LAG + self._random.randrange(timing.INFORMER_LAG)
        self._context.simulation.after(lag, action)

    # owners

    def _owner_is_gone(self, uid: str) -> None:
        for key in list(self._dependents.get(uid, {})):
            self._look_at_dependent(key)

    def _look_at_owner(self, uid: str) -> None:
        """An owner that is being deleted in the foreground or orphans what it owns."""
        key = self._live.get(uid)
        owner = None if key is None else self._context.store.get(*key)
        if owner is None or owner.metadata.uid != uid or owner.metadata.deletionTimestamp is None:
            return
        owned = self._dependents.get(uid, {})
        if ORPHAN in owner.metadata.finalizers:
            for each in list(owned):
                self._write_owners(each, uid)
            self._context.workloads.finish_orphaning(owner, has_dependents=bool(self._dependents.get(uid)))
        elif FOREGROUND in owner.metadata.finalizers:
            blocking = [each for each, obj in owned.items() if _blocks(obj, uid)]
            if not blocking:
                self._context.workloads.finish_dependents(owner, blocked=False)
            for each in blocking:
                self._look_at_dependent(each)

    # dependents

    def _look_at_dependent(self, key: Key) -> None:
        """Deletes it where no owner is left that keeps it (attemptToDeleteItem)."""
        obj = self._context.store.get(*key)
        if obj is None or not obj.metadata.ownerReferences:
            return
        if obj.metadata.deletionTimestamp is not None and FOREGROUND not in obj.metadata.finalizers:
            return
        solid, waiting, dangling = self._owners(obj)
        if solid:
            for each in (*dangling, *waiting):
                self._write_owners(key, each.uid)
        elif waiting and obj.metadata.uid in self._dependents:
            self._delete(obj, "Foreground")
        else:
            self._delete(obj, None if obj.metadata.finalizers else "Background")

    def _owners(self, obj: Any) -> tuple[list[OwnerReference], list[OwnerReference], list[OwnerReference]]:
        """Those that are there, those that wait for their dependents to go, and those that are gone."""
        solid: list[OwnerReference] = []
        waiting: list[OwnerReference] = []
        dangling: list[OwnerReference] = []
        for each in obj.metadata.ownerReferences:
            namespace = "" if each.kind in ("Node", "Namespace") else obj.metadata.namespace
            owner = self._context.store.get(each.kind, namespace, each.name)
            if owner is None or owner.metadata.uid != each.uid:
                dangling.append(each)
            elif owner.metadata.deletionTimestamp is not None and FOREGROUND in owner.metadata.finalizers:
                waiting.append(each)
            else:
                solid.append(each)
        return solid, waiting, dangling

    def _delete(self, obj: Any, policy: str | None) -> None:
        meta = obj.metadata
        preconditions = Preconditions(uid=meta.uid)
        try:
            if obj.kind == "Pod":
                self._context.pods.delete(meta.namespace, meta.name, DeleteOptions(preconditions=preconditions))
            elif obj.kind in OWNED_KINDS:
                options = DeleteOptions(preconditions=preconditions, propagationPolicy=policy)
                self._context.workloads.delete(obj.kind, meta.namespace, meta.name, options)
            elif obj.kind in VOLUME_KINDS:
                options = DeleteOptions(preconditions=preconditions)
                self._context.volumes.delete(obj.kind, meta.namespace, meta.name, options)
            else:
                self._context.store.remove(obj)
        except Rejected:
            return  # it went in the meantime

    def _write_owners(self, key: Key, uid: str) -> None:
        """Take one owner out of the dependent's references."""
        obj = self._context.store.get(*key)
        if obj is None:
            return
        owners = tuple(each for each in obj.metadata.ownerReferences if each.uid != uid)
        self._context.store.update(evolve(obj, metadata=evolve(obj.metadata, ownerReferences=owners)))


OWNED_KINDS = ("ReplicaSet", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
"""Kinds that own others and are deleted through their own machine."""


def _blocks(obj: Any, uid: str) -> bool:
    return any(each.uid == uid and each.blockOwnerDeletion for each in obj.metadata.ownerReferences)
