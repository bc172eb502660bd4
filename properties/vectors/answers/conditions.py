"""conditions: answers conditions.jsonl with the conditions that container statuses and phase make."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.conditions import (
    containers_ready_condition,
    pod_initialized_condition,
    pod_ready_condition,
)
from ....model.objects.status import ContainerStatus, PodCondition
from ..structure import structure_list, structure_pod, unstructure


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """ContainersReady, Ready and Initialized."""
    pod, phase = structure_pod(given), given["phase"]
    statuses = structure_list(given, "allContainerStatuses", ContainerStatus)
    known = statuses if "allContainerStatuses" in given else None
    gates = structure_list(given, "conditions", PodCondition)
    old = structure_list(given, "oldConditions", PodCondition)
    found = (
        containers_ready_condition(pod, known, phase),
        pod_ready_condition(pod, gates, known, phase),
        pod_initialized_condition(pod, old, known, phase),
    )
    return {condition.type: unstructure(condition) for condition in found}
