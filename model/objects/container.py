"""Container: one entry of spec.containers, spec.initContainers or spec.ephemeralContainers (semantics A.3)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .shapes import (
    ContainerSecurityContext,
    EnvFromSource,
    EnvVar,
    HTTPHeader,
    QuantityText,
    ResourceClaim,
    VolumeDevice,
    VolumeMount,
)


@frozen(kw_only=True)
class ContainerPort:
    containerPort: int
    name: str = ""
    hostPort: int = 0
    hostIP: str = ""
    protocol: str = "TCP"


@frozen(kw_only=True)
class ResourceRequirements:
    requests: Mapping[str, QuantityText] = field(factory=dict)
    limits: Mapping[str, QuantityText] = field(factory=dict)
    claims: tuple[ResourceClaim, ...] = ()


@frozen(kw_only=True)
class ContainerResizePolicy:
    resourceName: str
    restartPolicy: str


@frozen(kw_only=True)
class ExitCodes:
    operator: str
    values: tuple[int, ...] = ()


@frozen(kw_only=True)
class ContainerRestartRule:
    action: str
    exitCodes: ExitCodes | None = None


@frozen(kw_only=True)
class ExecAction:
    command: tuple[str, ...] = ()


@frozen(kw_only=True)
class HTTPGetAction:
    port: int | str
    path: str = "/"
    host: str = ""
    scheme: str = "HTTP"
    httpHeaders: tuple[HTTPHeader, ...] = ()


@frozen(kw_only=True)
class TCPSocketAction:
    port: int | str
    host: str = ""


@frozen(kw_only=True)
class GRPCAction:
    port: int
    service: str = ""


@frozen(kw_only=True)
class SleepAction:
    seconds: int


@frozen(kw_only=True)
class LifecycleHandler:
    exec: ExecAction | None = None
    httpGet: HTTPGetAction | None = None
    tcpSocket: TCPSocketAction | None = None
    sleep: SleepAction | None = None


@frozen(kw_only=True)
class Lifecycle:
    postStart: LifecycleHandler | None = None
    preStop: LifecycleHandler | None = None
    stopSignal: str | None = None


@frozen(kw_only=True)
class Probe:
    exec: ExecAction | None = None
    httpGet: HTTPGetAction | None = None
    tcpSocket: TCPSocketAction | None = None
    grpc: GRPCAction | None = None
    initialDelaySeconds: int = 0
    timeoutSeconds: int = 1
    periodSeconds: int = 10
    successThreshold: int = 1
    failureThreshold: int = 3
    terminationGracePeriodSeconds: int | None = None


@frozen(kw_only=True)
class Container:
    name: str
    image: str = ""
    imagePullPolicy: str = ""
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    workingDir: str = ""
    ports: tuple[ContainerPort, ...] = ()
    env: tuple[EnvVar, ...] = ()
    envFrom: tuple[EnvFromSource, ...] = ()
    resources: ResourceRequirements = ResourceRequirements()
    resizePolicy: tuple[ContainerResizePolicy, ...] = ()
    restartPolicy: str | None = None
    restartPolicyRules: tuple[ContainerRestartRule, ...] = ()
    volumeMounts: tuple[VolumeMount, ...] = ()
    volumeDevices: tuple[VolumeDevice, ...] = ()
    livenessProbe: Probe | None = None
    readinessProbe: Probe | None = None
    startupProbe: Probe | None = None
    lifecycle: Lifecycle | None = None
    terminationMessagePath: str = ""
    terminationMessagePolicy: str = ""
    securityContext: ContainerSecurityContext = None
    stdin: bool = False
    stdinOnce: bool = False
    tty: bool = False
    targetContainerName: str = ""


def is_sidecar(container: Container) -> bool:
    """An entry of initContainers whose own restartPolicy is Always (PUTIL IsRestartableInitContainer)."""
    return container.restartPolicy == "Always"
