"""DaemonSet: one Pod on each fitting node (apps/v1); names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .pod_template import PodTemplateSpec
from .replica_set import WorkloadCondition
from .shapes import LabelSelector


@frozen(kw_only=True)
class RollingUpdateDaemonSet:
    """Numbers, or parts of the wanted Pods such as 10%."""

    maxUnavailable: int | str | None = None
    maxSurge: int | str | None = None


@frozen(kw_only=True)
class DaemonSetUpdateStrategy:
    """`type` is RollingUpdate or OnDelete."""

    type: str = ""
    rollingUpdate: RollingUpdateDaemonSet | None = None


@frozen(kw_only=True)
class DaemonSetSpec:
    selector: LabelSelector = None
    template: PodTemplateSpec = PodTemplateSpec()
    updateStrategy: DaemonSetUpdateStrategy = DaemonSetUpdateStrategy()
    minReadySeconds: int = 0
    revisionHistoryLimit: int | None = None


@frozen(kw_only=True)
class DaemonSetStatus:
    currentNumberScheduled: int = 0
    numberMisscheduled: int = 0
    desiredNumberScheduled: int = 0
    numberReady: int = 0
    observedGeneration: int = 0
    updatedNumberScheduled: int = 0
    numberAvailable: int = 0
    numberUnavailable: int = 0
    collisionCount: int | None = None
    conditions: tuple[WorkloadCondition, ...] = ()


@frozen(kw_only=True)
class DaemonSet:
    apiVersion: str = "apps/v1"
    kind: str = "DaemonSet"
    metadata: ObjectMeta = ObjectMeta()
    spec: DaemonSetSpec = DaemonSetSpec()
    status: DaemonSetStatus = DaemonSetStatus()
