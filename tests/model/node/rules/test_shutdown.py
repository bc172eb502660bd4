"""shutdown: who is ended when, and with how much time, when a node shuts down."""

from __future__ import annotations

import pytest

from podlaw.model.node.rules.shutdown import ShutdownPeriod, shutdown_grace, shutdown_groups, shutdown_periods
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec

CRITICAL = 2_000_000_000


def pod(name: str, priority: int | None = None, grace: int | None = 30) -> Pod:
    spec = PodSpec(priority=priority, terminationGracePeriodSeconds=grace)
    return Pod(metadata=ObjectMeta(name=name), spec=spec)


@pytest.mark.parametrize(
    ("total", "critical", "seconds"), [(20, 8, [12, 8]), (20, 20, [0, 20]), (20, 0, [20, 0]), (0, 0, []), (5, 6, [])]
)
def test_critical_pods_have_the_last_part_of_the_whole(total: int, critical: int, seconds: list[int]) -> None:
    periods = shutdown_periods(total, critical)
    assert [each.seconds for each in periods] == seconds
    assert [each.priority for each in periods] == [0, CRITICAL][: len(seconds)]


def test_each_pod_belongs_to_the_highest_period_that_it_reaches() -> None:
    periods = [ShutdownPeriod(0, 1), ShutdownPeriod(100, 2), ShutdownPeriod(CRITICAL, 3)]
    pods = [pod("top", CRITICAL + 1000), pod("none"), pod("edge", 100), pod("mid", 99), pod("low", -5)]
    groups = [
        (period.seconds, [each.metadata.name for each in group]) for period, group in shutdown_groups(periods, pods)
    ]
    assert groups == [(1, ["none", "mid", "low"]), (2, ["edge"]), (3, ["top"])]


@pytest.mark.parametrize(("own", "given"), [(30, 12), (12, 12), (3, 3), (0, 0), (None, 12)])
def test_a_pods_own_grace_counts_if_it_is_shorter(own: int | None, given: int) -> None:
    assert shutdown_grace(pod("p", grace=own), ShutdownPeriod(0, 12)) == given
