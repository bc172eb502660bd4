"""Prober: the probe workers of one Pod and what they have published (semantics B.12; PRM)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from ...cluster import timing
from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod
from ...objects.status import ContainerStatus, PodStatus
from ..published_probes import ProbesState, PublishLivenessFailure, PublishReadiness, PublishStartup
from ..rules.conditions import containers_ready_condition, pod_ready_condition, put_condition
from ..rules.probe_results import ProbeResult, ProbeResults, ProbeType, probe_of
from ..rules.probe_worker import Worker
from .probe_handlers import Verdict, Word, is_running
from .probe_loop import ProbeLoop

if TYPE_CHECKING:
    from .pod_agent import PodAgent

ORDER = (ProbeType.STARTUP, ProbeType.READINESS, ProbeType.LIVENESS)


class Prober:
    """All workers of a Pod; they are lost with the kubelet."""

    def __init__(self, agent: PodAgent) -> None:
        self.agent = agent
        self._loops: dict[tuple[str, ProbeType], ProbeLoop] = {}
        self._published: dict[tuple[str, ProbeType], ProbeResult] = {}

    # the workers

    def add_pod(self) -> None:
        """A worker for each probe, app containers first; it ends at the first that is there already (PRM AddPod)."""
        agent = self.agent
        for container, kind in probes_of(agent.pod):
            if (container.name, kind) in self._loops:
                return
            loop = ProbeLoop(self, agent.pod, container, kind)
            self._loops[container.name, kind] = loop
            period = loop.probe.periodSeconds * 1000
            started = agent.kubelet.started
            is_fresh = started is not None and agent.simulation.now - started * 1000 < period
            # the probes of a kubelet that has just started are spread over their period
            loop.begin(agent.simulation.random.randrange(period) if is_fresh else 0)

    def stop_liveness_and_startup(self) -> None:
        """Nothing is killed for a probe while the Pod terminates; readiness goes on (B12.13)."""
        for (_, kind), loop in list(self._loops.items()):
            if kind is not ProbeType.READINESS:
                loop.stop()

    def remove_pod(self) -> None:
        """All have stopped: there is nothing to probe any more."""
        for loop in list(self._loops.values()):
            loop.stop()

    def lose(self) -> None:
        """The kubelet's process ends, and the workers with it."""
        for loop in self._loops.values():
            loop.lose()

    def ended(self, loop: ProbeLoop) -> None:
        """The worker is gone, and with it what it has published."""
        self._loops.pop((loop.container.name, loop.kind), None)
        self._published.pop((loop.worker.container_id, loop.kind), None)

    def wake(self) -> None:
        """Something that a worker looks at has changed: the status, or what runs."""
        for loop in self._loops.values():
            loop.wake()

    # what they see and say

    def results(self) -> ProbeResults:
        """What counts for the status and for the plan."""
        stopped = tuple(
            (container.name, kind)
            for container, kind in probes_of(self.agent.pod)
            if (container.name, kind) not in self._loops
        )
        return ProbeResults(dict(self._published), stopped)

    def status_was_computed(self, status: PodStatus) -> None:
        """A started container that is not ready yet is asked at once (PRM UpdatePodStatus)."""
        for shown in (*status.containerStatuses, *status.initContainerStatuses):
            loop = self._loops.get((shown.name, ProbeType.READINESS))
            if loop is None or not shown.started or shown.state.running is None:
                continue
            if self._published.get((shown.containerID, ProbeType.READINESS)) is not ProbeResult.SUCCESS:
                loop.trigger(timing.PROBE)

    def publish(self, loop: ProbeLoop, before: Worker) -> None:
        """What the worker has published since `before` goes to all who want to know (RES Set)."""
        worker, kind = loop.worker, loop.kind
        if before.container_id != worker.container_id:
            self._published.pop((before.container_id, kind), None)
        key, result = (worker.container_id, kind), worker.published
        if result is None or self._published.get(key) is result:
            return
        self._published[key] = result
        self._tell_world(loop.container, kind, worker)
        if kind is ProbeType.READINESS:
            self._set(worker.container_id, ready=result is ProbeResult.SUCCESS)
        elif kind is ProbeType.STARTUP:
            self._set(worker.container_id, started=result is ProbeResult.SUCCESS)
        elif result is ProbeResult.SUCCESS:
            return
        self.agent.poke()

    def report(self, container: Container, title: str, verdict: Verdict) -> None:
        """The event of an attempt that was no plain success (PRB probe)."""
        reason, text = "Unhealthy", ""
        match verdict.word:
            case Word.WARNING:
                reason, text = "ProbeWarning", f"{title} probe warning: {verdict.text}"
            case Word.FAILURE:
                text = f"{title} probe failed: {verdict.text}"
            case Word.ERROR:
                text = f"{title} probe errored and resulted in unknown state: {verdict.text}"
        if text:
            self.agent.kubelet.recorder.write(self.agent.pod, "Warning", reason, text, container.name)

    def _tell_world(self, container: Container, kind: ProbeType, worker: Worker) -> None:
        """The machine of the published results, which knows only the instance that runs."""
        agent = self.agent
        if not is_running(agent, worker.container_id):
            return
        at, machine = agent.life.of(container.name, "probes"), agent.life.container(container.name).probes
        succeeded = worker.published is ProbeResult.SUCCESS
        if kind is ProbeType.STARTUP:
            if worker.published is not ProbeResult.UNKNOWN and machine.state is ProbesState.UNKNOWN:
                agent.life.fire(at, PublishStartup(succeeded))
            return
        if kind is ProbeType.LIVENESS and succeeded or kind is ProbeType.READINESS and succeeded is machine.is_ready:
            return
        if machine.state is ProbesState.UNKNOWN:  # after a restart of the kubelet: the status says that it has started
            agent.life.fire(at, PublishStartup(True))
        if kind is ProbeType.READINESS:
            agent.life.fire(at, PublishReadiness(succeeded))
        elif machine.state is not ProbesState.FAILED:
            agent.life.fire(at, PublishLivenessFailure())

    def _set(self, container_id: str, **changes: bool) -> None:
        """STM SetContainerReadiness and SetContainerStartup: shown at once, without a sync."""
        agent, status = self.agent, self.agent.status
        changed = evolve(
            status,
            containerStatuses=_with(status.containerStatuses, container_id, changes),
            initContainerStatuses=_with(status.initContainerStatuses, container_id, changes),
        )
        if changed == status:
            return
        if "ready" in changes:
            statuses = (*changed.initContainerStatuses, *changed.containerStatuses)
            ready = pod_ready_condition(agent.pod, changed.conditions, statuses, changed.phase)
            conditions = put_condition(changed.conditions, ready)
            all_ready = containers_ready_condition(agent.pod, statuses, changed.phase)
            changed = evolve(changed, conditions=put_condition(conditions, all_ready))
        agent.writer.put(changed)


def probes_of(pod: Pod) -> Iterator[tuple[Container, ProbeType]]:
    """Every probe of the spec, in the order in which the workers begin: app containers, then sidecars."""
    app, init = pod.spec.containers, pod.spec.initContainers
    for container in (*app, *(each for each in init if is_sidecar(each))):
        for kind in ORDER:
            if probe_of(container, kind) is not None:
                yield container, kind


def _with(
    statuses: tuple[ContainerStatus, ...], container_id: str, changes: dict[str, bool]
) -> tuple[ContainerStatus, ...]:
    return tuple(evolve(each, **changes) if each.containerID == container_id else each for each in statuses)


