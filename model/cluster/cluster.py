"""Cluster: an API server, a scheduler, nodes with kubelets and scripted runtimes, in one virtual time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import evolve

from ..apiserver.admission import Admission
from ..apiserver.check import check_manifests
from ..apiserver.evictions import Evictions
from ..apiserver.namespaces import Namespaces
from ..apiserver.plain_objects import PlainObjects
from ..apiserver.pods import Pods
from ..apiserver.priority_classes import priority_classes
from ..apiserver.store import Store, WatchEvent
from ..apiserver.volumes import VOLUME_KINDS, Volumes
from ..apiserver.workloads import Workloads
from ..controllers.condition_taints import ConditionTaints
from ..controllers.context import ControllerContext
from ..controllers.manager import CONTROLLERS, ControllerManager
from ..controllers.node_lifecycle import NodeLifecycle
from ..controllers.pod_garbage_collector import PodGarbageCollector
from ..controllers.taint_eviction import TaintEviction
from ..core.decision import NOBODY_ASKS, DecisionLog
from ..core.lives import Lives
from ..core.rule import Rule
from ..core.simulation import Simulation
from ..core.world import Firing, Stepper, step
from ..core.world import judge as judge_step
from ..kubelet.agent.events import KubeEvent, Recorder
from ..kubelet.agent.kubelet import Kubelet
from ..kubelet.rules.thresholds import EvictionConfiguration
from ..node.conditions import node_conditions, with_conditions
from ..node.node_life import NodeLife
from ..node.rules.shutdown import shutdown_periods
from ..node.service_proxy import ServiceProxy
from ..objects.delete_options import DeleteOptions, Preconditions
from ..objects.manifest import ManifestError, read_text
from ..objects.namespace import Namespace
from ..objects.node import Node
from ..objects.pod import CONFIG_MIRROR, Pod, is_mirror
from ..objects.time import Millis, parse_rfc3339, to_api
from ..runtime.calls import RuntimeCall
from ..runtime.script import Script, millis, read_script
from ..runtime.scripted import ScriptedRuntime
from ..scheduler.scheduler import Scheduler
from .node_shape import NodeShape, node_of
from .pod_life import PodLife
from .requests import Answer, request
from .script_book import ScriptBook

START = "2026-01-01T00:00:00Z"


def _pod_in(text: str) -> Pod | None:
    """The one Pod that this text is, as a kubelet reads it; None: it is something else."""
    try:
        found = [each.object for each in read_text(text)]
    except ManifestError:
        return None
    return found[0] if len(found) == 1 and isinstance(found[0], Pod) else None


class Cluster:
    """A cluster that runs in virtual time: the same input and seed give the same run.

    `nodes` are shapes or Node objects; `start` the wall-clock time of its beginning (RFC 3339, or milliseconds since 1970);
    `judge`: every machine is driven by its transitions machine instead of its look-up; `stepper` drives them instead of
    both. `why`: the components' decisions are kept in `decisions`, all of them or those by these rules.
    `on_firing` is called after each firing of any Pod's machines. Times are given as seconds or as texts such as "1m30s".
    """

    def __init__(
        self,
        nodes: Sequence[NodeShape | Node] = (NodeShape(),),
        *,
        seed: int = 0,
        start: str | int = START,
        judge: bool = False,
        stepper: Stepper | None = None,
        why: bool | Collection[Rule] = False,
        on_firing: Callable[[PodLife, Firing], None] | None = None,
    ) -> None:
        begin = Millis(parse_rfc3339(start) * 1000) if isinstance(start, str) else Millis(start)
        self.simulation = Simulation(begin, seed)
        self.store = Store(lambda: self.simulation.now)
        self.recorder = Recorder(lambda: self.simulation.now)
        rules = None if isinstance(why, bool) else why
        self.decisions = DecisionLog(lambda: self.simulation.now, rules) if why else NOBODY_ASKS
        self.calls: list[RuntimeCall] = []
        self.kubelets: dict[str, Kubelet] = {}
        self._judge = judge
        self._stepper = stepper or (judge_step if judge else step)
        self._on_firing = on_firing
        self._addresses = 0
        self.lives = Lives(judge=self._stepper is not step)
        self.namespaces = Namespaces(self.simulation, self.store, self.lives)
        self.admission = Admission(self.simulation, self.store, self.namespaces)
        self.pods = Pods(self.simulation, self.store, self.admission, self._new_life)
        self.plain_objects = PlainObjects(self.simulation, self.store, self.admission)
        self.workloads = Workloads(self.simulation, self.store, self.admission, self.lives)
        self.evictions = Evictions(self.simulation, self.store, self.pods, self.lives)
        self.volumes = Volumes(self.simulation, self.store, self.admission, self.lives)
        self.scripts = ScriptBook()
        self.store.watch(self.scripts.hear)
        context = ControllerContext(
            self.simulation, self.store, self.admission, self.namespaces, self.pods, self.workloads,
            self.plain_objects, self.volumes, self.recorder, self.lives,
        )  # fmt: skip
        self.controllers = ControllerManager(context)
        self.node_lifecycle = NodeLifecycle(context)
        self.pod_collector = PodGarbageCollector(context)
        self.proxy = ServiceProxy(self.simulation, self.store, self.lives)
        self.scheduler = Scheduler(
            self.simulation, self.store, self.pods, self.recorder, self.lives, self.decisions, self.volumes
        )
        self.condition_taints = ConditionTaints(self.simulation, self.store)
        self.taint_eviction = TaintEviction(
            self.simulation, self.store, self.pods, self.recorder, self.lives, self.decisions
        )
        for node in nodes:
            self.add_node(node_of(node) if isinstance(node, NodeShape) else node)

    def _new_life(self, pod: Pod) -> PodLife:
        return PodLife(pod, self._stepper, self._on_firing)

    # objects

    def add_node(self, node: Node) -> None:
        """Create the Node and begin its kubelet and runtime."""
        name = node.metadata.name
        metadata = evolve(node.metadata, creationTimestamp=to_api(self.simulation.now), uid=f"node-{name}")
        conditions = with_conditions(node_conditions(()), node.status.conditions, to_api(self.simulation.now))
        self.store.create(evolve(node, metadata=metadata, status=evolve(node.status, conditions=conditions)))
        runtime = ScriptedRuntime(
            self.simulation, name, self.calls.append, partial(self._has_news, name), self._address
        )
        kubelet = Kubelet(
            self.simulation, name, f"192.0.2.{10 + len(self.kubelets)}", self.pods, self.store, runtime,
            self.recorder, self.script_of, NodeLife(judge=self._judge), self.decisions,
        )  # fmt: skip
        kubelet.node_status.machine = node
        self.node_lifecycle.know(name, kubelet.node_status.lease)
        self.kubelets[name] = kubelet

    def _has_news(self, node: str, uid: str) -> None:
        self.kubelets[node].changed(uid)

    def _address(self) -> str:
        self._addresses += 1
        return f"10.88.{self._addresses // 250}.{self._addresses % 250 + 2}"

    def script_of(self, pod: Pod) -> Script:
        """How the containers of this Pod behave."""
        return self.scripts.of(pod)

    def create(self, obj: Any, script: Script | Mapping[str, Any] | None = None) -> Any:
        """Create an object; `script` says how the containers of a Pod, or of all Pods of a workload, behave."""
        created = self._create(obj)
        if script is not None:
            parsed = script if isinstance(script, Script) else read_script(dict(script))
            self.scripts.will_be(created.kind, created.metadata.namespace, created.metadata.name, parsed)
        return created

    def _create(self, obj: Any) -> Any:
        if isinstance(obj, Pod):
            return self.pods.create(obj)
        if isinstance(obj, Node):
            self.add_node(obj)
            return obj
        if obj.kind in CONTROLLERS:
            return self.workloads.create(obj)
        if isinstance(obj, Namespace):
            return self.namespaces.create(obj)
        if obj.kind in VOLUME_KINDS:
            return self.volumes.create(obj)
        return self.plain_objects.create(obj)

    def apply(self, manifests: str, scripts: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        """Create what this YAML or JSON text says, all of it or nothing; `scripts` by name of Pod or workload. Raises ManifestError."""
        found = read_text(manifests)
        check_manifests(found, priority_classes(self.store))
        for manifest in found:
            obj = manifest.object
            self.create(obj, (scripts or {}).get(obj.metadata.name))

    def pod(self, name: str, namespace: str = "default") -> Pod:
        """The Pod as the API server has it; raises Rejected NotFound."""
        return self.pods.get(namespace, name)

    def delete(
        self, name: str, namespace: str = "default", *, grace: int | None = None, uid: str | None = None
    ) -> None:
        """DELETE a Pod; `grace` in seconds, 0 removes it at once. Raises Rejected."""
        preconditions = Preconditions(uid=uid) if uid is not None else None
        self.pods.delete(namespace, name, DeleteOptions(gracePeriodSeconds=grace, preconditions=preconditions))

    def request(self, target: str, namespace: str = "default", port: str | int | None = None) -> Answer:
        """What becomes of a new connection to `svc/NAME` now; raises ValueError, and Rejected NotFound."""
        return request(self, target, namespace, port)

    # static Pods

    def write_manifest(
        self, node: str, file: str, manifest: Pod | str, script: Script | Mapping[str, Any] | None = None
    ) -> None:
        """Write a file into the folder of static Pods of this node: a Pod, or a text that may be none.

        The Pod appears in the API as its mirror, `NAME-NODE`; `script` says how its containers behave.
        """
        pod = _pod_in(manifest) if isinstance(manifest, str) else manifest
        if pod is not None and script is not None:
            parsed = script if isinstance(script, Script) else read_script(dict(script))
            mirror = f"{pod.metadata.name}-{node.lower()}"
            self.scripts.will_be("Pod", pod.metadata.namespace or "default", mirror, parsed)
        self.kubelets[node].static.folder.write(file, pod)

    def remove_manifest(self, node: str, file: str) -> bool:
        """Remove a file from the folder of static Pods of this node; False if there is none."""
        return self.kubelets[node].static.folder.remove(file)

    # what happens to processes and machines

    def _runtime_of(self, name: str, namespace: str) -> tuple[Pod, ScriptedRuntime | None]:
        """The Pod, and what runs it; None while it has no node. Raises Rejected NotFound."""
        pod = self.pod(name, namespace)
        kubelet = self.kubelets.get(pod.spec.nodeName)
        if is_mirror(pod):  # what runs is the static Pod, whose uid its mirror names
            pod = evolve(pod, metadata=evolve(pod.metadata, uid=pod.metadata.annotations[CONFIG_MIRROR]))
        return pod, kubelet.runtime if kubelet is not None else None

    def exit_container(self, name: str, container: str, code: int, namespace: str = "default") -> bool:
        """The container's main process ends with this code; False if it does not run."""
        pod, runtime = self._runtime_of(name, namespace)
        return runtime is not None and runtime.exit_now(pod.metadata.uid, container, code)

    def kill_sandbox(self, name: str, namespace: str = "default") -> bool:
        """The Pod's sandbox dies, and its containers with it; False if it has none."""
        pod, runtime = self._runtime_of(name, namespace)
        sandboxes = runtime.status(pod.metadata.uid).sandboxes if runtime is not None else ()
        if runtime is None or not sandboxes or not sandboxes[0].ready:
            return False
        runtime.kill_sandbox(pod.metadata.uid, sandboxes[0].id)
        return True

    def restart_kubelet(self, node: str) -> None:
        """The node's kubelet ends and begins anew a second later; containers run on."""
        self.kubelets[node].restart()

    def stop_kubelet(self, node: str) -> None:
        """The node's kubelet ends; containers run on."""
        self.kubelets[node].stop()

    def start_kubelet(self, node: str) -> None:
        """The node's kubelet begins anew: it is at work about a second later."""
        self.kubelets[node].start()

    def stop_machine(self, node: str) -> None:
        """The node's machine goes down: its kubelet and every container there."""
        kubelet = self.kubelets[node]
        kubelet.stop()
        kubelet.runtime.reboot()

    def reboot(self, node: str) -> None:
        """The node's machine goes down and comes up: every container there has ended with 255."""
        self.stop_machine(node)
        self.start_kubelet(node)

    def set_used(self, node: str, resource: str, amount: int) -> None:
        """So many bytes of `memory` or `ephemeral-storage` are in use on the machine, beside what its Pods use."""
        self.kubelets[node].runtime.used[resource] = amount
        self.kubelets[node].eviction.wake(measured=True)

    def set_eviction(self, node: str, configuration: EvictionConfiguration) -> None:
        """The kubelet's eviction thresholds and what belongs to them; before anything is in use."""
        self.kubelets[node].eviction.configure(configuration)

    def set_shutdown_grace(self, node: str, total: int, critical: int = 0) -> None:
        """The kubelet's shutdownGracePeriod and shutdownGracePeriodCriticalPods, in seconds; 0: no graceful shutdown."""
        self.kubelets[node].shutdown.periods = shutdown_periods(total, critical)

    def shut_down(self, node: str) -> bool:
        """The machine's shutdown is announced; False where its kubelet is not configured for a graceful one, or is not there."""
        return self.kubelets[node].shutdown.announce()

    def cancel_shutdown(self, node: str) -> bool:
        """The shutdown is called off; False where none was announced."""
        return self.kubelets[node].shutdown.cancel()

    # time

    @property
    def now(self) -> float:
        """Seconds since the cluster began."""
        return (self.simulation.now - self.simulation.start) / 1000

    def advance(self, duration: float | str) -> None:
        """Let so much time pass: seconds, or a text such as "30s"."""
        self.simulation.run_until(self.simulation.now + millis(duration, "duration"))

    def run_until(self, condition: Callable[[], bool] | float | str, *, limit: float | str = "24h") -> bool:
        """Run until the condition holds, or until this time since the beginning; False if `limit` passes first."""
        if not callable(condition):
            self.simulation.run_until(self.simulation.start + millis(condition, "time"))
            return True
        end = self.simulation.now + millis(limit, "limit")
        while not condition():
            due = self.simulation.next_moment()
            if due is None or due > end:
                self.simulation.run_until(end)
                return condition()
            self.simulation.step()
        return True

    def at(self, time: float | str, action: Callable[[], None]) -> None:
        """Do this at a time since the beginning."""
        self.simulation.at(self.simulation.start + millis(time, "time"), action)

    # what was seen

    @property
    def watch(self) -> list[WatchEvent]:
        """Every committed change of every object, in order."""
        return self.store.log

    @property
    def events(self) -> list[KubeEvent]:
        """The Kubernetes events, in the order of their first occurrence."""
        return self.recorder.events
