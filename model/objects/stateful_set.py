"""StatefulSet: Pods with an ordinal and a name of their own (apps/v1; semantics A5.7); names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .persistent_volume_claim import PersistentVolumeClaim
from .pod_template import PodTemplateSpec
from .replica_set import WorkloadCondition
from .shapes import LabelSelector


@frozen(kw_only=True)
class RollingUpdateStatefulSet:
    """`partition`: ordinals below it keep the old template."""

    partition: int | None = None
    maxUnavailable: int | str | None = None


@frozen(kw_only=True)
class StatefulSetUpdateStrategy:
    """`type` is RollingUpdate or OnDelete."""

    type: str = ""
    rollingUpdate: RollingUpdateStatefulSet | None = None


@frozen(kw_only=True)
class ClaimRetentionPolicy:
    """Retain or Delete, each."""

    whenDeleted: str = "Retain"
    whenScaled: str = "Retain"


@frozen(kw_only=True)
class StatefulSetOrdinals:
    start: int = 0


@frozen(kw_only=True)
class StatefulSetSpec:
    replicas: int | None = None
    selector: LabelSelector = None
    template: PodTemplateSpec = PodTemplateSpec()
    volumeClaimTemplates: tuple[PersistentVolumeClaim, ...] = ()
    serviceName: str = ""
    podManagementPolicy: str = ""
    updateStrategy: StatefulSetUpdateStrategy = StatefulSetUpdateStrategy()
    revisionHistoryLimit: int | None = None
    minReadySeconds: int = 0
    persistentVolumeClaimRetentionPolicy: ClaimRetentionPolicy | None = None
    ordinals: StatefulSetOrdinals | None = None


@frozen(kw_only=True)
class StatefulSetStatus:
    observedGeneration: int = 0
    replicas: int = 0
    readyReplicas: int = 0
    currentReplicas: int = 0
    updatedReplicas: int = 0
    currentRevision: str = ""
    updateRevision: str = ""
    collisionCount: int | None = None
    conditions: tuple[WorkloadCondition, ...] = ()
    availableReplicas: int = 0


@frozen(kw_only=True)
class StatefulSet:
    apiVersion: str = "apps/v1"
    kind: str = "StatefulSet"
    metadata: ObjectMeta = ObjectMeta()
    spec: StatefulSetSpec = StatefulSetSpec()
    status: StatefulSetStatus = StatefulSetStatus()
