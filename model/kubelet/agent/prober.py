"""Prober: the probe workers of one Pod and what they have published (semantics B.12; PRM)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from ...cluster import timing
from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod
from ...objects.status import ContainerStatus, PodStatus
from ..container_cache import Seen
from ..published_probes import PublishedEvent, news
from ..rules.conditions import containers_ready_condition, pod_ready_condition, put_condition
from ..rules.probe_results import ProbeResult, ProbeResults, ProbeType, probe_of
from ..rules.probe_worker import Worker
from .probe_handlers import Verdict, Word
from .probe_loop import ProbeLoop
from .probe_view import published

if TYPE_CHECKING:
    from .pod_agent import PodAgent

ORDER = (ProbeType.STARTUP, ProbeType.READINESS, ProbeType.LIVENESS)


class Prober:
    """All workers of a Pod; they are lost with the kubelet."""

    def __init__(self, agent: PodAgent) -> None:
        self.agent = agent
        self._loops: dict[tuple[str, ProbeType], ProbeLoop] = {}
        self._published: dict[tuple[str, ProbeType], ProbeResult] = {}
        self._heard_by = 0
        """When the sync loop will have heard of all changes so far."""

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
            spread = agent.simulation.random.randrange(period) if is_fresh else 0
            # by the tick of a liveness worker the sync loop has heard what the startup worker's made of a new instance
            loop.begin(spread + (timing.PROBE_NEWS if kind is ProbeType.LIVENESS else 0))

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
        if kind is not ProbeType.LIVENESS or result is ProbeResult.FAILURE:
            self._tell_sync_loop(loop, result)

    def _tell_sync_loop(self, loop: ProbeLoop, result: ProbeResult) -> None:
        """It takes the changes one by one, and may or may not be faster than the answer that follows a first value."""
        simulation, container_id, is_last = self.agent.simulation, loop.worker.container_id, loop.is_over()
        moment = max(simulation.now + simulation.random.randrange(timing.PROBE_NEWS), self._heard_by)
        if moment == simulation.now > self._heard_by:
            self._hear(loop.kind, container_id, result, is_last=is_last)
        else:
            self._heard_by = moment
            simulation.at(moment, lambda: self._hear(loop.kind, container_id, result, is_last=is_last))

    def _hear(self, kind: ProbeType, container_id: str, result: ProbeResult, *, is_last: bool) -> None:
        """KL syncLoopIteration: a changed result is shown, and the Pod is synced."""
        if not self.agent.alive:
            return
        if kind is ProbeType.READINESS:
            self._show_ready(container_id, result is ProbeResult.SUCCESS)
        elif kind is ProbeType.STARTUP:
            self._show_started(container_id, result is ProbeResult.SUCCESS)
        if is_last:  # the next sync makes another worker, which ends as this one did, and so on for ever
            self.agent.poke_after_error()
        else:
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
        """The machine of the published results, which knows only the instance that runs, as far as the kubelet knows."""
        agent = self.agent
        if not runs_as_known(agent, container.name, worker.container_id):
            return
        at = agent.life.of(container.name, "probes")
        liveness = published(self._published.get((worker.container_id, ProbeType.LIVENESS)))

        def next_news() -> PublishedEvent | None:
            return news(
                kind,
                published(worker.published),
                agent.life.container(container.name).probes,
                liveness=liveness,
                is_sidecar=is_sidecar(container),
            )

        while (event := next_news()) is not None:
            agent.life.fire(at, event)

    def show_starts(self) -> None:
        """The sync loop hears of finished startup probes before it syncs the Pod: the phase goes by the status so far."""
        for each in (*self.agent.status.initContainerStatuses, *self.agent.status.containerStatuses):
            result = self._published.get((each.containerID, ProbeType.STARTUP))
            if result is not None and each.state.running is not None:
                self._show_started(each.containerID, result is ProbeResult.SUCCESS)

    def _show_started(self, container_id: str, started: bool) -> None:
        """STM SetContainerStartup: shown at once, without a sync."""
        changed = with_container(self.agent.status, container_id, lambda shown: evolve(shown, started=started))
        if changed != self.agent.status:
            self.agent.writer.put(changed)

    def _show_ready(self, container_id: str, ready: bool) -> None:
        """STM SetContainerReadiness: shown at once, with the conditions that follow from it (B12.10)."""
        pod, status = self.agent.pod, self.agent.status
        changed = with_container(status, container_id, lambda shown: evolve(shown, ready=ready))
        if changed == status:
            return
        statuses = (*changed.initContainerStatuses, *changed.containerStatuses)
        conditions = put_condition(
            changed.conditions, pod_ready_condition(pod, changed.conditions, statuses, changed.phase)
        )
        conditions = put_condition(conditions, containers_ready_condition(pod, statuses, changed.phase))
        self.agent.writer.put(evolve(changed, conditions=conditions))


def with_container(
    status: PodStatus, container_id: str, change: Callable[[ContainerStatus], ContainerStatus]
) -> PodStatus:
    """The status with this instance's entry changed; as it was where it has none."""
    return evolve(
        status,
        containerStatuses=tuple(change(s) if s.containerID == container_id else s for s in status.containerStatuses),
        initContainerStatuses=tuple(
            change(s) if s.containerID == container_id else s for s in status.initContainerStatuses
        ),
    )


def runs_as_known(agent: PodAgent, name: str, container_id: str) -> bool:
    """The container's newest instance is this one, and it runs, or has ended since the last relist that the machines know."""
    newest = agent.kubelet.runtime.status(agent.uid).newest(name)
    if newest is None or newest.id != container_id:
        return False
    was_seen = agent.life.container(name).seen.state is Seen.RUNNING
    return newest.state == "running" or (newest.state == "exited" and was_seen)


def probes_of(pod: Pod) -> Iterator[tuple[Container, ProbeType]]:
    """Every probe of the spec, in the order in which the workers begin: app containers, then sidecars."""
    app, init = pod.spec.containers, pod.spec.initContainers
    for container in (*app, *(each for each in init if is_sidecar(each))):
        for kind in ORDER:
            if probe_of(container, kind) is not None:
                yield container, kind
