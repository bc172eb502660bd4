"""disruption: what the status says of a Pod that its kubelet ends, and which Pods are critical."""

from __future__ import annotations

import pytest

from podlaw.model.kubelet.rules.disruption import Mark, is_critical, marked_status
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import PodCondition, PodStatus

READY = PodCondition(type="Ready", status="True")


def test_the_mark_is_failed_with_a_disruption_target() -> None:
    status = marked_status(PodStatus(phase="Running", conditions=(READY,)), Mark("Evicted", "low"), 3)
    assert (status.phase, status.reason, status.message) == ("Failed", "Evicted", "low")
    target = PodCondition(
        type="DisruptionTarget",
        status="True",
        reason="TerminationByKubelet",
        message="low",
        observedGeneration=3,
    )
    assert status.conditions == (READY, target)


@pytest.mark.parametrize(("spares", "phase"), [(True, "Succeeded"), (False, "Failed")])
def test_only_a_shutdown_lets_a_success_stand(spares: bool, phase: str) -> None:
    mark = Mark("Terminated", "down", spares_success=spares)
    assert marked_status(PodStatus(phase="Succeeded"), mark, 1).phase == phase


@pytest.mark.parametrize(
    ("priority", "annotations", "critical"),
    [
        (None, {}, False),
        (1_999_999_999, {}, False),
        (2_000_000_000, {}, True),
        (0, {"kubernetes.io/config.source": "file"}, True),
    ],
)
def test_the_critical_are_of_the_systems_priorities_or_static(
    priority: int | None, annotations: dict[str, str], critical: bool
) -> None:
    pod = Pod(metadata=ObjectMeta(annotations=annotations), spec=PodSpec(priority=priority))
    assert is_critical(pod) is critical
