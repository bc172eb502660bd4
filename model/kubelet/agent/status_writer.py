"""StatusWriter: the status manager at work: dates what changed, keeps the newest, sends it to the API server (semantics B4.8–B4.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...apiserver.pods import with_uid
from ...cluster import timing
from ...cluster.facts import could_run
from ...objects.pod import is_terminal
from ...objects.status import PodCondition, PodStatus
from ...objects.time import Time, to_api
from ..condition import CONDITION, ConditionType, ConditionView, SetFalse, SetTrue
from ..phase import Phase
from ..rules.conditions import put_condition
from ..rules.terminal import illegal_restart, merge_pod_status
from ..status_manager import SetStatus, StatusManagerState
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
        old = {condition.type: condition for condition in agent.status.conditions}
        old = {**{c.type: c for c in agent.pod.status.conditions if c.type not in old}, **old}
        conditions = tuple(evolve(c, lastTransitionTime=_moved(old.get(c.type), c, now)) for c in status.conditions)
        return evolve(
            status,
            conditions=conditions,
            startTime=agent.status.startTime or agent.pod.status.startTime or now,
            observedGeneration=agent.pod.metadata.generation,
        )

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
