"""ControllerManager: begins the controller of a kind when the first object of it appears, and the garbage collector."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..apiserver.store import WatchEvent
from .context import ControllerContext
from .cron_job_controller import CronJobController
from .daemon_set_controller import DaemonSetController
from .deployment_controller import DeploymentController
from .disruption_controller import DisruptionController
from .endpoint_slice_controller import EndpointSliceController
from .garbage_collector import GarbageCollector
from .job_controller import JobController
from .namespace_controller import NamespaceController
from .quota_controller import QuotaController
from .replica_set_controller import ReplicaSetController
from .stateful_set_controller import StatefulSetController
from .volumes.binder import Binder
from .volumes.claim_users import ClaimUsers
from .volumes.ephemeral_claims import EphemeralClaims
from .volumes.protection import Protection

CONTROLLERS: Mapping[str, Callable[[ControllerContext], object]] = {
    "ReplicaSet": lambda context: ReplicaSetController(context, "ReplicaSet"),
    "CronJob": CronJobController,
    "DaemonSet": DaemonSetController,
    "Deployment": DeploymentController,
    "Job": JobController,
    "ReplicationController": lambda context: ReplicaSetController(context, "ReplicationController"),
    "StatefulSet": StatefulSetController,
}
"""By the kind of workload that each controller looks after."""

OTHERS: Mapping[str, Callable[[ControllerContext], object]] = {
    "PodDisruptionBudget": DisruptionController,
    "ResourceQuota": QuotaController,
    "Service": EndpointSliceController,
}
"""By the kind of what makes no Pods."""


class ControllerManager:
    """A controller without any object of its kind has nothing to do, so it is not there before the first one is."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._running: dict[str, object] = {}
        context.store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Namespace" and event.type == "MODIFIED" and "Namespace" not in self._running:
            self._running["Namespace"] = NamespaceController(self._context)
        if event.type != "ADDED":
            return
        begin = CONTROLLERS.get(event.kind) or OTHERS.get(event.kind)
        if begin is not None and event.kind not in self._running:
            self._running[event.kind] = begin(self._context)
        if "PersistentVolumeClaim" not in self._running and _is_about_claims(event):
            users = ClaimUsers(self._context.store)
            several = Binder(self._context, users), Protection(self._context, users), EphemeralClaims(self._context)
            self._running["PersistentVolumeClaim"] = several
        if (event.kind in CONTROLLERS or event.object.metadata.ownerReferences) and "" not in self._running:
            self._running[""] = GarbageCollector(self._context)


def _is_about_claims(event: WatchEvent) -> bool:
    """A volume or a claim, or a Pod for which a claim will be made."""
    if event.kind == "Pod":
        return any(each.get("ephemeral") for each in event.object.spec.volumes)
    return event.kind in ("PersistentVolume", "PersistentVolumeClaim")
