"""DaemonSetController: sees to it that each fitting node has one Pod of each DaemonSet (daemon_controller.go)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from ..apiserver.rules.rejection import Rejected
from ..apiserver.store import WatchEvent
from ..objects.daemon_set import DaemonSet, DaemonSetStatus
from ..objects.node import Node
from ..objects.pod import Pod, is_terminal
from ..objects.selectors import label_selector
from .context import ControllerContext
from .daemon_place import DAEMON_PLACE, Clear, DaemonPlaceState, DaemonPlaceView, Fill, Lose
from .machinery.expectations import Expectations
from .machinery.informer import Informer
from .machinery.ownership import claim, controller_of
from .machinery.pod_control import PodControl, pod_from
from .machinery.work_queue import Key, WorkQueue
from .revisions import HASH, forget_old, revisions_of, up_to_date
from .rules import daemon_set as rules
from .rules.replica_count import batches, is_available, is_ready, next_available

SOURCE = "daemonset-controller"
GENERATION = "pod-template-generation"
FIRST_WAIT, LONGEST_WAIT = 1_000, 900_000
"""Milliseconds between two deletions of Pods that fail on one node; they double (failedPodsBackoff)."""


class DaemonSetController:
    """One for all DaemonSets."""

    def __init__(self, context: ControllerContext) -> None:
        self._context = context
        self._control = PodControl(context.pods, context.recorder, SOURCE)
        self._expectations = Expectations()
        self._failures: dict[tuple[str, str], tuple[int, int]] = {}
        """By uid of the DaemonSet and node: the present wait, and the moment from which it counts."""
        self._queue = WorkQueue(context.simulation, self._sync)
        random = context.simulation.stream(SOURCE)
        kinds = ("DaemonSet", "Pod", "Node", "ControllerRevision")
        self._informer = Informer(context.simulation, context.store, kinds, random, self._hear)

    # what it hears

    def _hear(self, event: WatchEvent) -> None:
        obj = event.object
        if event.kind == "DaemonSet":
            self._queue.add((obj.metadata.namespace, obj.metadata.name))
        elif event.kind == "Pod":
            self._hear_of_pod(event)
        elif event.kind == "Node" and (
            event.type != "MODIFIED"
            or event.before is None
            or (event.before.spec, event.before.metadata.labels) != (obj.spec, obj.metadata.labels)
        ):
            for each in self._informer.all_of("DaemonSet"):
                self._queue.add((each.metadata.namespace, each.metadata.name))

    def _hear_of_pod(self, event: WatchEvent) -> None:
        pod, owner = event.object, controller_of(event.object)
        if owner is None:
            for each in self._informer.all_of("DaemonSet", pod.metadata.namespace):
                if label_selector(each.spec.selector).matches(pod.metadata.labels):
                    self._queue.add((each.metadata.namespace, each.metadata.name))
            return
        if owner.kind != "DaemonSet":
            return
        key = (pod.metadata.namespace, owner.name)
        if event.type == "DELETED" or pod.metadata.deletionTimestamp is not None:
            self._expectations.deleted(key, pod.metadata.uid)
        elif event.type == "ADDED":
            self._expectations.created(key)
        self._queue.add(key)

    # what it does

    def _sync(self, key: Key) -> None:
        daemon_set = self._informer.get("DaemonSet", *key)
        if daemon_set is None:
            self._expectations.forget(key)
            self._queue.forget(key)
            return
        try:
            self._look_at(key, daemon_set)
        except Rejected:
            self._queue.retry(key)
        else:
            self._queue.forget(key)

    def _look_at(self, key: Key, daemon_set: DaemonSet) -> None:
        """One sync; raises Rejected where it has to be done again."""
        now = self._context.simulation.now
        nodes = {node.metadata.name: node for node in self._informer.all_of("Node")}
        known = revisions_of(self._informer, daemon_set)
        current = up_to_date(self._context, daemon_set, known)
        code = current.metadata.labels[HASH]
        may_act = self._expectations.are_met(key) or self._expectations.is_overdue(key, now)
        places = self._places(daemon_set)
        if may_act and daemon_set.metadata.deletionTimestamp is None:
            self._manage(key, daemon_set, nodes, places, code)
            is_rolling = daemon_set.spec.updateStrategy.type == "RollingUpdate"
            if is_rolling and self._expectations.are_met(key):
                fitting = {
                    name: places.get(name, []) for name, node in nodes.items() if rules.fit(daemon_set, node).may_run
                }
                old = rules.outdated(daemon_set, fitting, code, HASH, now)
                self._change(key, daemon_set, old, [], code, is_outdated=True)
            in_use = {each.metadata.labels.get(HASH, "") for pods in places.values() for each in pods} | {code}
            names = {each.metadata.name for each in known if each.metadata.labels[HASH] in in_use}
            limit = daemon_set.spec.revisionHistoryLimit
            forget_old(self._context, known, names, 10 if limit is None else limit)
        self._write_status(key, daemon_set, nodes, places, code)

    def _places(self, daemon_set: DaemonSet) -> dict[str, list[Pod]]:
        """Its Pods by node."""
        namespace = daemon_set.metadata.namespace
        related = self._informer.owned_by(daemon_set.metadata.uid, "Pod")
        orphans = [pod for pod in self._informer.owned_by("", "Pod") if pod.metadata.namespace == namespace]
        claimed = claim(daemon_set, label_selector(daemon_set.spec.selector), [*related, *orphans])
        places: dict[str, list[Pod]] = {}
        for pod in rules.counts_for(self._control.settle(daemon_set, claimed)):
            places.setdefault(rules.target_node(pod), []).append(pod)
        return places

    def _manage(
        self,
        key: Key,
        daemon_set: DaemonSet,
        nodes: Mapping[str, Node],
        places: Mapping[str, Sequence[Pod]],
        code: str,
    ) -> None:
        """Nodes without a Pod get one; Pods that have ended, are too many, or may not stay go (manage)."""
        empty: list[str] = []
        leaving: list[Pod] = []
        for name, node in nodes.items():
            fit, pods = rules.fit(daemon_set, node), list(places.get(name, ()))
            if fit.may_run and not pods:
                empty.append(name)
            elif not fit.may_continue:
                leaving += [pod for pod in pods if pod.metadata.deletionTimestamp is None]
            else:
                leaving += self._surplus(key, daemon_set, name, pods)
        for name, unplaced in places.items():
            if name not in nodes:
                leaving += [pod for pod in unplaced if not pod.spec.nodeName and pod.metadata.deletionTimestamp is None]
        self._change(key, daemon_set, leaving, empty, code)

    def _surplus(self, key: Key, daemon_set: DaemonSet, node: str, pods: Sequence[Pod]) -> list[Pod]:
        """Those that have ended, as often as the back-off allows, and all but the oldest."""
        staying = [pod for pod in pods if pod.metadata.deletionTimestamp is None]
        ended = [pod for pod in staying if is_terminal(pod.status.phase)]
        leaving: list[Pod] = []
        for pod in ended:
            where = f"{pod.metadata.namespace}/{pod.metadata.name} on node {node}"
            if pod.status.phase == "Succeeded":
                text = f"Found succeeded daemon pod {where}, will try to delete it"
                self._control.tell(daemon_set, "Normal", "SucceededDaemonPod", text)
                leaving.append(pod)
            elif self._may_fail_again(key, daemon_set, node):
                text = f"Found failed daemon pod {where}, will try to kill it"
                self._control.tell(daemon_set, "Warning", "FailedDaemonPod", text)
                leaving.append(pod)
        running = [pod for pod in staying if pod not in ended]
        return [*leaving, *rules.by_age(running)[1:]]

    def _may_fail_again(self, key: Key, daemon_set: DaemonSet, node: str) -> bool:
        now, place = self._context.simulation.now, (daemon_set.metadata.uid, node)
        wait, since = self._failures.get(place, (0, now))
        if now - since < wait:
            self._queue.add_after(key, wait - (now - since))
            return False
        longer = FIRST_WAIT if wait == 0 or now - since > 2 * LONGEST_WAIT else min(2 * wait, LONGEST_WAIT)
        self._failures[place] = (longer, now)
        return True

    def _change(
        self,
        key: Key,
        daemon_set: DaemonSet,
        leaving: Sequence[Pod],
        empty: Sequence[str],
        code: str,
        *,
        is_outdated: bool = False,
    ) -> None:
        """Pods are made for these nodes, and these deleted (syncNodes); raises the first Rejected."""
        if not leaving and not empty:
            return
        now = self._context.simulation.now
        uids = [pod.metadata.uid for pod in leaving]
        self._expectations.expect(key, now, creations=len(empty), deletions=uids)
        refused: Rejected | None = None
        done = 0
        for size in batches(len(empty)):
            if refused is not None:
                self._expectations.created(key, len(empty) - done)
                break
            for node in empty[done : done + size]:
                try:
                    self._control.create(daemon_set, self._pod(daemon_set, node, code))
                    self._fill(daemon_set, node)
                except Rejected as error:
                    self._expectations.created(key)
                    refused = refused or error
            done += size
        for pod in leaving:
            try:
                self._clear(daemon_set, pod, is_outdated=is_outdated)
                self._control.delete(daemon_set, pod)
            except Rejected as error:
                self._expectations.deleted(key, pod.metadata.uid)
                if error.reason != "NotFound":
                    refused = refused or error
        if refused is not None:
            raise refused

    def _pod(self, daemon_set: DaemonSet, node: str, code: str) -> Pod:
        pod = pod_from(daemon_set.spec.template, daemon_set)
        generation = daemon_set.metadata.annotations.get("deprecated.daemonset.template.generation", "1")
        labels = {**pod.metadata.labels, HASH: code, GENERATION: generation}
        spec = rules.on_node(rules.with_tolerations(pod.spec), node)
        return evolve(pod, metadata=evolve(pod.metadata, labels=labels), spec=spec)

    # the lives of its places

    def _fill(self, daemon_set: DaemonSet, node: str) -> None:
        lives, key = self._context.lives, (daemon_set.metadata.uid, node)
        if lives.of(DAEMON_PLACE, key).state is not DaemonPlaceState.EMPTY:
            lives.fire(DAEMON_PLACE, key, Lose())
        lives.fire(DAEMON_PLACE, key, Fill(), DaemonPlaceView(may_run=True, may_continue=True))

    def _clear(self, daemon_set: DaemonSet, pod: Pod, *, is_outdated: bool) -> None:
        lives, key = self._context.lives, (daemon_set.metadata.uid, rules.target_node(pod))
        if lives.of(DAEMON_PLACE, key).state is not DaemonPlaceState.FILLED:
            return  # another Pod of this place is going already, or this one was adopted
        node = self._informer.get("Node", "", key[1])
        may_continue = node is not None and rules.fit(daemon_set, node).may_continue
        ended = is_terminal(pod.status.phase)
        is_surplus = may_continue and not ended and not is_outdated
        if not is_surplus:
            view = DaemonPlaceView(may_continue=may_continue, ended=ended, outdated=is_outdated)
            lives.fire(DAEMON_PLACE, key, Clear(), view)

    # its status

    def _write_status(
        self,
        key: Key,
        daemon_set: DaemonSet,
        nodes: Mapping[str, Node],
        places: Mapping[str, Sequence[Pod]],
        code: str,
    ) -> None:
        """updateDaemonSetStatus."""
        now, least = self._context.simulation.now, daemon_set.spec.minReadySeconds
        wanted = [name for name, node in nodes.items() if rules.fit(daemon_set, node).may_run]
        firsts = [rules.by_age(places[name])[0] for name in wanted if places.get(name)]
        available = sum(is_available(pod, least, now) for pod in firsts)
        status = DaemonSetStatus(
            currentNumberScheduled=len(firsts),
            numberMisscheduled=sum(bool(places.get(name)) for name in nodes if name not in wanted),
            desiredNumberScheduled=len(wanted),
            numberReady=sum(map(is_ready, firsts)),
            observedGeneration=daemon_set.metadata.generation,
            updatedNumberScheduled=sum(pod.metadata.labels.get(HASH) == code for pod in firsts),
            numberAvailable=available,
            numberUnavailable=len(wanted) - available,
            collisionCount=daemon_set.status.collisionCount,
            conditions=daemon_set.status.conditions,
        )
        if status != daemon_set.status:
            self._context.workloads.write_status(daemon_set, status)
        if least and status.numberReady != status.numberAvailable:
            moment = next_available(firsts, least, now)
            if moment is not None:
                self._queue.add_after(key, moment - now + 1)
