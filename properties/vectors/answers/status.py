"""status: answers status.jsonl with the whole status of a Pod."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.pod_status import api_pod_status
from ....model.objects.status import PodStatus
from ..structure import (
    images_of,
    structure,
    structure_pod,
    structure_probe_results,
    structure_runtime,
    structure_start_errors,
    unstructure,
)

FIELDS = ("phase", "reason", "podIP", "qosClass", "conditions", "containerStatuses", "initContainerStatuses")


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """The fields of the status that the vectors show."""
    old = structure(given["oldStatus"], PodStatus)
    pod = structure_pod(given, old)
    status = api_pod_status(
        pod,
        structure_runtime(given, images_of(pod.spec)),
        old,
        structure_start_errors(given),
        structure_probe_results(given),
        pod_is_terminal=given["podIsTerminal"],
    )
    return {field: unstructure(getattr(status, field)) for field in FIELDS}
