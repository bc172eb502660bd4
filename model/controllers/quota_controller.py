"""QuotaController: measures what each ResourceQuota counts: when it is new, when its limits change, and when something ends."""

from __future__ import annotations

from typing import Any, Final

from ..apiserver.rules.quota import COUNTED_KINDS, measured
from ..apiserver.rules.quota_usage import is_counted, is_measured
from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.pod import Pod
from .context import ControllerContext
from .machinery.informer import Informer
from .machinery.work_queue import Key, WorkQueue

SOURCE: Final = "resourcequota-controller"
RESYNC: Final = 300_000
"""Milliseconds after which every quota is measured again (resourceQuotaSyncPeriod)."""


class QuotaController:
    """What is created is charged at once by the API server; this controller gives back what has gone."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._began = context.simulation.now
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        self._informer = Informer(context.simulation, context.store, ("Pod", *COUNTED_KINDS), random, self._hear)
        context.admission.on_vain_charge = self._wait_for_resync

    def _wait_for_resync(self, namespace: str) -> None:
        """Nothing tells of it that a charge was in vain; the next look at all quotas finds it."""
        passed = self._context.simulation.now - self._began
        self._context.simulation.after(RESYNC - passed % RESYNC, lambda: self._look_at_all(namespace))

    def _look_at_all(self, namespace: str) -> None:
        for each in self._informer.all_of("ResourceQuota", namespace):
            self._queue.add(_key(each))

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "ResourceQuota" and event.type != "DELETED":
            if event.before is None or event.before.spec.hard != event.object.spec.hard:
                self._queue.add(_key(event.object))
            return
        if event.type == "DELETED" or self._is_counted_no_more(event):
            for each in self._informer.all_of("ResourceQuota", event.object.metadata.namespace):
                if any(is_measured(event.kind, name) for name in each.status.hard):
                    self._queue.add(_key(each))

    def _is_counted_no_more(self, event: WatchEvent) -> bool:
        """A Pod that has ended (DefaultUpdateFilter)."""
        before, after = event.before, event.object
        if not isinstance(after, Pod) or before is None:
            return False
        now = self._context.simulation.now
        return is_counted(before, now) and not is_counted(after, now)

    def _sync(self, key: Key) -> None:
        quota = self._informer.get("ResourceQuota", *key)
        if quota is None:
            return
        namespace = key[0]
        objects = [each for kind in ("Pod", *COUNTED_KINDS) for each in self._informer.all_of(kind, namespace)]
        status = measured(quota, objects, self._context.simulation.now)
        if status == quota.status:
            return
        try:
            self._context.workloads.write_status(quota, status, at_version=quota.metadata.resourceVersion)
        except Rejected as error:
            if error.reason == "Conflict":
                self._queue.retry(key)
        else:
            self._queue.forget(key)


def _key(obj: Any) -> Key:
    return obj.metadata.namespace, obj.metadata.name
