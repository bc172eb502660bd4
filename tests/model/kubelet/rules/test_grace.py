"""grace: seconds for a Pod and for each container."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.kubelet.rules.grace import (
    container_grace_period,
    effective_grace_period,
    grace_period_is_shortened,
    pre_stop_hook_runs,
    stop_timeout,
)
from podlaw.model.objects.container import Container, Lifecycle, LifecycleHandler, Probe, SleepAction
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec


def pod(spec: int | None = 30, deletion: int | None = None) -> Pod:
    return Pod(
        metadata=ObjectMeta(deletionGracePeriodSeconds=deletion), spec=PodSpec(terminationGracePeriodSeconds=spec)
    )


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("grace")


# fmt: off
PODS = (  # spec, deletion, recorded, override, effective
    (30,   None, 0,  None, 30),
    (30,   5,    0,  None, 5),
    (30,   60,   20, None, 20),   # it only gets shorter
    (30,   None, 0,  1,    1),
    (30,   0,    20, 7,    7),    # 0 counts as not set, so the 7 replaces it
    (30,   0,    0,  None, 1),
    (None, None, 0,  None, 1),
)
# fmt: on


@pytest.mark.parametrize(("spec", "deletion", "recorded", "override", "effective"), PODS)
def test_the_shortest_grace_that_is_asked_for_counts(
    spec: int | None, deletion: int | None, recorded: int, override: int | None, effective: int
) -> None:
    assert effective_grace_period(pod(spec, deletion), recorded=recorded, override=override) == effective


def test_only_a_termination_under_way_is_shortened() -> None:
    assert [grace_period_is_shortened(*case) for case in ((0, 5), (5, 5), (30, 5))] == [False, False, True]


PROBED = Container(
    name="c",
    livenessProbe=Probe(terminationGracePeriodSeconds=3),
    startupProbe=Probe(terminationGracePeriodSeconds=4),
)


@pytest.mark.parametrize(("reason", "grace"), [("LivenessProbe", 3), ("StartupProbe", 4), ("Unknown", 30)])
def test_a_failed_probe_brings_its_own_grace(reason: str, grace: int) -> None:
    assert container_grace_period(pod(), PROBED, reason) == grace
    assert container_grace_period(pod(deletion=9), PROBED, reason) == 9


def test_a_container_without_any_grace_gets_the_minimum() -> None:
    assert container_grace_period(pod(None), PROBED, "LivenessProbe") == 2


def test_hook_and_turn_are_charged_to_the_grace_but_two_seconds_remain() -> None:
    assert stop_timeout(30, pre_stop_seconds=3, turn_seconds=7) == 20
    assert stop_timeout(30, pre_stop_seconds=30) == 2
    assert stop_timeout(0) == 2


def test_a_hook_needs_time_to_run() -> None:
    hooked = Container(name="c", lifecycle=Lifecycle(preStop=LifecycleHandler(sleep=SleepAction(seconds=1))))
    assert pre_stop_hook_runs(hooked, 1)
    assert not pre_stop_hook_runs(hooked, 0)
    assert not pre_stop_hook_runs(Container(name="c", lifecycle=Lifecycle()), 1)
    assert not pre_stop_hook_runs(Container(name="c"), 1)
