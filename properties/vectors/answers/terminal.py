"""terminal: answers terminal.jsonl with the last status of a Pod, or with what of a status is sent to the API."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.terminal import merge_pod_status, terminate_pod
from ....model.objects.status import PodStatus
from ..structure import structure, structure_pod, unstructure


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """By kind: phase and container statuses after the end, or phase, reason and conditions after the merge."""
    if given["kind"] == "terminate":
        status = structure(given["status"], PodStatus)
        status = terminate_pod(structure_pod(given, status), status)
        fields = ("phase", "containerStatuses", "initContainerStatuses")
    else:
        status = merge_pod_status(
            structure(given["old"], PodStatus),
            structure(given["new"], PodStatus),
            could_have_running_containers=given["couldHaveRunningContainers"],
        )
        fields = ("phase", "reason", "conditions")
    return {field: unstructure(getattr(status, field)) for field in fields}
