"""disruption: the status of a Pod that the kubelet itself ends: by node-pressure eviction or node shutdown (semantics B18.12)."""

from __future__ import annotations

from attrs import evolve, frozen

from ...objects.pod import Pod, is_static
from ...objects.status import PodCondition, PodStatus
from .conditions import DISRUPTION_TARGET, put_condition

SYSTEM_CRITICAL = 2_000_000_000
"""The least priority of a critical Pod (scheduling SystemCriticalPriority)."""


@frozen
class Mark:
    """What the status says from the moment at which the kubelet begins to end the Pod; `spares_success`: unless it has
    succeeded."""

    reason: str
    message: str
    spares_success: bool = False


def is_critical(pod: Pod) -> bool:
    """A static Pod, its mirror, or one of the system's priorities (kubelet/types IsCriticalPod)."""
    return is_static(pod) or (pod.spec.priority or 0) >= SYSTEM_CRITICAL


def marked_status(status: PodStatus, mark: Mark, generation: int) -> PodStatus:
    """The status as Failed with the mark's reason, and DisruptionTarget True as of this generation of the Pod.

    How the containers then end is computed later: where all app containers exit with 0 the Pod has succeeded after all,
    without a reason (EVM evictPod, NSD killPods).
    """
    spared = mark.spares_success and status.phase == "Succeeded"
    condition = PodCondition(
        type=DISRUPTION_TARGET,
        status="True",
        reason="TerminationByKubelet",
        message=mark.message,
        observedGeneration=generation,
    )
    return evolve(
        status,
        phase=status.phase if spared else "Failed",
        reason=mark.reason,
        message=mark.message,
        conditions=put_condition(status.conditions, condition),
    )
