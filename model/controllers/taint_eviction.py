"""TaintEviction: the controller that deletes Pods which do not tolerate a NoExecute taint of their node (semantics B.18)."""

from __future__ import annotations

from attrs import evolve

from ..apiserver.pods import Pods
from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import Store, WatchEvent
from ..cluster import timing
from ..core.decision import NOBODY_ASKS, DecisionLog, Input, Reason
from ..core.lives import Lives
from ..core.simulation import Simulation, Timer
from ..kubelet.agent.events import Recorder
from ..objects.delete_options import DeleteOptions
from ..objects.node import Node, Taint
from ..objects.pod import Pod
from ..objects.status import PodCondition
from .rules.taint_eviction import FOR_EVER, toleration_seconds
from .taint_wait import AT_ONCE, LATER, TAINT_WAIT, Evict, Limit, SeeTaints, TaintWaitView

SOURCE = "taint-eviction-controller"
MARK = PodCondition(
    type="DisruptionTarget",
    status="True",
    reason="DeletionByTaintManager",
    message="Taint manager: deleting due to NoExecute taint",
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
        lives: Lives,
        decisions: DecisionLog = NOBODY_ASKS,
    ) -> None:
        self._simulation, self._store, self._pods, self._recorder = simulation, store, pods, recorder
        self._lives, self._decisions = lives, decisions
        self._waits: dict[str, Timer] = {}
        """By uid of the Pod."""
        self._random = simulation.stream(SOURCE)
        store.watch(self._hear)

    def _hear(self, event: WatchEvent) -> None:
        if event.kind == "Node" and _taints(event.before) != _taints(event.object):
            name = event.object.metadata.name
            self._simulation.after(self._lag(), lambda: self._look_at_node(name))
        elif event.kind == "Pod" and event.type == "DELETED":
            self._forget(event.object.metadata.uid)
        elif event.kind == "Pod" and _comes(event):
            self._simulation.after(self._lag(), lambda: self._look_at(event.object))

    def _forget(self, uid: str) -> None:
        wait = self._waits.pop(uid, None)
        if wait is not None:
            wait.cancel()
            self._lives.forget(TAINT_WAIT, uid)

    def _lag(self) -> int:
        return timing.WATCH_LAG + self._random.randrange(timing.CONTROLLER_LAG)

    def _look_at_node(self, name: str) -> None:
        for pod in list(self._store.list("Pod")):
            if pod.spec.nodeName == name:
                self._look_at(pod)

    def _look_at(self, pod: Pod) -> None:
        """TEV processPodOnNode: delete at once, later or never."""
        uid = pod.metadata.uid
        taints = _taints(self._store.get("Node", "", pod.spec.nodeName))
        known = self._waits.get(uid)
        seconds = toleration_seconds(taints, pod.spec.tolerations) if taints else FOR_EVER
        limit = Limit.NONE if seconds is FOR_EVER else Limit.AT_ONCE if seconds is None else Limit.FOR_A_TIME
        if known is None and limit is Limit.NONE:
            return
        self._lives.fire(TAINT_WAIT, uid, SeeTaints(), TaintWaitView(limit))
        if known is not None:
            if limit is Limit.FOR_A_TIME:
                return  # what was begun first stands
            known.cancel()
            del self._waits[uid]
        if limit is Limit.NONE:
            text = f"Cancelling deletion of Pod {pod.metadata.namespace}/{pod.metadata.name}"
            self._recorder.write(pod, "Normal", "TaintManagerEviction", text, source=SOURCE)
            return
        delay = int(seconds or 0) * 1000  # type: ignore[arg-type]  # FOR_EVER is no limit
        self._waits[uid] = self._simulation.after(delay, lambda: self._delete(pod, TaintWaitView(limit, True)))
        if self._decisions.is_open:
            self._decisions.write(SOURCE, pod.metadata, _reason(taints, None if seconds is None else int(seconds)))  # type: ignore[arg-type]

    def _delete(self, pod: Pod, view: TaintWaitView) -> None:
        """TEV addConditionAndDeletePod."""
        meta = pod.metadata
        self._waits.pop(meta.uid, None)
        self._lives.fire(TAINT_WAIT, meta.uid, Evict(), view)
        text = f"Marking for deletion Pod {meta.namespace}/{meta.name}"
        self._recorder.write(pod, "Normal", "TaintManagerEviction", text, source=SOURCE)
        stored = self._pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None or stored.metadata.deletionTimestamp is not None:
            return
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
