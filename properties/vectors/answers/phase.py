"""phase: answers phase.jsonl with the phase of a spec and its container statuses."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.phase import pod_phase
from ....model.objects.pod import is_static
from ....model.objects.status import ContainerStatus
from ..structure import structure_list, structure_pod


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """The phase."""
    pod = structure_pod(given)
    phase = pod_phase(
        pod.spec,
        structure_list(given, "initContainerStatuses", ContainerStatus),
        structure_list(given, "containerStatuses", ContainerStatus),
        pod_is_terminal=given["podIsTerminal"],
        pod_has_initialized=given["podHasInitialized"],
        static=is_static(pod),
    )
    return {"phase": phase}
