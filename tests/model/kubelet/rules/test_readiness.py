"""readiness: `started` and `ready` with and without probes, and over a restart of the kubelet."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from podlaw.model.kubelet.rules.readiness import update_pod_status
from podlaw.model.objects.container import Container, Probe
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStatus,
    PodCondition,
    PodStatus,
)
from podlaw.model.objects.time import Time

RUNS = ContainerState(running=ContainerStateRunning(startedAt=Time(100)))
PROBED = Container(name="c", readinessProbe=Probe(), startupProbe=Probe(), livenessProbe=Probe())


def seen(
    container: Container,
    results: ProbeResults,
    *,
    started: bool | None = None,
    pod_ready: str = "False",
    kubelet_started: Time | None = None,
) -> tuple[bool | None, bool]:
    """`started` and `ready` of a running container."""
    conditions = (PodCondition(type="Ready", status=pod_ready),)
    pod = Pod(spec=PodSpec(containers=(container,)), status=PodStatus(conditions=conditions))
    before = ContainerStatus(name="c", containerID="1", state=RUNS, started=started)
    status = PodStatus(containerStatuses=(before,))
    after = update_pod_status(pod, status, results, kubelet_started=kubelet_started).containerStatuses[0]
    return after.started, after.ready


def published(**results: ProbeResult) -> ProbeResults:
    return ProbeResults({("1", ProbeType(probe)): result for probe, result in results.items()})


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("ready")


def test_without_probes_running_is_enough() -> None:
    assert seen(Container(name="c"), ProbeResults()) == (True, True)


def test_a_probe_that_has_not_answered_yet_holds_back() -> None:
    assert seen(PROBED, ProbeResults()) == (False, False)
    assert seen(PROBED, published(startup=ProbeResult.SUCCESS)) == (True, False)
    assert seen(PROBED, published(startup=ProbeResult.SUCCESS, readiness=ProbeResult.SUCCESS)) == (True, True)


def test_what_had_started_stays_started_until_its_startup_probe_answers() -> None:
    assert seen(PROBED, ProbeResults(), started=True) == (True, False)
    assert seen(PROBED, published(startup=ProbeResult.FAILURE), started=True) == (False, False)


def test_a_startup_worker_that_was_stopped_no_longer_holds_back() -> None:
    assert seen(PROBED, ProbeResults(stopped=(("c", ProbeType.STARTUP),))) == (True, False)


def test_a_container_older_than_the_kubelet_keeps_what_the_api_says_until_its_probe_answers() -> None:
    container = Container(name="c", readinessProbe=Probe())
    old, young = Time(111), Time(110)
    assert seen(container, ProbeResults(), kubelet_started=old, pod_ready="True") == (True, True)
    assert seen(container, ProbeResults(), kubelet_started=old, pod_ready="False") == (True, False)
    assert seen(container, ProbeResults(), kubelet_started=young, pod_ready="True") == (True, False)
    failed = published(readiness=ProbeResult.FAILURE)
    assert seen(container, failed, kubelet_started=old, pod_ready="True") == (True, False)


def test_an_init_container_is_ready_by_completing_and_a_sidecar_by_its_probe() -> None:
    done = ContainerState(terminated=ContainerStateTerminated(exitCode=0))
    sidecar = Container(name="s", restartPolicy="Always", readinessProbe=Probe())
    pod = Pod(spec=PodSpec(initContainers=(Container(name="i"), sidecar)))
    statuses = (ContainerStatus(name="i", state=done), ContainerStatus(name="s", containerID="1", state=RUNS))
    results = published(readiness=ProbeResult.SUCCESS)
    after = update_pod_status(pod, PodStatus(initContainerStatuses=statuses), results).initContainerStatuses
    assert [(status.started, status.ready) for status in after] == [(False, True), (True, True)]


def test_a_status_of_no_container_of_the_spec_is_left_alone() -> None:
    strange = (ContainerStatus(name="strange", state=RUNS),)
    status = PodStatus(containerStatuses=strange, initContainerStatuses=strange)
    assert update_pod_status(Pod(), status, ProbeResults()) == status
