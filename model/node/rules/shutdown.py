"""shutdown: in which order, and with how much time, a node's Pods end when its machine shuts down (NSD; semantics B14.23)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from ...kubelet.rules.disruption import SYSTEM_CRITICAL, Mark
from ...objects.pod import Pod

SHUT_DOWN = Mark("Terminated", "Pod was terminated in response to imminent node shutdown.", spares_success=True)
REFUSED, REFUSED_MESSAGE = "NodeShutdown", "Pod was rejected as the node is shutting down."


@frozen
class ShutdownPeriod:
    """Pods of this priority and above, up to that of the next period, have so many seconds."""

    priority: int
    seconds: int


def shutdown_periods(total: int, critical: int) -> tuple[ShutdownPeriod, ...]:
    """shutdownGracePeriod and shutdownGracePeriodCriticalPods, in seconds, as periods: critical Pods have the last part
    of the whole; none where there is no graceful shutdown (NSD migrateConfig)."""
    if total <= 0 or not 0 <= critical <= total:
        return ()
    return (ShutdownPeriod(0, total - critical), ShutdownPeriod(SYSTEM_CRITICAL, critical))


def shutdown_groups(
    periods: Sequence[ShutdownPeriod], pods: Iterable[Pod]
) -> list[tuple[ShutdownPeriod, tuple[Pod, ...]]]:
    """The Pods by the period that is theirs, lowest priority first; what is below the lowest belongs to it (NSD
    groupByPriority). `periods` in ascending order, at least one."""
    groups: list[list[Pod]] = [[] for _ in periods]
    for pod in pods:
        priority = pod.spec.priority or 0
        groups[max(0, sum(each.priority <= priority for each in periods) - 1)].append(pod)
    return [(period, tuple(group)) for period, group in zip(periods, groups, strict=True)]


def shutdown_grace(pod: Pod, period: ShutdownPeriod) -> int:
    """Seconds for one Pod: its own grace, at most its group's time (NSD killPods)."""
    own = pod.spec.terminationGracePeriodSeconds
    return period.seconds if own is None else min(own, period.seconds)
