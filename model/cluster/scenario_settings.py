"""ScenarioSettings: how the kubelets of a recorded scenario were configured where it was not the default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..kubelet.rules.thresholds import EvictionConfiguration, read_threshold
from ..runtime.script import millis
from .cluster import Cluster

HARD = re.compile(r"(\S+<\S+) \(hard\)")
SOFT = re.compile(r"(\S+<\S+) for (\d+) s \(soft\)")
LONGEST_GRACE = re.compile(r"evictionMaxPodGracePeriod (\d+) s")


def configure(cluster: Cluster, settings: Mapping[str, Any]) -> None:
    """Give every kubelet that is there the recorded periods of graceful shutdown and the recorded eviction thresholds."""
    total = millis(settings.get("shutdownGracePeriod", 0), "settings.shutdownGracePeriod")
    critical = millis(settings.get("shutdownGracePeriodCriticalPods", 0), "settings.shutdownGracePeriodCriticalPods")
    eviction = read_eviction(settings.get("eviction", ""))
    for name in cluster.kubelets:
        cluster.set_shutdown_grace(name, total // 1000, critical // 1000)
        cluster.set_eviction(name, eviction)


def read_eviction(words: str) -> EvictionConfiguration:
    """The thresholds that a recording's words name; without a word there are none, as in all other recordings."""
    hard = [read_threshold(each) for each in HARD.findall(words)]
    soft = [read_threshold(each, grace=int(seconds)) for each, seconds in SOFT.findall(words)]
    longest = LONGEST_GRACE.search(words)
    return EvictionConfiguration(thresholds=(*hard, *soft), max_pod_grace=int(longest[1]) if longest else 0)
