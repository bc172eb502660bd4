"""probe_worker: what a worker does at a tick and makes of an answer."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.kubelet.rules.probe_results import ProbeResult, ProbeType
from podlaw.model.kubelet.rules.probe_worker import Worker, after_answer, tick
from podlaw.model.objects.container import Container, Probe
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import ContainerState, ContainerStateRunning, ContainerStatus, PodStatus
from podlaw.model.objects.time import Millis, Time

SUCCESS, FAILURE = ProbeResult.SUCCESS, ProbeResult.FAILURE


def container(probe: Probe) -> Container:
    return Container(name="c", livenessProbe=probe, readinessProbe=probe, startupProbe=probe)


def running(started_at: int, *, started: bool = True, container_id: str = "1") -> PodStatus:
    state = ContainerState(running=ContainerStateRunning(startedAt=Time(started_at)))
    status = ContainerStatus(name="c", containerID=container_id, state=state, started=started)
    return PodStatus(phase="Running", containerStatuses=(status,))


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("probes")


def test_the_initial_delay_counts_whole_seconds_from_the_cut_start() -> None:
    probed = container(Probe(initialDelaySeconds=4))
    pod = Pod(spec=PodSpec(containers=(probed,)))
    for now, asks in ((13_999, False), (14_000, True)):
        seen = tick(Worker(), ProbeType.LIVENESS, pod, probed, running(10), Millis(now))
        assert seen.asks is asks


def test_a_run_of_equal_answers_survives_a_restart_of_the_container() -> None:
    probe = Probe(failureThreshold=2)
    probed = container(probe)
    pod = Pod(spec=PodSpec(containers=(probed,)))
    worker = tick(Worker(), ProbeType.READINESS, pod, probed, running(0), Millis(1_000)).worker
    worker = after_answer(worker, ProbeType.READINESS, probe, SUCCESS)
    worker = after_answer(worker, ProbeType.READINESS, probe, FAILURE)
    assert worker.published is SUCCESS
    worker = tick(worker, ProbeType.READINESS, pod, probed, running(5, container_id="2"), Millis(6_000)).worker
    assert (worker.published, worker.run) == (FAILURE, 1)  # the initial value of the new instance; the run goes on
    worker = after_answer(worker, ProbeType.READINESS, probe, FAILURE)
    assert worker.run == 2


def test_after_a_failed_liveness_nothing_is_asked_until_there_is_another_instance() -> None:
    probe = Probe(failureThreshold=1)
    probed = container(probe)
    pod = Pod(spec=PodSpec(containers=(probed,)))
    worker = tick(Worker(), ProbeType.LIVENESS, pod, probed, running(0), Millis(1_000)).worker
    worker = after_answer(worker, ProbeType.LIVENESS, probe, FAILURE)
    assert (worker.published, worker.on_hold, worker.run) == (FAILURE, True, 0)
    assert not tick(worker, ProbeType.LIVENESS, pod, probed, running(0), Millis(2_000)).asks
    assert tick(worker, ProbeType.LIVENESS, pod, probed, running(2, container_id="2"), Millis(3_000)).asks
