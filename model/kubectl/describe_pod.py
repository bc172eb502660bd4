"""Describe pod: what `kubectl describe pod` prints of a Pod and its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from ..apiserver.rules.qos import pod_qos
from ..kubelet.agent.events import KubeEvent
from ..objects.human_duration import human_duration
from ..objects.pod import Pod, Toleration, is_terminal
from ..objects.time import Millis
from .describe_containers import NONE, container_lines, date, resource_lines
from .describe_events import event_lines
from .describe_volumes import volume_lines
from .tab_writer import tabulated

LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
LONGEST: Final = 140
"""Characters of an annotation that are shown in its own line."""


def describe_pod(pod: Pod, events: Sequence[KubeEvent], now: Millis) -> str:
    """The whole text; `events` are the Pod's own, in the order of their first occurrence."""
    if not events:
        return tabulated((*_lines(pod, now), *event_lines(events, now)))
    return tabulated(_lines(pod, now)) + tabulated(event_lines(events, now))


def describe_removed(name: str, events: Sequence[KubeEvent], now: Millis) -> str:
    """What is said of a Pod that is no longer there: its events, if any, else only that it is not found."""
    error = f'pods "{name}" not found'
    if not events:
        return f"Error from server (NotFound): {error}\n"
    return tabulated([f"Pod '{name}': error '{error}', but found events."]) + tabulated(event_lines(events, now))


def _lines(pod: Pod, now: Millis) -> Iterator[str]:
    spec, status = pod.spec, pod.status
    yield from _identity(pod)
    yield from _status(pod, now)
    yield f"IP:\t{status.podIP}"
    yield "IPs:" if status.podIPs else f"IPs:\t{NONE}"
    yield from (f"  IP:\t{each.ip}" for each in status.podIPs)
    yield from (f"Controlled By:\t{each.kind}/{each.name}" for each in pod.metadata.ownerReferences if each.controller)
    if status.nominatedNodeName:
        yield f"NominatedNodeName:\t{status.nominatedNodeName}"
    if spec.resources is not None:
        yield "Resources:"
        yield from resource_lines(spec.resources, "  ")
    if spec.initContainers:
        yield "Init Containers:"
        yield from container_lines(pod, spec.initContainers, status.initContainerStatuses)
    yield "Containers:"
    yield from container_lines(pod, spec.containers, status.containerStatuses)
    if spec.ephemeralContainers:
        yield "Ephemeral Containers:"
        yield from container_lines(pod, spec.ephemeralContainers, status.ephemeralContainerStatuses)
    yield from _conditions(pod)
    yield from volume_lines(spec.volumes)
    yield f"QoS Class:\t{status.qosClass or pod_qos(spec)}"
    yield from _column("Node-Selectors", _pairs(spec.nodeSelector))
    yield from _column("Tolerations", map(_toleration, sorted(spec.tolerations, key=lambda each: each.key)))
    if spec.topologySpreadConstraints:
        constraints = sorted(spec.topologySpreadConstraints, key=lambda each: str(each["topologyKey"]))
        yield from _column("Topology Spread Constraints", map(_constraint, constraints))


def _identity(pod: Pod) -> Iterator[str]:
    """Name to Annotations."""
    meta, spec, status = pod.metadata, pod.spec, pod.status
    yield f"Name:\t{meta.name}"
    yield f"Namespace:\t{meta.namespace}"
    if spec.priority is not None:
        yield f"Priority:\t{spec.priority}"
    if spec.priorityClassName:
        yield f"Priority Class Name:\t{spec.priorityClassName}"
    if spec.runtimeClassName:
        yield f"Runtime Class Name:\t{spec.runtimeClassName}"
    if spec.serviceAccountName:
        yield f"Service Account:\t{spec.serviceAccountName}"
    yield f"Node:\t{spec.nodeName}/{status.hostIP}" if spec.nodeName else f"Node:\t{NONE}"
    if status.startTime is not None:
        yield f"Start Time:\t{date(status.startTime)}"
    yield from _column("Labels", _pairs(meta.labels))
    yield from _column("Annotations", _annotations(meta.annotations))


