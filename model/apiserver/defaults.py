"""Defaults: what the API server fills in where a manifest of a Pod says nothing (DEF: SetDefaults_Pod and its kin)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from ..objects.container import (
    Container,
    ContainerPort,
    HTTPGetAction,
    Lifecycle,
    LifecycleHandler,
    Probe,
    ResourceRequirements,
)
from ..objects.pod import Pod, PodSpec
from ..objects.quantity import parse_quantity
from .image_tag import image_tag
from .plain_defaults import default_env, default_volume
from .pod_level_requests import default_pod_level_requests

MILLI = 10**6
"""A thousandth in nanos: amounts in a Pod are rounded up to it."""


def default_pod(pod: Pod) -> Pod:
    """The Pod with every default of the v1 API; what admission adds is not in it (admission_defaults)."""
    return evolve(pod, spec=default_spec(pod.spec))


def default_spec(spec: PodSpec) -> PodSpec:
    account = spec.serviceAccountName or spec.serviceAccount
    spec = evolve(
        spec,
        containers=tuple(default_container(each, spec) for each in spec.containers),
        initContainers=tuple(default_container(each, spec) for each in spec.initContainers),
        ephemeralContainers=tuple(default_container(each, spec) for each in spec.ephemeralContainers),
        volumes=tuple(default_volume(each) for each in spec.volumes),
        overhead=_rounded(spec.overhead),
        restartPolicy=spec.restartPolicy or "Always",
        terminationGracePeriodSeconds=(
            30 if spec.terminationGracePeriodSeconds is None else spec.terminationGracePeriodSeconds
        ),
        dnsPolicy=spec.dnsPolicy or "ClusterFirst",
        schedulerName=spec.schedulerName or "default-scheduler",
        securityContext={} if spec.securityContext is None else spec.securityContext,
        enableServiceLinks=True if spec.enableServiceLinks is None else spec.enableServiceLinks,
        serviceAccountName=account,
        serviceAccount=account,
        imagePullSecrets=tuple({k: v for k, v in each.items() if v} for each in spec.imagePullSecrets),
    )
    return evolve(spec, resources=default_pod_level_requests(spec))


def default_container(container: Container, spec: PodSpec) -> Container:
    """imagePullPolicy by tag; a limit is also the request where there is none; a host's port equals the container's."""
    policy = "Always" if image_tag(container.image) == "latest" else "IfNotPresent"
    return evolve(
        container,
        imagePullPolicy=container.imagePullPolicy or policy,
        terminationMessagePath=container.terminationMessagePath or "/dev/termination-log",
        terminationMessagePolicy=container.terminationMessagePolicy or "File",
        ports=tuple(_default_port(each, spec.hostNetwork) for each in container.ports),
        env=tuple(default_env(each) for each in container.env),
        resources=_default_resources(container.resources),
        livenessProbe=_default_probe(container.livenessProbe),
        readinessProbe=_default_probe(container.readinessProbe),
        startupProbe=_default_probe(container.startupProbe),
        lifecycle=_default_lifecycle(container.lifecycle),
    )


def _default_port(port: ContainerPort, on_host: bool) -> ContainerPort:
    host_port = port.hostPort or (port.containerPort if on_host else 0)
    return evolve(port, protocol=port.protocol or "TCP", hostPort=host_port)


def _default_resources(resources: ResourceRequirements) -> ResourceRequirements:
    limits = _rounded(resources.limits)
    return evolve(resources, limits=limits, requests={**_rounded(resources.requests), **_missing(resources, limits)})


def _missing(resources: ResourceRequirements, limits: Mapping[str, str]) -> dict[str, str]:
    return {name: amount for name, amount in limits.items() if name not in resources.requests}


def _rounded(amounts: Mapping[str, str]) -> dict[str, str]:
    """Every amount rounded away from zero to a thousandth (SetDefaults_ResourceList)."""
    return {name: _round(amount) for name, amount in amounts.items()}


def _round(amount: str) -> str:
    quantity = parse_quantity(amount)
    if quantity.nanos % MILLI == 0:
        return str(quantity)
    return str(evolve(quantity, nanos=quantity.milli_value() * MILLI, text=""))


def _default_probe(probe: Probe | None) -> Probe | None:
    return probe and evolve(
        probe,
        timeoutSeconds=probe.timeoutSeconds or 1,
        periodSeconds=probe.periodSeconds or 10,
        successThreshold=probe.successThreshold or 1,
        failureThreshold=probe.failureThreshold or 3,
        httpGet=_default_http(probe.httpGet),
    )


def _default_http(action: HTTPGetAction | None) -> HTTPGetAction | None:
    return action and evolve(action, path=action.path or "/", scheme=action.scheme or "HTTP")


def _default_lifecycle(lifecycle: Lifecycle | None) -> Lifecycle | None:
    """The gate ContainerStopSignals is off: a stopSignal is dropped, and a lifecycle that says no more goes with it."""
    if lifecycle is None:
        return None
    kept = Lifecycle(postStart=_default_handler(lifecycle.postStart), preStop=_default_handler(lifecycle.preStop))
    return None if lifecycle.stopSignal is not None and kept == Lifecycle() else kept


def _default_handler(handler: LifecycleHandler | None) -> LifecycleHandler | None:
    return handler and evolve(handler, httpGet=_default_http(handler.httpGet))
