"""ReplicaSet: so many equal Pods, and the older ReplicationController (semantics A5.5); names are the API's own."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta
from .pod_template import PodTemplateSpec
from .shapes import LabelSelector
from .time import Time


@frozen(kw_only=True)
class WorkloadCondition:
    """One condition of a ReplicaSet or StatefulSet."""

    type: str
    status: str
    lastTransitionTime: Time | None = None
    reason: str = ""
    message: str = ""


@frozen(kw_only=True)
class ReplicaSetSpec:
    replicas: int | None = None
    minReadySeconds: int = 0
    selector: LabelSelector = None
    template: PodTemplateSpec = PodTemplateSpec()


@frozen(kw_only=True)
class ReplicaSetStatus:
    replicas: int = 0
    fullyLabeledReplicas: int = 0
    readyReplicas: int = 0
    availableReplicas: int = 0
    terminatingReplicas: int | None = None
    observedGeneration: int = 0
    conditions: tuple[WorkloadCondition, ...] = ()


@frozen(kw_only=True)
class ReplicaSet:
    apiVersion: str = "apps/v1"
    kind: str = "ReplicaSet"
    metadata: ObjectMeta = ObjectMeta()
    spec: ReplicaSetSpec = ReplicaSetSpec()
    status: ReplicaSetStatus = ReplicaSetStatus()


@frozen(kw_only=True)
class ReplicationControllerSpec:
    replicas: int | None = None
    minReadySeconds: int = 0
    selector: Mapping[str, str] = field(factory=dict)
    template: PodTemplateSpec = PodTemplateSpec()


@frozen(kw_only=True)
class ReplicationController:
    apiVersion: str = "v1"
    kind: str = "ReplicationController"
    metadata: ObjectMeta = ObjectMeta()
    spec: ReplicationControllerSpec = ReplicationControllerSpec()
    status: ReplicaSetStatus = ReplicaSetStatus()
