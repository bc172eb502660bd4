"""ready: answers ready.jsonl with `ready` and `started` of each container."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.readiness import update_pod_status
from ....model.objects.status import ContainerStatus, PodCondition, PodStatus
from ....model.objects.time import Time
from ..structure import Given, structure, structure_pod, structure_probe_results

STARTED_AT = "2031-01-01T00:00:00Z"
LONG_BEFORE = Time(0)
LONG_AFTER = Time(4_000_000_000)


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """The two lists with `ready` and `started` filled in."""
    was_ready = PodCondition(type="Ready", status="True" if given["podWasReady"] else "False")
    pod = structure_pod(given, PodStatus(conditions=(was_ready,)))
    status = PodStatus(
        containerStatuses=tuple(map(container_status, given["containerStatuses"])),
        initContainerStatuses=tuple(map(container_status, given["initContainerStatuses"])),
    )
    kubelet_started = LONG_AFTER if given["kubeletRestarted"] else LONG_BEFORE
    after = update_pod_status(pod, status, structure_probe_results(given, "container"), kubelet_started=kubelet_started)
    return {
        "containerStatuses": [shown(one) for one in after.containerStatuses],
        "initContainerStatuses": [shown(one) for one in after.initContainerStatuses],
    }


def container_status(given: Given) -> ContainerStatus:
    """The short form of these vectors as a status; the container's name serves as the id of its instance."""
    states: dict[str, dict[str, Any]] = {
        "waiting": {},
        "running": {"startedAt": STARTED_AT},
        "terminated": {"exitCode": given.get("exitCode", 0)},
    }
    state = {given["state"]: states[given["state"]]}
    return structure({**given, "state": state, "containerID": given["name"]}, ContainerStatus)


def shown(status: ContainerStatus) -> dict[str, Any]:
    """The fields that the answer has."""
    return {"name": status.name, "ready": status.ready, "started": status.started}