def _status(pod: Pod, now: Millis) -> Iterator[str]:
    meta, status = pod.metadata, pod.status
    if meta.deletionTimestamp is not None and not is_terminal(status.phase):
        yield f"Status:\tTerminating (lasts {human_duration(now - meta.deletionTimestamp * 1000)})"
        yield f"Termination Grace Period:\t{meta.deletionGracePeriodSeconds or 0}s"
    else:
        yield f"Status:\t{status.phase}"
    if status.reason:
        yield f"Reason:\t{status.reason}"
    if status.message:
        yield f"Message:\t{status.message}"
    profile = (pod.spec.securityContext or {}).get("seccompProfile")
    if profile is not None:
        yield f"SeccompProfile:\t{profile['type']}"
        if profile["type"] == "Localhost":
            yield f"LocalhostProfile:\t{profile['localhostProfile']}"


def _conditions(pod: Pod) -> Iterator[str]:
    conditions = pod.status.conditions
    if pod.spec.readinessGates:
        yield from ("Readiness Gates:", "  Type\tStatus")
        for gate in pod.spec.readinessGates:
            found = next((each.status for each in conditions if each.type == gate.conditionType), NONE)
            yield f"  {gate.conditionType} \t{found} "
    if conditions:
        yield from ("Conditions:", "  Type\tStatus")
        yield from (f"  {each.type} \t{each.status} " for each in conditions)


def _column(title: str, values: Iterable[str]) -> Iterator[str]:
    """The title beside the first value, the others below that."""
    for index, value in enumerate(list(values) or [NONE]):
        yield f"{'' if index else f'{title}:'}\t{value}"


def _pairs(labels: Mapping[str, str]) -> Iterator[str]:
    return (f"{key}={labels[key]}" for key in sorted(labels))


def _annotations(annotations: Mapping[str, str]) -> Iterator[str]:
    """A short one in a line; a long one, or one of several lines, below its name, cut to the length of a line."""
    for key in sorted(annotations):
        value = annotations[key].removesuffix("\n")
        if key == LAST_APPLIED:
            continue
        if len(key) + len(value) + 2 <= LONGEST and "\n" not in value:
            yield f"{key}: {value}"
            continue
        yield f"{key}:"
        for line in value.split("\n"):
            yield f"  {line}" if len(line) <= LONGEST - 2 else f"  {line[: LONGEST - 2]}..."


def _toleration(one: Toleration) -> str:
    """`node.kubernetes.io/not-ready:NoExecute op=Exists for 300s`."""
    text = one.key + (f"={one.value}" if one.value else "") + (f":{one.effect}" if one.effect else "")
    if one.operator == "Exists" and not one.value:
        text += " op=Exists" if text else "op=Exists"
    return text if one.tolerationSeconds is None else f"{text} for {one.tolerationSeconds}s"


def _constraint(one: Mapping[str, Any]) -> str:
    """`zone:DoNotSchedule when max skew 1 is exceeded for selector app=web`."""
    text = f"{one['topologyKey']}:{one['whenUnsatisfiable']} when max skew {one['maxSkew']} is exceeded"
    selector = one.get("labelSelector")
    if selector is None:
        return text
    wanted = list(_pairs(selector.get("matchLabels") or {}))
    wanted += [_requirement(each) for each in selector.get("matchExpressions") or ()]
    return f"{text} for selector {','.join(wanted) or NONE}"


def _requirement(one: Mapping[str, Any]) -> str:
    """As a selector is written in one line: `app in (a,b)`, `app`, `!app`."""
    match one["operator"]:
        case "Exists":
            return str(one["key"])
        case "DoesNotExist":
            return f"!{one['key']}"
        case operator:
            return f"{one['key']} {operator.lower()} ({','.join(sorted(one['values']))})"
