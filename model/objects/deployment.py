"""Deployment: ReplicaSets of one template after the other (apps/v1; semantics A5.6); names are the API's own."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta
from .pod_template import PodTemplateSpec
from .shapes import LabelSelector
from .time import Time


@frozen(kw_only=True)
class RollingUpdateDeployment:
    """Numbers, or parts of the replicas such as 25%."""

    maxUnavailable: int | str | None = None
    maxSurge: int | str | None = None


@frozen(kw_only=True)
class DeploymentStrategy:
    """`type` is RollingUpdate or Recreate."""

    type: str = ""
    rollingUpdate: RollingUpdateDeployment | None = None


@frozen(kw_only=True)
class DeploymentSpec:
    replicas: int | None = None
    selector: LabelSelector = None
    template: PodTemplateSpec = PodTemplateSpec()
    strategy: DeploymentStrategy = DeploymentStrategy()
    minReadySeconds: int = 0
    revisionHistoryLimit: int | None = None
    paused: bool = False
    progressDeadlineSeconds: int | None = None


@frozen(kw_only=True)
class DeploymentCondition:
    type: str
    status: str
    lastUpdateTime: Time | None = None
    lastTransitionTime: Time | None = None
    reason: str = ""
    message: str = ""


@frozen(kw_only=True)
class DeploymentStatus:
    observedGeneration: int = 0
    replicas: int = 0
    updatedReplicas: int = 0
    readyReplicas: int = 0
    availableReplicas: int = 0
    unavailableReplicas: int = 0
    terminatingReplicas: int | None = None
    conditions: tuple[DeploymentCondition, ...] = ()
    collisionCount: int | None = None


@frozen(kw_only=True)
class Deployment:
    apiVersion: str = "apps/v1"
    kind: str = "Deployment"
    metadata: ObjectMeta = ObjectMeta()
    spec: DeploymentSpec = DeploymentSpec()
    status: DeploymentStatus = DeploymentStatus()
