"""TaintEviction: the controller that deletes Pods which do not tolerate a NoExecute taint of their node (semantics B.18)."""

from __future__ import annotations

from attrs import evolve

from ..apiserver.pods import Pods
from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import Store, WatchEvent
from ..cluster import timing
from ..core.decision import NOBODY_ASKS, DecisionLog, Input, Reason
from ..core.rule import Rule
from ..core.simulation import Simulation, Timer
from ..kubelet.agent.events import Recorder
from ..objects.delete_options import DeleteOptions
from ..objects.node import Node, Taint
from ..objects.pod import Pod
from ..objects.status import PodCondition
from .rules.taint_eviction import FOR_EVER, toleration_seconds

SOURCE = "taint-eviction-controller"
MARK = PodCondition(
    type="DisruptionTarget",
    status="True",
    reason="DeletionByTaintManager",
    message="Taint manager: deleting due to NoExecute taint",
)

AT_ONCE = Rule(
    "B18.7", "controller/tainteviction processPodOnNode", "a NoExecute taint that is not tolerated evicts at once"
)
LATER = Rule(
    "B18.8", "controller/tainteviction processPodOnNode", "one that is tolerated for a time evicts when that is over"
)
RULES = (AT_ONCE, LATER)


class TaintEviction:
    """One controller for the whole cluster; a Pod whose time is limited is deleted when it is over, unless the taint goes first."""

    def __init__(
        self,
        simulation: Simulation,
        store: Store,
        pods: Pods,
        recorder: Recorder,
        decisions: DecisionLog = NOBODY_ASKS,
    ) -> None:
        self._simulation, self._store, self._pods, self._recorder = simulation, store, pods, recorder
        self._decisions = decisions
        self._timers: dict[str, Timer] = {}
        """By uid of the Pod."""
        self._random = simulation.stream(SOURCE)
        store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Node" and _taints(event.before) != _taints(event.object):
            name = event.object.metadata.name
            self._simulation.after(self._lag(), lambda: self._look_at_node(name))
        elif event.kind == "Pod" and event.type != "DELETED" and _comes(event):
            self._simulation.after(self._lag(), lambda: self._look_at(event.object))

    def _lag(self) -> int:
        return timing.WATCH_LAG + self._random.randrange(timing.CONTROLLER_LAG)

    def _look_at_node(self, name: str) -> None:
        for pod in list(self._store.list("Pod")):
            if pod.spec.nodeName == name:
                self._look_at(pod)

    def _look_at(self, pod: Pod) -> None:
        """TEV processPodOnNode: delete at once, later or never."""
        node = self._store.get("Node", "", pod.spec.nodeName)
        taints = _taints(node)
        known = self._timers.get(pod.metadata.uid)
        seconds = toleration_seconds(taints, pod.spec.tolerations) if taints else FOR_EVER
        if seconds is FOR_EVER:
            if known is not None:
                known.cancel()
                del self._timers[pod.metadata.uid]
            return
        if known is None:
            delay = 0 if seconds is None else int(seconds) * 1000
            self._timers[pod.metadata.uid] = self._simulation.after(delay, lambda: self._delete(pod))
            if self._decisions.is_open:
                self._decisions.write(SOURCE, pod.metadata, _reason(taints, None if seconds is None else int(seconds)))

    def _delete(self, pod: Pod) -> None:
        """TEV addConditionAndDeletePod."""
        meta = pod.metadata
        self._timers.pop(meta.uid, None)
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None or stored.metadata.deletionTimestamp is not None:
            return
        text = f"Marking for deletion Pod {meta.namespace}/{meta.name}"
        self._recorder.write(pod, "Normal", "TaintManagerEviction", text, source=SOURCE)
        self._pods.write_condition(
            meta.namespace, meta.name, evolve(MARK, observedGeneration=stored.metadata.generation)
        )
        self._simulation.after(timing.FINAL_DELETE, lambda: self._request(stored))

    def _request(self, pod: Pod) -> None:
        try:
            self._pods.delete(pod.metadata.namespace, pod.metadata.name, DeleteOptions())
        except Rejected:
            return  # it went in the meantime


def _reason(taints: tuple[Taint, ...], seconds: int | None) -> Reason:
    inputs: dict[str, Input] = {"NoExecute taints": tuple(each.key for each in taints), "tolerationSeconds": seconds}
    if seconds is None:
        return Reason(AT_ONCE, "evict at once", inputs)
    return Reason(LATER, f"evict in {seconds} s, unless the taint goes first", inputs)


def _taints(node: Node | None) -> tuple[Taint, ...]:
    return () if node is None else tuple(each for each in node.spec.taints if each.effect == "NoExecute")


def _comes(event: WatchEvent) -> bool:
    """The Pod is bound now and was not before."""
    return bool(event.object.spec.nodeName) and (event.before is None or not event.before.spec.nodeName)
