"""PodResize: what a kubelet tells of one Pod's resize: its two conditions and its events (semantics B13.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from ...objects.status import PodCondition
from ...objects.time import Millis
from ..resize_progress import BeginResize, CompleteResize, FailResize, ResizeProgressState
from ..rules.allocation import is_in_force
from ..rules.resize_events import resize_message

if TYPE_CHECKING:
    from .pod_agent import PodAgent

PROGRESS = ("resizing",)


class PodResize:
    """The words of the Pod's resize machines; the machines themselves say whether there is a condition at all."""

    def __init__(self, agent: PodAgent) -> None:
        self._agent = agent
        self._pending = PodCondition(type="PodResizePending", status="True")
        self._progress = PodCondition(type="PodResizeInProgress", status="True")
        self.pending_since: Millis | None = None
        """When the condition that waits now was shown first."""

    def conditions(self) -> tuple[PodCondition, ...]:
        """PodResizePending and PodResizeInProgress, each only while it is true (GetPodResizeConditions)."""
        machines = self._agent.life.machines
        pending = (self._pending,) if machines.resize.state.is_pending else ()
        progress = (self._progress,) if machines.resizing.state is not ResizeProgressState.NONE else ()
        return (*pending, *progress)

    def pends(self, reason: str, message: str, generation: int) -> bool:
        """It waits or is given up; whether that is news."""
        condition = evolve(self._pending, reason=reason, message=message, observedGeneration=generation)
        is_news = condition != self._pending
        self._pending = condition
        if self.pending_since is None:
            self.pending_since = self._agent.simulation.now
        return is_news

    def settled(self) -> None:
        """Nothing waits any more."""
        self._pending = PodCondition(type="PodResizePending", status="True")
        self.pending_since = None

    def begun(self) -> None:
        """What was asked for is allocated; an error of an earlier resize is forgotten."""
        self.settled()
        agent, generation = self._agent, self._agent.pod.metadata.generation
        self._progress = PodCondition(type="PodResizeInProgress", status="True", observedGeneration=generation)
        agent.kubelet.recorder.write(
            agent.pod, "Normal", "ResizeStarted", resize_message("started", agent.pod, generation)
        )

    def look(self) -> None:
        """CheckPodResizeInProgress, before each status: whether all that runs has what is allocated to it."""
        agent = self._agent
        state = agent.life.machines.resizing.state
        actuated = agent.kubelet.resizer.actuated(agent.uid)
        if not is_in_force(agent.pod, agent.snapshot, actuated):
            if state is ResizeProgressState.NONE:  # the kubelet was restarted meanwhile
                generation = agent.pod.metadata.generation
                self._progress = PodCondition(type="PodResizeInProgress", status="True", observedGeneration=generation)
                agent.life.fire(PROGRESS, BeginResize())
        elif state is not ResizeProgressState.NONE:
            agent.life.fire(PROGRESS, CompleteResize())
            message = resize_message("completed", agent.pod, self._progress.observedGeneration)
            agent.kubelet.recorder.write(agent.pod, "Normal", "ResizeCompleted", message)

    def failed(self, error: str) -> None:
        """The sync could not put it in force."""
        agent = self._agent
        agent.life.fire(PROGRESS, FailResize())
        generation = agent.active.metadata.generation
        condition = evolve(self._progress, reason="Error", message=error, observedGeneration=generation)
        if condition != self._progress:
            message = resize_message("error", agent.active, generation, error)
            agent.kubelet.recorder.write(agent.pod, "Warning", "ResizeError", message)
        self._progress = condition
