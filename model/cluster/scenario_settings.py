"""ScenarioSettings: how the kubelets of a recorded scenario were configured where it was not the default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..runtime.script import millis
from .cluster import Cluster


def configure(cluster: Cluster, settings: Mapping[str, Any]) -> None:
    """Give every kubelet that is there the recorded periods of graceful shutdown."""
    total = millis(settings.get("shutdownGracePeriod", 0), "settings.shutdownGracePeriod")
    critical = millis(settings.get("shutdownGracePeriodCriticalPods", 0), "settings.shutdownGracePeriodCriticalPods")
    for name in cluster.kubelets:
        cluster.set_shutdown_grace(name, total // 1000, critical // 1000)
