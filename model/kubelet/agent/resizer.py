"""Resizer: the kubelet's allocation manager: what it has set aside for each Pod, and the resizes that wait for room (B31.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from ...objects.container import Container, ResourceRequirements
from ...objects.pod import Pod, is_terminal
from ...scheduler.rules.counted import shrinks
from ..container_resources import Reallocate, ResourcesState, UpdateInPlace
from ..pod_worker import PodWorkerState
from ..resize_request import Allocate, AskToResize, DeclareInfeasible, Defer, ResizeRequestState, Withdraw
from ..rules.actions import Actuated
from ..rules.allocation import (
    INFEASIBLE,
    Allocation,
    ResizeRefusal,
    allocation_of,
    is_allocated,
    needs_of,
    resizable_containers,
    resize_refusal,
    turn_of_resize,
    with_allocation,
)
from ..rules.resize_events import resize_message
from .admission_pass import pods_with_room

if TYPE_CHECKING:
    from .kubelet import Kubelet
    from .pod_agent import PodAgent

REQUEST = ("resize",)


@define(eq=False)
class Checkpoint:
    """What of one Pod's resources outlives the kubelet's process."""

    allocated: Allocation
    actuated: dict[str, ResourceRequirements] = field(factory=dict)
    """With what each container was made or last changed, by name."""


class Resizer:
    """The allocations of one node's Pods."""

    def __init__(self, kubelet: Kubelet) -> None:
        self._kubelet = kubelet
        self._checkpoints: dict[str, Checkpoint] = {}
        self._waiting: list[str] = []
        """Uids, in the order in which they are looked at."""

    def allocated(self, pod: Pod) -> Pod:
        """The Pod with the resources that it has on this node; one that was not admitted yet as it is."""
        checkpoint = self._checkpoints.get(pod.metadata.uid)
        return pod if checkpoint is None else with_allocation(pod, checkpoint.allocated)

    def actuated(self, uid: str) -> Actuated:
        """With what the Pod's containers were made or last changed."""
        checkpoint = self._checkpoints.get(uid)
        return {} if checkpoint is None else checkpoint.actuated

    def admit(self, pod: Pod) -> None:
        """The kubelet takes the Pod: it has what it asks for, unless an earlier process has set aside something else."""
        self._checkpoints.setdefault(pod.metadata.uid, Checkpoint(allocation_of(pod)))

    def forget(self, uid: str) -> None:
        """The Pod is no longer here."""
        self._checkpoints.pop(uid, None)

    def lose(self) -> None:
        """The process ends: what waited must ask again."""
        self._waiting = []

    # containers

    def made(self, agent: PodAgent, container: Container) -> None:
        """An instance was created with these resources; what is allocated may have moved on meanwhile."""
        checkpoint = self._checkpoints.get(agent.uid)
        if checkpoint is not None:
            checkpoint.actuated[container.name] = container.resources
            self._tell_needs(agent, container.name)

    def updated(self, agent: PodAgent, container: str, resources: ResourceRequirements) -> None:
        """A running instance was changed to these resources."""
        self._checkpoints[agent.uid].actuated[container] = resources

    def caught_up(self, agent: PodAgent) -> None:
        """A sync has changed what runs; for what was allocated since, more is to be done."""
        for container in resizable_containers(agent.active):
            path = agent.life.of(container.name, "resources")
            to_update = agent.life.container(container.name).resources.state is ResourcesState.TO_UPDATE
            has_it = needs_of(container, self.actuated(agent.uid).get(container.name)) is ResourcesState.AS_ALLOCATED
            if to_update and has_it:
                agent.life.fire(path, UpdateInPlace())
        self._tell_needs(agent)

    def _tell_needs(self, agent: PodAgent, only: str = "") -> None:
        """Each container's machine hears what the instance that there is needs to have what is allocated."""
        for container in resizable_containers(agent.pod):
            needs = needs_of(container, self.actuated(agent.uid).get(container.name))
            state = agent.life.container(container.name).resources.state
            if only in ("", container.name) and needs is not state:
                agent.life.fire(agent.life.of(container.name, "resources"), Reallocate(needs))

    # resizes

    def take(self, agent: PodAgent, before: Pod) -> bool:
        """A newer version of the Pod was seen, which may ask for other resources, or leave room for others; whether it is to
        be synced for that and is not yet."""
        has_ended = is_terminal(agent.asked.status.phase) and not is_terminal(before.status.phase)
        is_asked = before.spec != agent.asked.spec and self.ask(agent)
        if not is_asked and not has_ended and not shrinks(before, agent.asked, ignore_spec=True):
            return False
        return agent.uid not in self.retry() and is_asked

    def ask(self, agent: PodAgent) -> bool:
        """Whether the spec asks for other resources than are allocated, or no longer does: it waits to be looked at."""
        checkpoint = self._checkpoints.get(agent.uid)
        if checkpoint is None or agent.life.machines.worker.state is not PodWorkerState.SYNC:
            return False
        state = agent.life.machines.resize.state
        if is_allocated(agent.asked, checkpoint.allocated):
            if state is ResizeRequestState.SETTLED:
                return False
            agent.life.fire(REQUEST, Withdraw())
            agent.resize.settled()
            return True
        agent.life.fire(REQUEST, AskToResize())
        if agent.uid not in self._waiting:
            self._waiting.append(agent.uid)
        self._waiting.sort(key=self._turn)
        return True

    def _turn(self, uid: str) -> tuple[bool, int, bool, float]:
        agent = self._kubelet.agents[uid]
        return turn_of_resize(agent.asked, agent.pod, agent.resize.pending_since)

    def retry(self) -> tuple[str, ...]:
        """Look at every resize that waits (retryPendingResizes); a Pod whose state changes is synced: the uids of these."""
        waiting, self._waiting = self._waiting, []
        synced = []
        for uid in waiting:
            agent = self._kubelet.agents.get(uid)
            if agent is None or agent.life.machines.worker.state is not PodWorkerState.SYNC:
                continue
            waits = agent.life.machines.resize.state in (ResizeRequestState.ASKED, ResizeRequestState.DEFERRED)
            if waits and self._decide(agent):
                synced.append(uid)
                agent.poke()
        return tuple(synced)

    def _decide(self, agent: PodAgent) -> bool:
        """handlePodResourcesResize; whether there is news in the Pod's conditions."""
        refusal = resize_refusal(agent.asked, self._kubelet.own_node(), pods_with_room(self._kubelet, agent.uid))
        if refusal is not None:
            return self._refuse(agent, refusal)
        self._checkpoints[agent.uid].allocated = allocation_of(agent.asked)
        agent.pod = self.allocated(agent.asked)
        agent.life.fire(REQUEST, Allocate())
        self._tell_needs(agent)
        agent.resize.begun()
        return True

    def _refuse(self, agent: PodAgent, refusal: ResizeRefusal) -> bool:
        is_final = refusal.reason == INFEASIBLE
        agent.life.fire(REQUEST, DeclareInfeasible() if is_final else Defer())
        if not is_final:
            self._waiting.append(agent.uid)
        generation = agent.pod.metadata.generation
        is_news = agent.resize.pends(agent.life.machines.resize.state.value, refusal.message, generation)
        if is_news:
            message = resize_message(refusal.reason, agent.asked, generation, refusal.message)
            reason = "ResizeInfeasible" if is_final else "ResizeDeferred"
            self._kubelet.recorder.write(agent.pod, "Warning", reason, message)
        return is_news
