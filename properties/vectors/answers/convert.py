"""convert: answers convert.jsonl with the container statuses made from the runtime's report."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.container_statuses import api_container_statuses
from ....model.kubelet.rules.restart import should_all_containers_restart
from ....model.objects.status import PodStatus
from ..structure import images_of, structure, structure_pod, structure_runtime, structure_start_errors, unstructure


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """The statuses of app and init containers, and whether all containers are being restarted."""
    pod = structure_pod(given)
    runtime = structure_runtime(given, images_of(pod.spec))
    old = structure(given.get("oldStatus", {}), PodStatus)
    errors = structure_start_errors(given)
    return {
        "containerStatuses": unstructure(api_container_statuses(pod, runtime, old, errors, init=False)),
        "initContainerStatuses": unstructure(api_container_statuses(pod, runtime, old, errors, init=True)),
        "podRestarting": should_all_containers_restart(pod, runtime, old),
    }
