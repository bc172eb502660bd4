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
from ...objects.pod import Pod, is_mirror, is_static
from ...objects.status import PodStatus
from ...objects.time import Millis, Time, to_api
from ...runtime.script import Script
from ...runtime.scripted import ScriptedRuntime
from ..container_spec import ChangeSpec
from ..image_pull import IMAGE_PULL, ImagePullView
from ..pod_config import PodConfigState, SeeAdd, SeeDelete, SeeRemove
from ..pod_worker import PodWorkerState
from ..process import KubeletRestarts, ProcessState
from ..rules.grace import effective_grace_period
from ..rules.readiness import needs_reconcile
from .admission_pass import admission_failure
from .changed_images import changed_images, tell_of_changed_images
from .configuration import missing_configuration
from .events import Recorder
from .eviction_manager import EvictionManager
from .housekeeping import Housekeeping
from .node_status import NodeStatus
from .pod_agent import PodAgent
from .relist import Relist
from .resizer import Resizer
from .shutdown_manager import ShutdownManager
from .static_pods import StaticPods
from .verdict import take_verdict

CONFIG = ("config",)
PROCESS = ("process",)


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
        relist_base = Millis(simulation.now - self._random.randrange(timing.RELIST))
        self._tick_base = simulation.now - self._random.randrange(timing.TICK)
        self.relist = Relist(self, relist_base, self._random.choice(timing.RELIST_LENGTHS))
        self._status_base = simulation.now - simulation.stream(f"status/{node}").randrange(timing.STATUS_SYNC)
        self.housekeeping = Housekeeping(self)
        self.static = StaticPods(self)
        self.resizer = Resizer(self)
        self.is_up = True
        """The process is there and has listed the API's Pods."""
        self.is_running = True
        """The process is there; since a moment ago, perhaps."""
        self.started: Time | None = None
        """When this process began; None for one that has been there for long."""
        self.process_number = 0
        self.life = life
        self.node_status = NodeStatus(self, store)
        self.shutdown = ShutdownManager(self, ())
        self.eviction = EvictionManager(self)
        store.watch(self._hear)

    # the watch

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Node" and event.type == "MODIFIED" and event.object.metadata.name == self.node:
            self.node_status.hear(event.object)
        if event.kind == "Pod" and event.object.spec.nodeName == self.node:
            self.simulation.after(timing.WATCH_LAG, lambda: self.see(event))

    def see(self, event: WatchEvent) -> None:
        """The watch has brought a version of the Pod; what counts is the newest, older ones are merged into it (B2.4)."""
        seen: Pod = event.object
        meta, uid = seen.metadata, seen.metadata.uid
        if not self.is_up:
            return
        if is_mirror(seen):
            self.static.see_mirror(seen)
            return
        pod, agent = self.pods.by_uid(uid, meta.namespace, meta.name), self.agents.get(uid)
        if agent is None:
            if pod is not None:
                self._add(pod)
            return
        if pod is None:
            if event.type == "DELETED" or meta.deletionTimestamp is not None:  # others do not tell how it went
                self.see_removal(agent, seen)
            return
        was_marked = agent.pod.metadata.deletionTimestamp is not None
        changed = changed_images(agent.pod, pod)
        is_new_to_debug = len(pod.spec.ephemeralContainers) > len(agent.pod.spec.ephemeralContainers)
        before, agent.asked, agent.pod = agent.asked, pod, self.resizer.allocated(pod)
        take_verdict(agent)
        self._know(agent.pod, agent.life)
        for name in changed:
            agent.life.fire(agent.life.of(name, "spec"), ChangeSpec())
        if pod.metadata.deletionTimestamp is not None:
            self._see_mark(agent, was_marked)
        is_resized = self.resizer.take(agent, before)
        if pod.metadata.deletionTimestamp is None:
            new_deadline = pod.spec.activeDeadlineSeconds != agent.active.spec.activeDeadlineSeconds
            if changed or is_new_to_debug or is_resized or new_deadline or needs_reconcile(pod):
                agent.poke()

    def _see_mark(self, agent: PodAgent, was_marked: bool) -> None:
        """The Pod is to end, or sooner than was known: whatever else its version asks for (podWorkers UpdatePod)."""
        config = agent.life.machines.config
        if config.state not in (PodConfigState.ADDED, PodConfigState.DELETED):
            return
        agent.grace = effective_grace_period(agent.pod, recorded=agent.grace)
        if _stage(agent.pod).shorter_than(config.grace):
            agent.life.fire(CONFIG, SeeDelete())
            agent.poke()
        if not was_marked:
            agent.writer.pod_was_marked()

    def add_static(self, pod: Pod, mirror: Pod | None) -> None:
        """A static Pod is in the folder; the same uid goes on where it was."""
        agent = self.agents.get(pod.metadata.uid)
        if agent is None:
            self._add(pod, mirror)
            return
        agent.mirror = mirror
        agent.life.fire(CONFIG, SeeAdd())
        agent.grace = 0
        agent.poke()

    def _add(self, asked: Pod, mirror: Pod | None = None) -> None:
        life, pod = self.pods.lives[asked.metadata.uid], self.resizer.allocated(asked)
        agent = PodAgent(kubelet=self, pod=pod, active=pod, life=life, status=pod.status, mirror=mirror)
        agent.asked = asked
        self.agents[pod.metadata.uid] = agent
        self._know(pod, life)
        if not self.housekeeping.has_caught_up and life.machines.process.state is not ProcessState.RESTARTED:
            life.fire(PROCESS, KubeletRestarts())
        tell_of_changed_images(agent)
        failure = admission_failure(self, pod)
        if failure is not None:
            life.fire(CONFIG, SeeAdd(admitted=False))
            self.recorder.write(pod, "Warning", failure.reason, failure.message)
            message = f"Pod was rejected: {failure.message}"
            agent.writer.set(
                PodStatus(phase="Failed", reason=failure.reason, message=message, qosClass=pod.status.qosClass)
            )
            if not self.housekeeping.has_caught_up:
                agent.writer.reconcile_later()
            return
        self.resizer.admit(pod)
        if pod.metadata.deletionTimestamp is None:
            life.fire(CONFIG, SeeAdd())
            self.resizer.ask(agent)
        else:
            life.fire(CONFIG, SeeDelete())
        begins = life.machines.worker.state in (PodWorkerState.SYNC, PodWorkerState.WAITING)
        agent.grace = 0 if begins else effective_grace_period(pod)
        agent.poke()

    def _know(self, pod: Pod, life: PodLife) -> None:
        """What the spec says of containers goes to the runtime; ephemeral ones may have been added to it."""
        self.runtime.know(pod, life, self._script_of(pod))
        self.eviction.know(self._script_of(pod))
        for container in pod.spec.ephemeralContainers:
            life.add_ephemeral(container)

    def see_removal(self, agent: PodAgent, last: Pod) -> None:
        """The Pod is no longer at its source; `last` is its last version."""
        life = agent.life
        if life.machines.config.state not in (PodConfigState.ADDED, PodConfigState.DELETED):
            return
        agent.pod = self.resizer.allocated(last)
        take_verdict(agent)
        grace = Grace.FULL if last.metadata.deletionTimestamp is None else _stage(last)
        life.fire(CONFIG, SeeRemove(grace))
        agent.grace = effective_grace_period(last, recorded=agent.grace)
        agent.poke()
        self.housekeeping.forget_if_over(agent)
        self.resizer.retry()

    def next_status_sync(self) -> int:
        """The next moment at which the status manager looks at everything."""
        elapsed = self.simulation.now - self._status_base
        return self._status_base + (elapsed // timing.STATUS_SYNC + 1) * timing.STATUS_SYNC

    # the relist

    def changed(self, uid: str) -> None:
        """The runtime has something new of this Pod: the next relist will see it."""
        self.relist.wait_for(uid)
        self.eviction.wake()
        if uid in self.agents:
            self.agents[uid].prober.wake()

    def tick_after(self, moment: int) -> int:
        """The first tick of the work queue's ticker at or after this moment."""
        waited = (moment - self._tick_base + timing.TICK - 1) // timing.TICK
        return self._tick_base + waited * timing.TICK

    # faults

    def stop(self) -> None:
        """The kubelet's process ends: all that it only remembered is lost, and so is what it was doing; containers run on."""
        self.is_up = self.is_running = False
        self.process_number += 1
        self.node_status.lease.cease(self.simulation.now)
        self.shutdown.lose()
        self.eviction.lose()
        self.housekeeping.has_caught_up = False
        self.runtime.forget_requests()
        self.static.forget()
        for agent in self.agents.values():
            agent.alive = False
            agent.life.fire(PROCESS, KubeletRestarts())
            meta = agent.pod.metadata
            stored = self.pods.by_uid(agent.uid, meta.namespace, meta.name)
            if is_static(agent.pod):
                agent.life.read_back(agent.pod.status)
            elif stored is not None:
                agent.life.read_back(stored.status)
            agent.prober.lose()
            for path in [each for each in agent.life.others if each[0] == "image_pulls"]:
                agent.life.move(path, IMAGE_PULL, ImagePullView(), KubeletRestarts())
        self.housekeeping.lost += self.agents.values()
        self.resizer.lose()
        self.agents = {}

    def start(self) -> None:
        """A new process begins, if none runs: it reads its folder of static Pods, and a second later the API's Pods."""
        if self.is_running:
            return
        self.process_number += 1
        self.is_running, process = True, self.process_number
        self.node_status.lease.begin(Millis(self.simulation.now + timing.NODE_STATUS_BEGIN))
        self.simulation.after(timing.NODE_STATUS_BEGIN, lambda: self._if_still(process, self.node_status.begin))
        self.simulation.after(timing.KUBELET_BEGIN, lambda: self._if_still(process, self._list_folder))
        self.simulation.after(timing.KUBELET_START, lambda: self._if_still(process, self._list_pods))

    def _if_still(self, process: int, action: Callable[[], None]) -> None:
        if process == self.process_number:
            action()

    def _list_folder(self) -> None:
        now = self.simulation.now
        self.started = to_api(now)
        self.relist.begin()
        self._tick_base = now - self._random.randrange(timing.TICK)
        self._status_base = now
        self.housekeeping.begin()
        self.static.folder.list()
        self.static.miss(self.housekeeping.lost)

    def _list_pods(self) -> None:
        self.is_up = True
        for pod in sorted(self._store.list("Pod"), key=lambda pod: pod.metadata.creationTimestamp or 0):
            if pod.spec.nodeName == self.node and is_mirror(pod):
                self.static.see_mirror(pod)
            elif pod.spec.nodeName == self.node and pod.metadata.uid not in self.agents:
                self._add(pod)
        self.resizer.retry()
        self.eviction.start()
        self.node_status.wake()
        process = self.process_number
        self.simulation.at(self.housekeeping.next(), lambda: self._if_still(process, self.housekeeping.catch_up))
        self.static.clean_soon()

    def restart(self) -> None:
        """Stop, and begin anew at once."""
        if self.is_up:
            self.stop()
            self.start()

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

    def record_node_event(self, kind: str, reason: str, message: str) -> None:
        """An event about the Node."""
        self.recorder.write_of_node(self.node, kind, reason, message)

    def own_node(self) -> Node:
        """The Node object of this kubelet."""
        return self._store.get("Node", "", self.node)  # type: ignore[no-any-return]  # a store holds objects of any kind

    def stored(self, kind: str, namespace: str, name: str) -> Any:
        """An object that the Pods here refer to, or None."""
        return self._store.get(kind, namespace, name)

    def missing_configuration(self, pod: Pod, container: Container) -> str:
        """Why the container cannot be configured, or nothing: a ConfigMap or Secret that its environment names is not there."""
        return missing_configuration(self._store, pod, container)


def _stage(pod: Pod) -> Grace:
    return stage(pod.metadata.deletionGracePeriodSeconds or 0, pod.spec.terminationGracePeriodSeconds or 0)
