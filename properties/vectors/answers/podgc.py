"""podgc: the answers to podgc.jsonl (PGC gc)."""

from __future__ import annotations

from typing import Any

from ....model.controllers.rules.pod_gc import OUT_OF_SERVICE, collections
from ....model.objects.meta import ObjectMeta
from ....model.objects.node import Node, NodeCondition, NodeSpec, NodeStatus, Taint
from ....model.objects.pod import Pod, PodSpec
from ....model.objects.status import PodStatus
from ....model.objects.time import Time
from ..structure import Given


def answer(given: Given) -> dict[str, Any]:
    """The names of the Pods that are deleted, and what is written into their status before."""
    nodes = {node["name"]: node_of(node) for node in given["nodes"]}
    found = collections(map(pod_of, given["pods"]), nodes, given["terminatedPodThreshold"])
    return {
        "deleted": sorted(each.pod.metadata.name for each in found),
        "markedFailed": sorted(each.pod.metadata.name for each in found if each.marks_failed),
        "disruptionTarget": sorted(each.pod.metadata.name for each in found if each.sets_disruption_target),
    }


def node_of(given: Given) -> Node:
    """The short form of a node."""
    taint = Taint(key=OUT_OF_SERVICE, effect="NoExecute")
    return Node(
        metadata=ObjectMeta(name=given["name"]),
        spec=NodeSpec(taints=(taint,) if given["outOfService"] else ()),
        status=NodeStatus(conditions=(NodeCondition(type="Ready", status=given["ready"]),)),
    )


def pod_of(given: Given) -> Pod:
    """The short form of a Pod."""
    return Pod(
        metadata=ObjectMeta(
            name=given["name"],
            creationTimestamp=Time(given["createdAt"]),
            deletionTimestamp=Time(0) if given.get("deleting") else None,
        ),
        spec=PodSpec(nodeName=given.get("nodeName", "")),
        status=PodStatus(phase=given["phase"], reason=given.get("reason", "")),
    )
