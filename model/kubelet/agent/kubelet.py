"""Kubelet: the agent of one node: its watch of the API, its relist of the runtime, its work queue, one PodAgent for each Pod."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...apiserver.pods import Pods
from ...apiserver.store import Store, WatchEvent
from ...cluster import timing
from ...cluster.pod_life import PodLife
from ...core.decision import NOBODY_ASKS, DecisionLog
from ...core.simulation import Simulation
from ...node.node_life import NodeLife
from ...objects.container import Container
from ...objects.grace import Grace, stage
from ...objects.node import Node
from ...objects.pod import Pod, every_container, is_terminal
from ...objects.status import PodStatus
from ...objects.time import Millis, Time, to_api
from ...runtime.script import Script
from ...runtime.scripted import ScriptedRuntime
from ..container_spec import ChangeSpec
from ..image_pull import IMAGE_PULL, ImagePullView
from ..pod_config import PodConfigState, SeeAdd, SeeDelete, SeeRemove
from ..pod_worker import FindOrphan, Forget, PodWorkerState
from ..process import KubeletRestarts
from ..rules.admission import AdmissionFailure, admit
from ..rules.grace import effective_grace_period
from ..rules.readiness import needs_reconcile
from . import reasons
from .configuration import missing_configuration
from .events import Recorder
from .eviction_manager import EvictionManager
from .node_status import NodeStatus
from .pod_agent import PodAgent
from .relist_clock import RelistClock
from .resizer import Resizer
from .shutdown_manager import ShutdownManager

CONFIG = ("config",)


class Kubelet:
    """One node's kubelet. The phases of its relist and of its ticker come from the simulation's seed."""

    def __init__(
        self,
        simulation: Simulation,
        node: str,
        address: str,
        pods: Pods,
        store: Store,
        runtime: ScriptedRuntime,
        recorder: Recorder,
        script_of: Callable[[Pod], Script],
        life: NodeLife,
        decisions: DecisionLog = NOBODY_ASKS,
    ) -> None:
        self.simulation, self.node, self.address = simulation, node, address
        self.pods, self.runtime, self.recorder, self.decisions = pods, runtime, recorder, decisions
        self.agents: dict[str, PodAgent] = {}
        self._store, self._script_of = store, script_of
        self._random = simulation.stream(f"kubelet/{node}")
        relist_base = simulation.now - self._random.randrange(timing.RELIST)
        self._tick_base = simulation.now - self._random.randrange(timing.TICK)
        relist_length = self._random.choice(timing.RELIST_LENGTHS)
        self._clock = RelistClock(simulation, relist_base, relist_length, self._relist)
        self._to_relist: set[str] = set()
        self._lost: list[PodAgent] = []
        self.resizer = Resizer(self)
        self.is_up = True
        self.started: Time | None = None
        """When this process began; None for one that has been there for long."""
        self.process_number = 0
        self.life = life
        self.node_status = NodeStatus(self)
        self.shutdown = ShutdownManager(self, ())
        self.eviction = EvictionManager(self)
        store.watch(self._hear)

    # the watch

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Pod" and event.object.spec.nodeName == self.node:
            uid = event.object.metadata.uid
            self.simulation.after(timing.WATCH_LAG, lambda: self.see(event.object, uid))

    def see(self, seen: Pod, uid: str) -> None:
        """The watch has brought a version of the Pod; what counts is the newest, older ones are merged into it (B2.4)."""
        meta = seen.metadata
        pod = self.pods.by_uid(uid, meta.namespace, meta.name)
        agent = self.agents.get(uid)
        if not self.is_up:
            return
        if agent is None:
            if pod is not None:
                self._add(pod)
            return
        if pod is None:
            self._see_removal(agent, seen)
            return
        was_marked = agent.pod.metadata.deletionTimestamp is not None
        changed = _changed_images(agent.pod, pod)
        is_new_to_debug = len(pod.spec.ephemeralContainers) > len(agent.pod.spec.ephemeralContainers)
        before, agent.asked, agent.pod = agent.asked, pod, self.resizer.allocated(pod)
        self._know(agent.pod, agent.life)
        for name in changed:
            agent.life.fire(agent.life.of(name, "spec"), ChangeSpec())
        is_resized = self.resizer.take(agent, before)
        if pod.metadata.deletionTimestamp is None:
            new_deadline = pod.spec.activeDeadlineSeconds != agent.active.spec.activeDeadlineSeconds
            if changed or is_new_to_debug or is_resized or new_deadline or needs_reconcile(pod):
                agent.poke()
            return
        config = agent.life.machines.config
        if config.state in (PodConfigState.ADDED, PodConfigState.DELETED):
            agent.grace = effective_grace_period(pod, recorded=agent.grace)
            if _stage(pod).shorter_than(config.grace):
                agent.life.fire(CONFIG, SeeDelete())
                agent.poke()
            if not was_marked:
                agent.writer.pod_was_marked()

    def _add(self, asked: Pod) -> None:
        life, pod = self.pods.lives[asked.metadata.uid], self.resizer.allocated(asked)
        agent = PodAgent(kubelet=self, pod=pod, active=pod, life=life, status=pod.status)
        agent.asked = asked
        self.agents[pod.metadata.uid] = agent
        self._know(pod, life)
        failure = self._admission_failure(pod)
        if failure is not None:
            life.fire(CONFIG, SeeAdd(admitted=False))
            self.recorder.write(pod, "Warning", failure.reason, failure.message)
            message = f"Pod was rejected: {failure.message}"
            agent.writer.set(
                PodStatus(phase="Failed", reason=failure.reason, message=message, qosClass=pod.status.qosClass)
            )
            return
        self.resizer.admit(pod)
        if pod.metadata.deletionTimestamp is None:
            life.fire(CONFIG, SeeAdd())
            self.resizer.ask(agent)
        else:
            life.fire(CONFIG, SeeDelete())
        agent.grace = effective_grace_period(pod) if life.machines.worker.state is not PodWorkerState.SYNC else 0
        agent.poke()

    def _know(self, pod: Pod, life: PodLife) -> None:
        """What the spec says of containers goes to the runtime; ephemeral ones may have been added to it."""
        self.runtime.know(pod, life, self._script_of(pod))
        self.eviction.know(self._script_of(pod))
        for container in pod.spec.ephemeralContainers:
            life.add_ephemeral(container)

    def _takes_room(self, agent: PodAgent) -> bool:
        """Its containers may run, and it is still in the API: a Pod that was removed by force takes none (D9)."""
        machines = agent.life.machines
        is_active = machines.worker.state in (PodWorkerState.SYNC, PodWorkerState.TERMINATING)
        return is_active and machines.config.state is not PodConfigState.REMOVED

    def _admission_failure(self, pod: Pod) -> AdmissionFailure | None:
        """Whether the kubelet takes this Pod beside those that it has (B.17); one that runs already, has ended or goes, it keeps."""
        if pod.metadata.deletionTimestamp is not None or is_terminal(pod.status.phase):
            reasons.kept(self, pod)
            return None
        if self.runtime.status(pod.metadata.uid).containers:
            reasons.kept(self, pod)
            return None
        others, own = self.others(pod.metadata.uid), self.own_node()
        failure = self.eviction.rejection(pod) or admit(pod, own, others) or self.shutdown.rejection()
        reasons.admitted(self, pod, others, failure)
        return failure

    def own_node(self) -> Node:
        """The Node object of this kubelet."""
        return self._store.get("Node", "", self.node)  # type: ignore[no-any-return]  # a store holds objects of any kind

    def others(self, uid: str) -> tuple[Pod, ...]:
        """The Pods that take room here beside this one, with what is allocated to them."""
        return tuple(each.pod for each in self.agents.values() if each.uid != uid and self._takes_room(each))

    def _see_removal(self, agent: PodAgent, last: Pod) -> None:
        life = agent.life
        if life.machines.config.state not in (PodConfigState.ADDED, PodConfigState.DELETED):
            return
        agent.pod = self.resizer.allocated(last)
        grace = Grace.FULL if last.metadata.deletionTimestamp is None else _stage(last)
        life.fire(CONFIG, SeeRemove(grace))
        agent.grace = effective_grace_period(last, recorded=agent.grace)
        agent.poke()
        self._forget_if_over(agent)
        self.resizer.retry()

    def _forget_if_over(self, agent: PodAgent) -> None:
        """Housekeeping: a finished worker of a Pod that is gone is forgotten; until then it is looked at again."""
        state = agent.life.machines.worker.state
        if not agent.alive or state is PodWorkerState.UNKNOWN:
            return
        if state is PodWorkerState.FINISHED:
            agent.life.fire(("worker",), Forget())
            self.resizer.forget(agent.uid)
            return
        self.simulation.after(timing.HOUSEKEEPING, lambda: self._forget_if_over(agent))

    # the relist

    def changed(self, uid: str) -> None:
        """The runtime has something new of this Pod: the next relist will see it."""
        self.relist_for(uid)
        self.eviction.wake()
        if uid in self.agents:
            self.agents[uid].prober.wake()

    def relist_for(self, uid: str) -> None:
        """A worker waits for a relist, whether or not anything has changed."""
        self._to_relist.add(uid)
        self._clock.wake()

    def relist_soon(self, uid: str) -> None:
        """A relist out of turn, a little later."""
        self._to_relist.add(uid)
        self._clock.soon()

    def last_relist(self) -> Millis:
        """When the runtime was listed last."""
        return self._clock.last()

    def _relist(self) -> None:
        uids, self._to_relist = sorted(self._to_relist), set()
        for uid in uids:
            agent = self.agents.get(uid)
            if agent is not None and agent.has_worked:
                agent.relisted()

    def tick_after(self, moment: int) -> int:
        """The first tick of the work queue's ticker at or after this moment."""
        waited = (moment - self._tick_base + timing.TICK - 1) // timing.TICK
        return self._tick_base + waited * timing.TICK

    # faults

    def stop(self) -> None:
        """The kubelet's process ends: all that it only remembered is lost, and so is what it was doing; containers run on."""
        self.is_up = False
        self.process_number += 1
        self.shutdown.lose()
        self.eviction.lose()
        self.runtime.forget_requests()
        for agent in self.agents.values():
            agent.alive = False
            agent.life.fire(("process",), KubeletRestarts())
            meta = agent.pod.metadata
            stored = self.pods.by_uid(agent.uid, meta.namespace, meta.name)
            if stored is not None:
                agent.life.read_back(stored.status)
            agent.prober.lose()
            for path in [each for each in agent.life.others if each[0] == "image_pulls"]:
                agent.life.move(path, IMAGE_PULL, ImagePullView(), KubeletRestarts())
        self.resizer.lose()
        self._lost = list(self.agents.values())
        self.agents = {}

    def start(self) -> None:
        """A new process begins: it lists the API's Pods and the runtime's, and knows no more."""
        now = self.simulation.now
        self.is_up = True
        self.started = to_api(now)
        self._clock.begin_anew()
        self._tick_base = now - self._random.randrange(timing.TICK)
        lost, self._lost = self._lost, []
        for pod in self._store.list("Pod"):
            if pod.spec.nodeName == self.node and pod.metadata.uid not in self.agents:
                self._add(pod)
        self.resizer.retry()
        for agent in lost:
            if agent.uid not in self.agents:
                self._adopt_orphan(agent)
        self.eviction.start()
        self.node_status.wake()

    def restart(self, away: int = timing.KUBELET_START) -> None:
        """Stop, and start again after so many milliseconds."""
        if self.is_up:
            self.stop()
            self.simulation.after(away, self.start)

    def _adopt_orphan(self, lost: PodAgent) -> None:
        """Containers of a Pod that is no longer in the API are killed, with a grace of one second (B3.16)."""
        if all(each.state != "running" for each in self.runtime.status(lost.uid).containers):
            return
        agent = PodAgent(kubelet=self, pod=lost.pod, active=lost.pod, life=lost.life, status=lost.pod.status, grace=1)
        self.agents[lost.uid] = agent
        agent.life.fire(("worker",), FindOrphan())
        agent.poke()

    def is_process(self, number: int) -> bool:
        """The process of this number is still the one that runs."""
        return self.is_up and self.process_number == number

    # its node

    def active_agents(self) -> list[PodAgent]:
        """Those whose Pods run or terminate, in the order in which they came (KL GetActivePods)."""
        active = (PodWorkerState.SYNC, PodWorkerState.TERMINATING)
        return [each for each in self.agents.values() if each.life.machines.worker.state in active]

    def pressures(self) -> tuple[str, ...]:
        """The conditions of shortage that the node is in."""
        return self.eviction.pressures()

    def update_node(self, node: Node) -> None:
        """PATCH of the Node's status."""
        self._store.update(node)

    def record_node_event(self, kind: str, reason: str, message: str) -> None:
        """An event about the Node."""
        self.recorder.write_of_node(self.node, kind, reason, message)

    def stored(self, kind: str, namespace: str, name: str) -> Any:
        """An object that the Pods here refer to, or None."""
        return self._store.get(kind, namespace, name)

    def missing_configuration(self, pod: Pod, container: Container) -> str:
        """Why the container cannot be configured, or nothing: a ConfigMap or Secret that its environment names is not there."""
        return missing_configuration(self._store, pod, container)


def _changed_images(before: Pod, now: Pod) -> list[str]:
    old = {each.name: each.image for each in every_container(before.spec)}
    return [each.name for each in every_container(now.spec) if old.get(each.name) != each.image]


def _stage(pod: Pod) -> Grace:
    return stage(pod.metadata.deletionGracePeriodSeconds or 0, pod.spec.terminationGracePeriodSeconds or 0)
