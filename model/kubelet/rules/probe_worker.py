"""probe_worker: what a worker does at a tick and makes of an answer (semantics B12.1 to B12.13; PRW doProbe)."""

from __future__ import annotations

from typing import Final

from attrs import evolve, frozen

from ...objects.container import Container, Probe, is_sidecar
from ...objects.pod import Pod, is_terminal
from ...objects.status import ContainerStatus, PodStatus
from ...objects.time import Millis, Time
from .conditions import find_status
from .probe_results import ProbeResult, ProbeType, probe_of
from .readiness import is_older_than_kubelet
from .restart import container_should_restart

INITIAL: Final = {
    ProbeType.LIVENESS: ProbeResult.SUCCESS,
    ProbeType.READINESS: ProbeResult.FAILURE,
    ProbeType.STARTUP: ProbeResult.UNKNOWN,
}
"""What is published of a new instance before anybody asked it (B12.1; PRW newWorker)."""


@frozen
class Worker:
    """What the worker of one probe of one container remembers: which instance it probes, what it has published of it,
    and a run of `run` equal answers, which goes on when another instance comes."""

    container_id: str = ""
    published: ProbeResult | None = None
    last: ProbeResult | None = None
    run: int = 0
    on_hold: bool = False


@frozen
class Tick:
    """What a tick leads to: the worker after it, whether the instance is asked now, whether there are more ticks."""

    worker: Worker
    asks: bool = False
    goes_on: bool = True


def tick(
    worker: Worker,
    kind: ProbeType,
    pod: Pod,
    container: Container,
    status: PodStatus | None,
    now: Millis,
    *,
    kubelet_started: Time | None = None,
) -> Tick:
    """One tick (PRW doProbe up to the call of the handler).

    `pod` is the Pod as it was when the worker began; `status` is the status manager's, None: it has none.
    """
    if status is None:
        return Tick(worker)
    if is_terminal(status.phase):
        return Tick(worker, goes_on=False)
    shown = probed_status(status, container.name)
    if shown is None:
        return Tick(worker)
    if shown.containerID != worker.container_id:
        first = first_result(kind, pod, container, shown, kubelet_started)
        worker = evolve(worker, container_id=shown.containerID, published=first, on_hold=False)
    if worker.on_hold:
        return Tick(worker)
    if shown.state.running is None:
        return Tick(evolve(worker, published=ProbeResult.FAILURE), goes_on=may_run_again(container, pod, shown))
    if pod.metadata.deletionTimestamp is not None and kind is not ProbeType.READINESS:
        return Tick(evolve(worker, published=ProbeResult.SUCCESS), goes_on=False)
    return Tick(worker, asks=is_due(kind, container, shown, now))


def probed_status(status: PodStatus, name: str) -> ContainerStatus | None:
    """The container's status, if an instance of it was made."""
    for statuses in (status.containerStatuses, status.initContainerStatuses):
        found = find_status(statuses, name)
        if found is not None and found.containerID:
            return found
    return None


def first_result(
    kind: ProbeType, pod: Pod, container: Container, shown: ContainerStatus, kubelet_started: Time | None
) -> ProbeResult | None:
    """What is published of a new instance: nothing of one that ran before the kubelet did, so that a restart of the
    kubelet takes no Pod out of service; but a sidecar that had started has (B12.20; PRW doProbe)."""
    if not is_older_than_kubelet(shown, kubelet_started):
        return INITIAL[kind]
    is_init = container.name not in {each.name for each in pod.spec.containers}
    has_started = kind is ProbeType.STARTUP and is_init and is_sidecar(container) and shown.started is True
    return ProbeResult.SUCCESS if has_started else None


def may_run_again(container: Container, pod: Pod, shown: ContainerStatus) -> bool:
    """The instance has not ended, or another will follow it."""
    end = shown.state.terminated
    return end is None or container_should_restart(container, pod.spec.restartPolicy, end.exitCode)


def is_due(kind: ProbeType, container: Container, shown: ContainerStatus, now: Millis) -> bool:
    """The initial delay is over, in whole seconds (B12.4), and it is this probe's turn."""
    probe, running = probe_of(container, kind), shown.state.running
    if probe is None or running is None:
        return False
    since = 0 if running.startedAt is None else running.startedAt * 1000
    delay_is_over = (now - since) // 1000 >= probe.initialDelaySeconds
    return delay_is_over and has_its_turn(kind, has_started=shown.started is True)


def has_its_turn(kind: ProbeType, *, has_started: bool) -> bool:
    """The startup probe is asked until the container has started, the other two from then on (B12.5)."""
    return (kind is ProbeType.STARTUP) is not has_started


def after_answer(worker: Worker, kind: ProbeType, probe: Probe, answer: ProbeResult) -> Worker:
    """The worker after an answer, success or failure: one that reaches its threshold is published (B12.7).

    A startup probe is then on hold, and a liveness probe that failed, until there is another instance (B12.8, B12.9).
    """
    run = next_run(worker, answer)
    worker = evolve(worker, last=answer, run=run)
    if run < threshold(probe, answer):
        return worker
    worker = evolve(worker, published=answer)
    if is_final(kind, answer):
        return evolve(worker, on_hold=True, run=0)
    return worker


def next_run(worker: Worker, answer: ProbeResult) -> int:
    """How many equal answers in a row this one makes."""
    return worker.run + 1 if answer is worker.last else 1


def threshold(probe: Probe, answer: ProbeResult) -> int:
    """How many equal answers in a row are believed."""
    return probe.failureThreshold if answer is ProbeResult.FAILURE else probe.successThreshold


def is_final(kind: ProbeType, answer: ProbeResult) -> bool:
    """There is nothing more to ask this instance: it has started, or it is about to be killed."""
    return kind is ProbeType.STARTUP or (kind is ProbeType.LIVENESS and answer is ProbeResult.FAILURE)
