"""NodeLifecycle: the controller that says of a silent node that it is Unknown, and taints nodes that are not ready (semantics B.19)."""

from __future__ import annotations

from functools import partial

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..cluster import timing
from ..core.event import Event
from ..node.conditions import readiness_of
from ..node.execute_taint import (
    EXECUTE_TAINT,
    ExecuteTaintState,
    ExecuteTaintView,
    PutTaint,
    RemoveTaint,
    SwapTaint,
)
from ..node.lease import Lease
from ..node.readiness import READINESS, LoseContact, ReadinessState, ReadinessView
from ..objects.node import Node
from ..objects.pod import Pod
from ..objects.status import PodCondition
from ..objects.time import Millis, to_api
from .context import ControllerContext
from .rules.node_health import (
    GRACE,
    PERIOD,
    execute_taint_of,
    first_look,
    unknown_conditions,
    with_execute_taint,
)
from .rules.zones import Disruption, ZoneKey, ZoneState, disruption, interval, zone_of, zone_states
from .taint_queue import TaintQueue

SOURCE = "node-controller"


class NodeLifecycle:
    """One for the whole cluster. It looks at all nodes every five seconds; only looks that can find something are taken."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._random = context.simulation.stream(SOURCE)
        self._base = context.simulation.now - self._random.randrange(PERIOD)
        self._leases: dict[str, Lease] = {}
        self._not_before: dict[str, Millis] = {}
        """By node: from when its grace period counts anew, because every node had been lost."""
        self._zones: dict[ZoneKey, ZoneState] = {}
        self._queues: dict[ZoneKey, TaintQueue] = {}
        self._looks: dict[Millis, None] = {}
        """The moments of looks to come."""
        context.store.watch(self._hear)

    def know(self, node: str, lease: Lease) -> None:
        """This lease is the node's."""
        self._leases[node] = lease
        lease.on_silence = partial(self._expect_nothing, node)

    def begin_at(self, moment: int) -> None:
        """One of its looks is at this moment, the others before and after it; to be said before anything happens."""
        self._base = moment

    # when it looks

    def _hear(self, event: WatchEvent) -> None:
        if event.kind != "Node":
            return
        if event.type == "DELETED":
            self._queue(event.object).remove(event.object.metadata.name)
        if event.type == "MODIFIED":
            is_news = _matters(event.before) != _matters(event.object)
        else:
            is_news = _has_trouble(event.object) or ZoneState.FULL in self._zones.values()
        if is_news:
            self._look_after(self._context.simulation.now + timing.WATCH_LAG)

    def _expect_nothing(self, node: str) -> None:
        self._look_after(self._over_at(node))

    def _look_after(self, moment: int) -> None:
        look = first_look(moment, self._base)
        if look not in self._looks:
            self._looks[look] = None
            self._context.simulation.at(look, self._look)

    def _over_at(self, node: str) -> Millis:
        """When the grace period of this silent node is over: it counts from the look that saw the last renewal."""
        seen = first_look(self._leases[node].last_renewal() + timing.WATCH_LAG, self._base)
        return Millis(max(seen, self._not_before.get(node, 0)) + GRACE)

    # a look (NLC monitorNodeHealth)

    def _look(self) -> None:
        self._looks.pop(self._context.simulation.now, None)
        nodes = [self._check(node) for node in list(self._context.store.list("Node"))]
        for node in nodes:
            self._taint(node)
        self._weigh(nodes)

    def _check(self, node: Node) -> Node:
        """The node, Unknown if its kubelet has been silent for too long (tryUpdateNodeHealth)."""
        context, lease = self._context, self._leases.get(node.metadata.name)
        before = readiness_of(node)
        if lease is None or lease.ceased is None or before.state is ReadinessState.UNKNOWN:
            return node
        view = ReadinessView(grace_is_over=context.simulation.now >= self._over_at(node.metadata.name))
        if not view.grace_is_over:
            return node
        context.lives.take(READINESS, before, LoseContact(), view)
        conditions = unknown_conditions(node.status.conditions, to_api(context.simulation.now))
        node = context.store.update(evolve(node, status=evolve(node.status, conditions=conditions)))
        if before.state is ReadinessState.READY:
            name = node.metadata.name
            context.recorder.write_of_node(
                name, "Normal", "NodeNotReady", f"Node {name} status is now: NodeNotReady", SOURCE
            )
            context.simulation.after(timing.CONTROLLER_SYNC, lambda: self._mark_pods(name))
        return node

    def _mark_pods(self, node: str) -> None:
        """Its Pods that were Ready are so no longer (controller/util/node MarkPodsNotReady, B19.5)."""
        for pod in list(self._context.store.list("Pod")):
            if pod.spec.nodeName == node:
                self._mark(pod)

    def _mark(self, pod: Pod) -> None:
        ready = next((each for each in pod.status.conditions if each.type == "Ready"), None)
        if ready is None or ready.status != "True":
            return
        condition: PodCondition = evolve(ready, status="False", observedGeneration=pod.metadata.generation)
        self._context.pods.write_condition(pod.metadata.namespace, pod.metadata.name, condition)
        self._context.recorder.write(pod, "Warning", "NodeNotReady", "Node is not ready", source=SOURCE)

    # taints

    def _taint(self, node: Node) -> None:
        """What a look does at once; a new taint waits for its turn (processTaintBaseEviction)."""
        taint, readiness = execute_taint_of(node.spec.taints).state, readiness_of(node).state
        wanted = WANTED[readiness]
        if wanted is ExecuteTaintState.NONE:
            self._queue(node).remove(node.metadata.name)
            if taint is not wanted:
                self._move(node, RemoveTaint())
        elif taint is ExecuteTaintState.NONE:
            self._queue(node).add(node.metadata.name)
        elif taint is not wanted:
            self._move(node, SwapTaint())

    def _turn(self, name: str) -> None:
        """The node's turn has come (doNoExecuteTaintingPass)."""
        node = self._context.store.get("Node", "", name)
        if node is None or readiness_of(node).state is ReadinessState.READY:
            return
        if execute_taint_of(node.spec.taints).state is ExecuteTaintState.NONE:
            self._move(node, PutTaint(), turn_has_come=True)

    def _move(self, node: Node, event: Event, *, turn_has_come: bool = False, all_are_lost: bool = False) -> None:
        context, before = self._context, execute_taint_of(node.spec.taints)
        view = ExecuteTaintView(readiness_of(node).state, turn_has_come=turn_has_come, all_are_lost=all_are_lost)
        after = context.lives.take(EXECUTE_TAINT, before, event, view)
        taints = with_execute_taint(node.spec.taints, after, to_api(context.simulation.now))
        try:
            context.store.update(evolve(node, spec=evolve(node.spec, taints=taints)))
        except Rejected:
            return  # the node went in the meantime

    def _queue(self, node: Node) -> TaintQueue:
        zone = zone_of(node)
        if zone not in self._queues:
            self._queues[zone] = TaintQueue(self._context.simulation, self._random, self._turn)
        return self._queues[zone]

    # zones (NLC handleDisruption)

    def _weigh(self, nodes: list[Node]) -> None:
        old, new = self._zones, zone_states(nodes)
        self._zones = new
        what = disruption(old, new)
        if what is Disruption.BEGINS:
            self._spare(nodes)
        elif what is Disruption.ENDS:
            self._begin_again(nodes)
        if what is Disruption.BEGINS or what is Disruption.LASTS:
            for queue in self._queues.values():
                queue.set_interval(None)
            return
        sizes = {zone: sum(zone_of(node) == zone for node in nodes) for zone in new}
        for zone, queue in self._queues.items():
            queue.set_interval(interval(new.get(zone, ZoneState.NORMAL), sizes.get(zone, 0)))

    def _spare(self, nodes: list[Node]) -> None:
        """Every node is lost: none is tainted for it."""
        for stale in nodes:
            self._queue(stale).remove(stale.metadata.name)
            node = self._context.store.get("Node", "", stale.metadata.name)
            if execute_taint_of(node.spec.taints).state is not ExecuteTaintState.NONE:
                self._move(node, RemoveTaint(), all_are_lost=True)

    def _begin_again(self, nodes: list[Node]) -> None:
        """One is ready again: the grace period of each counts from now, and the lost are tainted at the next look."""
        now = self._context.simulation.now
        for node in nodes:
            self._not_before[node.metadata.name] = now
            lease = self._leases.get(node.metadata.name)
            if lease is not None and lease.ceased is not None:
                self._look_after(self._over_at(node.metadata.name))
        if any(readiness_of(node).state is not ReadinessState.READY for node in nodes):
            self._look_after(now + 1)


WANTED = {
    ReadinessState.READY: ExecuteTaintState.NONE,
    ReadinessState.NOT_READY: ExecuteTaintState.NOT_READY,
    ReadinessState.UNKNOWN: ExecuteTaintState.UNREACHABLE,
}


def _has_trouble(node: Node) -> bool:
    """It is not as all nodes are when nothing is wrong with them."""
    taint = execute_taint_of(node.spec.taints)
    return readiness_of(node).state is not ReadinessState.READY or taint.state is not ExecuteTaintState.NONE


def _matters(node: Node) -> tuple[object, ...]:
    """What of a Node a look would see."""
    return readiness_of(node), execute_taint_of(node.spec.taints), node.metadata.labels
