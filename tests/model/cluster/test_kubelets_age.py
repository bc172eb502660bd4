"""Scenario: under some seeds the kubelets have just begun, so that the first probes come late (D25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from podlaw.model.cluster.scenario import run_scenario

PROBE = {"exec": {"command": ["readiness"]}, "periodSeconds": 10}
POD = {
    "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
    "spec": {"containers": [{"name": "app", "image": "app:1", "readinessProbe": PROBE}]},
}  # fmt: skip


@frozen
class Short:
    """Half a minute of one Pod on one node."""

    name: str = "short"
    nodes: tuple[Mapping[str, Any], ...] = (
        {"name": "node-1", "allocatable": {"cpu": "4", "memory": "8Gi", "pods": "110"}},
    )
    objects: tuple[Mapping[str, Any], ...] = (POD,)
    script: Mapping[str, Any] = field(factory=dict)
    actions: tuple[Any, ...] = ()
    settings: Mapping[str, Any] = field(factory=dict)
    start: int = 1_767_225_600_000
    duration: int = 30_000


def ready_at(seed: int) -> float:
    """Seconds until the Pod is Ready."""
    for event in run_scenario(Short(), seed):
        for condition in event["object"]["status"].get("conditions", []):
            if condition["type"] == "Ready" and condition["status"] == "True":
                return float(event["at"])
    raise AssertionError("it was never ready")


def test_the_first_seed_has_old_kubelets_and_others_have_young_ones() -> None:
    moments = [ready_at(seed) for seed in range(16)]
    assert moments[0] < 0.5
    assert 0 < sum(moment > 0.5 for moment in moments) < 16
    assert max(moments) < 10.5
