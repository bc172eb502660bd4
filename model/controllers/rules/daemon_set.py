"""daemon_set: on which nodes a DaemonSet wants a Pod, and which Pods make room for newer ones (daemon_controller.go)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from ...objects.daemon_set import DaemonSet
from ...objects.node import Node
from ...objects.pod import Pod, PodSpec, Toleration, is_terminal
from ...objects.time import Millis
from ...objects.tolerations import untolerated_taint
from ...scheduler.rules.node_selector import matches_node
from .deployment import resolved
from .replica_count import is_available

TOLERATED = (
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
)
"""What every Pod of a DaemonSet puts up with (AddOrUpdateDaemonPodTolerations)."""

NETWORK = ("node.kubernetes.io/network-unavailable", "NoSchedule")
"""And what those on the host's network do besides."""


@frozen
class Fit:
    """`may_run`: a new Pod may come; `may_continue`: one that is there may stay."""

    may_run: bool
    may_continue: bool


def with_tolerations(spec: PodSpec) -> PodSpec:
    """The spec of a Pod of a DaemonSet."""
    wanted = (*TOLERATED, *((NETWORK,) if spec.hostNetwork else ()))
    added = tuple(Toleration(key=key, operator="Exists", effect=effect) for key, effect in wanted)
    own = tuple(each for each in spec.tolerations if each not in added)
    return evolve(spec, tolerations=(*own, *added))


def on_node(spec: PodSpec, node: str) -> PodSpec:
    """The spec, bound to this node by a required affinity to its name (ReplaceDaemonSetPodNodeNameNodeAffinity)."""
    named = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}
    affinity = dict(spec.affinity or {})
    near = dict(affinity.get("nodeAffinity") or {})
    near["requiredDuringSchedulingIgnoredDuringExecution"] = {"nodeSelectorTerms": [named]}
    return evolve(spec, affinity={**affinity, "nodeAffinity": near})


def target_node(pod: Pod) -> str:
    """The node that the Pod is on or was made for (GetTargetNodeName)."""
    if pod.spec.nodeName:
        return pod.spec.nodeName
    near = (pod.spec.affinity or {}).get("nodeAffinity") or {}
    required = near.get("requiredDuringSchedulingIgnoredDuringExecution") or {}
    for term in required.get("nodeSelectorTerms") or ():
        for field in term.get("matchFields") or ():
            if field.get("key") == "metadata.name" and len(field.get("values") or ()) == 1:
                return str(field["values"][0])
    return ""


def fit(daemon_set: DaemonSet, node: Node) -> Fit:
    """NodeShouldRunDaemonPod."""
    spec = with_tolerations(daemon_set.spec.template.spec)
    if spec.nodeName not in ("", node.metadata.name) or not matches_node(spec, node):
        return Fit(False, False)
    taints = node.spec.taints
    if untolerated_taint(taints, spec.tolerations, ("NoSchedule", "NoExecute")) is None:
        return Fit(True, True)
    return Fit(False, untolerated_taint(taints, spec.tolerations, ("NoExecute",)) is None)


def by_age(pods: Sequence[Pod]) -> list[Pod]:
    """Those with a node first, then the oldest (podByCreationTimestampAndPhase)."""
    return sorted(pods, key=lambda pod: (not pod.spec.nodeName, pod.metadata.creationTimestamp or 0, pod.metadata.name))


def counts_for(pods: Sequence[Pod]) -> list[Pod]:
    """A Pod that has ended and is being deleted is no longer on its node."""
    return [pod for pod in pods if not (is_terminal(pod.status.phase) and pod.metadata.deletionTimestamp is not None)]


def outdated(
    daemon_set: DaemonSet, on_nodes: Mapping[str, Sequence[Pod]], code: str, label: str, now: Millis
) -> list[Pod]:
    """The Pods of an old template that may go now, as long as no more than maxUnavailable are missing (rollingUpdate)."""
    rolling = daemon_set.spec.updateStrategy.rollingUpdate
    most = resolved(rolling.maxUnavailable if rolling is not None else 1, len(on_nodes), up=True)
    missing, must_go, may_go = 0, list[Pod](), list[Pod]()
    least = daemon_set.spec.minReadySeconds
    for name in sorted(on_nodes):
        pods = [pod for pod in on_nodes[name] if pod.metadata.deletionTimestamp is None]
        new = [pod for pod in pods if pod.metadata.labels.get(label) == code]
        old = [pod for pod in pods if pod not in new]
        if len(pods) != 1:
            missing += 1
        elif new:
            missing += not is_available(new[0], least, now)
        elif not is_available(old[0], least, now):
            must_go.append(old[0])
        else:
            may_go.append(old[0])
    return [*must_go, *may_go[: max(0, most - missing)]]
