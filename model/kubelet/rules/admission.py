"""Admission: whether the kubelet takes a Pod that is bound to its node (ADM predicateAdmitHandler; semantics B17.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from ...objects.container import Container
from ...objects.node import Node
from ...objects.pod import Pod, is_static
from ...objects.tolerations import untolerated_taint
from ...scheduler.rules import node_affinity, node_name, node_ports, taint_toleration
from ...scheduler.rules.node_info import NodeInfo
from ...scheduler.rules.node_resources_fit import Insufficient, insufficient_resources
from ...scheduler.rules.node_selector import matches_node

OPERATING_SYSTEM: Final = "linux"
OS_LABEL: Final = "kubernetes.io/os"
UNTOLERATED: Final = "node(s) had taints that the pod didn't tolerate"


@frozen
class AdmissionFailure:
    """Why the Pod is refused: `reason` and `message` become those of its status, whose phase is then Failed; `lacking`
    is the resource that room could be made for by preemption."""

    reason: str
    message: str
    lacking: Insufficient | None = None


def admit(pod: Pod, node: Node, others: tuple[Pod, ...]) -> AdmissionFailure | None:
    """The first reason against the Pod beside the others that the kubelet has taken; None: it is taken (B17.1)."""
    return next(admission_failures(pod, node, others), None)


def admission_failures(pod: Pod, node: Node, others: tuple[Pod, ...]) -> Iterator[AdmissionFailure]:
    """All reasons in the kubelet's order: the operating system, resources, affinity, name, ports, NoExecute taints."""
    if pod.metadata.labels.get(OS_LABEL, OPERATING_SYSTEM) != OPERATING_SYSTEM:
        message = f"Failed to admit pod as the `{OS_LABEL}` label doesn't match node label"
        yield AdmissionFailure("PodOSSelectorNodeLabelDoesNotMatch", message)
    if pod.spec.os is not None and pod.spec.os.get("name") != OPERATING_SYSTEM:
        yield AdmissionFailure("PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS")
    info = NodeInfo(node, others)
    for each in insufficient_resources(without_missing_extended_resources(pod, info), info):
        yield _out_of(each)
    if not matches_node(pod.spec, node):
        yield _failed(node_affinity.NAME, node_affinity.REASON)
    if node_name.filter_node(pod, info) is not None:
        yield _failed(node_name.NAME, node_name.REASON)
    if node_ports.filter_node(pod, info) is not None:
        yield _failed(node_ports.NAME, node_ports.REASON)
    tolerations = pod.spec.tolerations
    if not is_static(pod) and untolerated_taint(node.spec.taints, tolerations, ("NoExecute",)) is not None:
        yield _failed(taint_toleration.NAME, UNTOLERATED)


def _out_of(each: Insufficient) -> AdmissionFailure:
    message = (
        f"Node didn't have enough resource: {each.resource}, requested: {each.requested}, used: {each.used}, "
        f"capacity: {each.capacity}"
    )
    return AdmissionFailure(f"OutOf{each.resource}", message, each)


def _failed(predicate: str, reason: str) -> AdmissionFailure:
    return AdmissionFailure(predicate, f"Predicate {predicate} failed: {reason}")


def without_missing_extended_resources(pod: Pod, info: NodeInfo) -> Pod:
    """The Pod without requests for extended resources that the node does not have at all: these are others' business
    (removeMissingExtendedResources)."""

    containers = (*pod.spec.containers, *pod.spec.initContainers)
    if not any(is_extended_resource(name) for each in containers for name in each.resources.requests):
        return pod

    def kept(requests: Mapping[str, str]) -> dict[str, str]:
        return {k: v for k, v in requests.items() if not is_extended_resource(k) or k in info.allocatable}

    def stripped(containers: tuple[Container, ...]) -> tuple[Container, ...]:
        return tuple(evolve(c, resources=evolve(c.resources, requests=kept(c.resources.requests))) for c in containers)

    spec = evolve(pod.spec, containers=stripped(pod.spec.containers), initContainers=stripped(pod.spec.initContainers))
    return evolve(pod, spec=spec)


def is_extended_resource(name: str) -> bool:
    """A resource of somebody's own domain, such as example.com/gpu (v1helper IsExtendedResourceName)."""
    return "/" in name and "kubernetes.io/" not in name and not name.startswith("requests.")
