"""Pod: its metadata, spec and status (semantics A.1, A.2, A.4); attribute names are the API's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import field, frozen

from .container import Container, ResourceRequirements
from .meta import ObjectMeta
from .shapes import (
    Affinity,
    DNSConfig,
    HostAlias,
    LocalReference,
    PodOS,
    PodResourceClaim,
    PodSecurityContext,
    QuantityText,
    TopologySpreadConstraint,
    Volume,
)
from .status import PodStatus

CONFIG_SOURCE: Final = "kubernetes.io/config.source"
"""The annotation that says where a kubelet has its Pod from."""
CONFIG_MIRROR: Final = "kubernetes.io/config.mirror"
"""The annotation of mirror Pods."""


@frozen(kw_only=True)
class PodReadinessGate:
    conditionType: str


@frozen(kw_only=True)
class PodSchedulingGate:
    name: str


@frozen(kw_only=True)
class Toleration:
    key: str = ""
    operator: str = ""
    value: str = ""
    effect: str = ""
    tolerationSeconds: int | None = None


@frozen(kw_only=True)
class PodSpec:
    containers: tuple[Container, ...] = ()
    initContainers: tuple[Container, ...] = ()
    ephemeralContainers: tuple[Container, ...] = ()
    volumes: tuple[Volume, ...] = ()
    restartPolicy: str = "Always"
    terminationGracePeriodSeconds: int | None = None
    activeDeadlineSeconds: int | None = None
    dnsPolicy: str = ""
    dnsConfig: DNSConfig = None
    nodeSelector: Mapping[str, str] = field(factory=dict)
    serviceAccountName: str = ""
    serviceAccount: str = ""
    automountServiceAccountToken: bool | None = None
    nodeName: str = ""
    hostNetwork: bool = False
    hostPID: bool = False
    hostIPC: bool = False
    hostUsers: bool | None = None
    shareProcessNamespace: bool | None = None
    securityContext: PodSecurityContext = None
    imagePullSecrets: tuple[LocalReference, ...] = ()
    hostname: str = ""
    hostnameOverride: str | None = None
    subdomain: str = ""
    setHostnameAsFQDN: bool | None = None
    affinity: Affinity = None
    schedulerName: str = ""
    tolerations: tuple[Toleration, ...] = ()
    hostAliases: tuple[HostAlias, ...] = ()
    priorityClassName: str = ""
    priority: int | None = None
    preemptionPolicy: str | None = None
    readinessGates: tuple[PodReadinessGate, ...] = ()
    runtimeClassName: str | None = None
    enableServiceLinks: bool | None = None
    overhead: Mapping[str, QuantityText] = field(factory=dict)
    topologySpreadConstraints: tuple[TopologySpreadConstraint, ...] = ()
    os: PodOS = None
    schedulingGates: tuple[PodSchedulingGate, ...] = ()
    resourceClaims: tuple[PodResourceClaim, ...] = ()
    resources: ResourceRequirements | None = None


@frozen(kw_only=True)
class Pod:
    apiVersion: str = "v1"
    kind: str = "Pod"
    metadata: ObjectMeta = ObjectMeta()
    spec: PodSpec = PodSpec()
    status: PodStatus = PodStatus()


def every_container(spec: PodSpec) -> Iterator[Container]:
    """Init containers in order, then the app containers (not the ephemeral ones)."""
    yield from spec.initContainers
    yield from spec.containers


def all_containers(spec: PodSpec) -> Iterator[Container]:
    """Init containers in order, the app containers, and the ephemeral ones that were added for debugging."""
    yield from every_container(spec)
    yield from spec.ephemeralContainers


def full_name(pod: Pod) -> str:
    """`name_namespace`, as the kubelet's messages write it."""
    return f"{pod.metadata.name}_{pod.metadata.namespace}"


def is_static(pod: Pod) -> bool:
    """The Pod comes from a file or URL of the node, not from the API server (kubelet/types IsStaticPod)."""
    return pod.metadata.annotations.get(CONFIG_SOURCE, "api") != "api"


def is_mirror(pod: Pod) -> bool:
    """The Pod only shows a static Pod in the API (kubelet/types IsMirrorPod); it is annotated as its static Pod is."""
    return CONFIG_MIRROR in pod.metadata.annotations


def is_terminal(phase: str) -> bool:
    """Succeeded and Failed are final."""
    return phase in ("Succeeded", "Failed")
