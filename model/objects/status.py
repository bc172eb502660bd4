"""PodStatus: what the API shows of a Pod's life (semantics A.4); attribute names are the API's own."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from .container import ResourceRequirements
from .shapes import Json, QuantityText
from .time import Time


@frozen(kw_only=True)
class ContainerStateWaiting:
    reason: str = ""
    message: str = ""


@frozen(kw_only=True)
class ContainerStateRunning:
    startedAt: Time | None = None


@frozen(kw_only=True)
class ContainerStateTerminated:
    exitCode: int = 0
    signal: int = 0
    reason: str = ""
    message: str = ""
    startedAt: Time | None = None
    finishedAt: Time | None = None
    containerID: str = ""


@frozen(kw_only=True)
class ContainerState:
    """At most one of the three is set; none is set means waiting (TYP ContainerState)."""

    waiting: ContainerStateWaiting | None = None
    running: ContainerStateRunning | None = None
    terminated: ContainerStateTerminated | None = None


@frozen(kw_only=True)
class ContainerStatus:
    name: str
    state: ContainerState = ContainerState()
    lastState: ContainerState = ContainerState()
    ready: bool = False
    restartCount: int = 0
    image: str = ""
    imageID: str = ""
    containerID: str = ""
    started: bool | None = None
    resources: ResourceRequirements | None = None
    allocatedResources: Mapping[str, QuantityText] | None = None
    volumeMounts: tuple[Json, ...] = ()
    user: Json = None
    allocatedResourcesStatus: tuple[Json, ...] = ()
    stopSignal: str | None = None


@frozen(kw_only=True)
class PodCondition:
    type: str
    status: str = "Unknown"
    reason: str = ""
    message: str = ""
    lastProbeTime: Time | None = None
    lastTransitionTime: Time | None = None
    observedGeneration: int = 0


@frozen(kw_only=True)
class PodIP:
    ip: str


@frozen(kw_only=True)
class PodStatus:
    phase: str = ""
    conditions: tuple[PodCondition, ...] = ()
    message: str = ""
    reason: str = ""
    nominatedNodeName: str = ""
    hostIP: str = ""
    hostIPs: tuple[PodIP, ...] = ()
    podIP: str = ""
    podIPs: tuple[PodIP, ...] = ()
    startTime: Time | None = None
    initContainerStatuses: tuple[ContainerStatus, ...] = ()
    containerStatuses: tuple[ContainerStatus, ...] = ()
    ephemeralContainerStatuses: tuple[ContainerStatus, ...] = ()
    qosClass: str = ""
    observedGeneration: int = 0
    resize: str = ""
    resources: Json = None
    allocatedResources: Mapping[str, QuantityText] | None = None
    resourceClaimStatuses: tuple[Json, ...] = ()
    extendedResourceClaimStatus: Json = None
