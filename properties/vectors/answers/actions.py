"""actions: the answers to actions.jsonl (KRM computePodActions)."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.actions import PodActions
from ....model.kubelet.rules.pod_actions import pod_actions
from ....model.kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from ....model.objects.container import ResourceRequirements
from ..structure import Given, images_of, structure, structure_pod, structure_runtime


def answer(given: Given) -> dict[str, Any]:
    """The plan of the next sync."""
    pod = structure_pod(given)
    published = {
        (result["id"], ProbeType(result["probe"])): ProbeResult(result["result"])
        for result in given.get("probeResults", ())
    }
    return as_recorded(
        pod_actions(
            pod,
            structure_runtime(given, images_of(pod.spec)),
            ProbeResults(published),
            restart_all_containers=given["restartAllContainers"],
            actuated=structure(given.get("actuatedResources", {}), dict[str, ResourceRequirements]),
        )
    )


def as_recorded(plan: PodActions) -> dict[str, Any]:
    """The plan under the names of KRM podActions."""
    kills = sorted(plan.containers_to_kill, key=lambda kill: kill.id)
    return {
        "KillPod": plan.kill_pod,
        "CreateSandbox": plan.create_sandbox,
        "SandboxID": plan.sandbox_id,
        "Attempt": plan.attempt,
        "InitContainersToStart": list(plan.init_containers_to_start),
        "ContainersToStart": list(plan.containers_to_start),
        "EphemeralContainersToStart": list(plan.ephemeral_containers_to_start),
        "ContainersToKill": [
            {"id": kill.id, "name": kill.name, "message": kill.message, "reason": kill.reason} for kill in kills
        ],
        "ContainersToReset": [{"id": one.id, "kill": one.kill} for one in plan.containers_to_reset],
        "ContainersToUpdate": {resource: list(names) for resource, names in plan.containers_to_update.items()},
        "UpdatePodResources": plan.update_pod_resources or None,
    }
