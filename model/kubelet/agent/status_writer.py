"""StatusWriter: the status manager at work: dates what changed, keeps the newest, sends it to the API server (semantics B4.8–B4.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...apiserver.pods import with_uid
from ...cluster import timing
from ...cluster.facts import could_run
from ...objects.pod import is_static, is_terminal
from ...objects.status import PodCondition, PodStatus
from ...objects.time import Time, to_api
from ..condition import CONDITION, ConditionType, ConditionView, SetFalse, SetTrue
from ..phase import Phase
from ..pod_worker import PodWorkerState
from ..rules.conditions import put_condition
from ..rules.terminal import illegal_restart, merge_pod_status
from ..status_manager import Send, SetStatus, StatusManagerState
from .disagreement import agree

if TYPE_CHECKING:
    from .pod_agent import PodAgent


class StatusWriter:
    """The status of one Pod on its way from the kubelet to the API server."""

    def __init__(self, agent: PodAgent) -> None:
        self._agent = agent
        self._is_due = False
        self.is_finished = False
        """The pod worker has finished: the Pod may be removed from the API."""
        self.was_refused = False
        """The status computed last would have revived an ended container: the one before it stays the newest."""
        self._version = 0
        """How many statuses there were; of a static Pod each is for one mirror after the other."""
        self._sent = ("", 0)
        """Of a static Pod: the uid of the mirror that was written last, and the version of the status."""

    def set(self, status: PodStatus, *, force: bool = False) -> None:
        """SetPodStatus: keep the status as the newest; a changed one is sent soon, one that revives an ended container dropped."""
        agent = self._agent
        self.was_refused = not force and illegal_restart(agent.pod.spec, agent.status, status) is not None
        if self.was_refused:
            return
        dated = self._dated(status)
        for condition in dated.conditions:
            self._move(condition)
        if dated != agent.status or force:
            agent.status = dated
            self._version += 1
            agent.prober.wake()
            self._send_soon()

    def _move(self, condition: PodCondition) -> None:
        """Each of the kubelet's own conditions is a machine; a change that it does not know is refused (B.13)."""
        if condition.type in _TYPES:
            event = SetTrue() if condition.status == "True" else SetFalse()
            view = ConditionView(_TYPES[condition.type])
            self._agent.life.move(("conditions", condition.type), CONDITION, view, event)

    def sandbox_is_ready(self) -> None:
        """OnPodSandboxReady: PodReadyToStartContainers is shown before images are pulled."""
        condition = PodCondition(
            type="PodReadyToStartContainers", status="True", observedGeneration=self._agent.pod.metadata.generation
        )
        self.put(evolve(self._agent.status, conditions=put_condition(self._agent.status.conditions, condition)))

    def put(self, status: PodStatus) -> None:
        """A part of the status changes between two passes."""
        refused = self.was_refused
        self._agent.life.fire(("status",), SetStatus())
        self.set(status)
        self.was_refused = refused

    def _dated(self, status: PodStatus) -> PodStatus:
        """A condition's time moves when its status does; startTime stays; the generation seen is the Pod's."""
        agent = self._agent
        now = to_api(agent.simulation.now)
        shown = self._shown_before()
        old = {condition.type: condition for condition in agent.status.conditions}
        old = {**{c.type: c for c in shown.conditions if c.type not in old}, **old}
        conditions = tuple(evolve(c, lastTransitionTime=_moved(old.get(c.type), c, now)) for c in status.conditions)
        return evolve(
            status,
            conditions=conditions,
            startTime=agent.status.startTime or shown.startTime or now,
            observedGeneration=agent.pod.metadata.generation,
        )

    def _shown_before(self) -> PodStatus:
        """What the API shows of the Pod; the first status of a static Pod takes the times of the mirror that it finds."""
        agent = self._agent
        return agent.mirror.status if agent.mirror is not None and not self._version else agent.pod.status

    def _send_soon(self) -> None:
        if self._is_due:
            return
        self._is_due = True
        self._agent.simulation.after(timing.STATUS_WRITE, self._send)

    def _send(self) -> None:
        """syncPod: merge with what the API has, write it, and remove the Pod if it has ended and was deleted."""
        self._is_due = False
        agent = self._agent
        if not agent.alive:
            return
        agent.kubelet.static.send_statuses()
        if is_static(agent.pod):
            return
        life, meta = agent.life, agent.pod.metadata
        stored = agent.kubelet.pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None:
            if life.machines.status.state is StatusManagerState.TO_SEND:
                agent.kubelet.pods.status_was_for_nobody(meta.uid)
            return
        merged = merge_pod_status(
            stored.status,
            agent.status,
            could_have_running_containers=could_run(life.machines),
            generation=meta.generation,
            now=to_api(agent.simulation.now),
        )
        merged = evolve(merged, nominatedNodeName=stored.status.nominatedNodeName)
        if life.machines.status.state is StatusManagerState.TO_SEND:
            agent.kubelet.pods.write_status(stored, merged)
            agree(agent, "phase in the API", life.machines.api_phase.state, Phase(merged.phase))
        may_go = self.is_finished and stored.metadata.deletionTimestamp is not None and is_terminal(merged.phase)
        if may_go:
            agent.simulation.after(timing.FINAL_DELETE, self._remove)

    def reconcile_later(self) -> None:
        """needsReconcile: what the API shows is held against the newest status now and then; an end that was held back is sent."""
        agent = self._agent

        def send_again() -> None:
            if agent.alive and agent.life.machines.worker.state is PodWorkerState.UNKNOWN:
                agent.life.fire(("status",), SetStatus())
                self._send()

        agent.simulation.at(agent.kubelet.next_status_sync(), send_again)

    def send_to_mirror(self) -> None:
        """syncBatch: a static Pod's newest status goes to its mirror, if the kubelet knows of one that has an older one."""
        agent, mirror = self._agent, self._agent.mirror
        if mirror is None or not self._version or self._sent == (mirror.metadata.uid, self._version):
            return
        meta = mirror.metadata
        self._sent = (meta.uid, self._version)
        stored = agent.kubelet.pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None:
            return
        merged = merge_pod_status(
            stored.status,
            agent.status,
            could_have_running_containers=could_run(agent.life.machines),
            now=to_api(agent.simulation.now),
        )
        if agent.life.machines.status.state is StatusManagerState.TO_SEND:
            agent.life.fire(("status",), Send())
        agent.kubelet.pods.write_mirror_status(stored, merged)

    def mirror_was_seen(self) -> None:
        """A mirror that has no status yet gets it with the next status of any Pod of the node, or when all are looked at."""
        agent = self._agent
        agent.simulation.at(agent.kubelet.next_status_sync(), lambda: self.send_to_mirror() if agent.alive else None)

    def _remove(self) -> None:
        agent = self._agent
        meta = agent.pod.metadata
        stored = agent.kubelet.pods.by_uid(meta.uid, meta.namespace, meta.name)
        if agent.alive and stored is not None:
            agent.kubelet.pods.delete(meta.namespace, meta.name, with_uid(meta.uid, 0), by_kubelet=True)

    def finished(self) -> None:
        """The worker has finished: what is left to send is sent, and the Pod may go."""
        self.is_finished = True
        self._send_soon()

    def pod_was_marked(self) -> None:
        """The Pod was marked for deletion after its worker had finished: it may go now."""
        if self.is_finished:
            self._send_soon()


_TYPES = {each.value: each for each in ConditionType}


def _moved(old: PodCondition | None, new: PodCondition, now: Time) -> Time:
    if old is not None and old.status == new.status and old.lastTransitionTime is not None:
        return old.lastTransitionTime
    return now
