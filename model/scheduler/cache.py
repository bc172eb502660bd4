"""Cache: what the scheduler knows of the nodes and of the Pods on them, kept up to date by events (backend/cache)."""

from __future__ import annotations

from attrs import evolve

from ..apiserver.store import WatchEvent
from ..objects.node import Node
from ..objects.pod import Pod, is_terminal
from .rules.counted import counted
from .rules.node_info import NodeInfo
from .rules.nomination import Nominations


class Cache:
    """One NodeInfo for each node; what did not change is not computed again."""

    def __init__(self) -> None:
        self._infos: dict[str, NodeInfo] = {}
        self._is_sorted = True
        self._pods: dict[str, Pod] = {}  # by uid: those that take room, also on nodes that are not known
        self._homeless: dict[str, dict[str, Pod]] = {}  # of these, those on nodes that are not known, by node
        self._nominated: dict[str, dict[str, Pod]] = {}  # by node: those that wait for room there
        self._nominated_to: dict[str, str] = {}
        self._with_affinity: set[str] = set()

    @property
    def nodes(self) -> tuple[NodeInfo, ...]:
        """The nodes by name."""
        if not self._is_sorted:
            self._infos = dict(sorted(self._infos.items()))
            self._is_sorted = True
        return tuple(self._infos.values())

    @property
    def nominations(self) -> Nominations:
        """Node -> the Pods that are nominated to it and have no room yet."""
        return {node: tuple(pods.values()) for node, pods in self._nominated.items()}

    @property
    def has_neighbours(self) -> bool:
        """Some Pod that takes room says which others it wants near or away."""
        return bool(self._with_affinity)

    def node(self, name: str) -> NodeInfo | None:
        """The node of this name, if there is one."""
        return self._infos.get(name)

    def counts(self, uid: str) -> bool:
        """The Pod takes room, be it that its binding is not written yet."""
        return uid in self._pods

    def hear(self, event: WatchEvent) -> None:
        """Take an event of the store into account."""
        if event.kind == "Node":
            self._hear_node(event.object, is_gone=event.type == "DELETED")
        elif event.kind == "Pod":
            pod: Pod = event.object
            self._hear_nomination(pod, is_gone=event.type == "DELETED")
            if event.type == "DELETED" or is_terminal(pod.status.phase):
                self.forget(pod.metadata.uid)
            elif pod.spec.nodeName:
                self._place(pod)

    def assume(self, pod: Pod, node: str) -> None:
        """Count the Pod on this node before the binding is written (B21.8)."""
        self._drop_nomination(pod.metadata.uid)
        self._place(evolve(pod, spec=evolve(pod.spec, nodeName=node)))

    def forget(self, uid: str) -> None:
        """The Pod takes no room any more."""
        pod = self._pods.pop(uid, None)
        if pod is None:
            return
        self._with_affinity.discard(uid)
        info = self._infos.get(pod.spec.nodeName)
        if info is None:
            self._homeless[pod.spec.nodeName].pop(uid)
        else:
            self._infos[info.name] = info.less_pod(pod)

    def _place(self, pod: Pod) -> None:
        pod = counted(pod)
        known = self._pods.get(pod.metadata.uid)
        if known is not None and _counts_the_same(known, pod):
            return
        self.forget(pod.metadata.uid)
        self._pods[pod.metadata.uid] = pod
        if pod.spec.affinity:
            self._with_affinity.add(pod.metadata.uid)
        info = self._infos.get(pod.spec.nodeName)
        if info is None:
            self._homeless.setdefault(pod.spec.nodeName, {})[pod.metadata.uid] = pod
        else:
            self._infos[info.name] = info.and_pod(pod)

    def _hear_node(self, node: Node, *, is_gone: bool) -> None:
        name = node.metadata.name
        if is_gone:
            info = self._infos.pop(name, None)
            self._homeless[name] = {pod.metadata.uid: pod for pod in info.pods} if info is not None else {}
            return
        info = self._infos.get(name)
        if info is None:
            self._infos[name] = NodeInfo(node, tuple(self._homeless.pop(name, {}).values()))
            self._is_sorted = False
        else:
            self._infos[name] = info.with_node(node)

    def _hear_nomination(self, pod: Pod, *, is_gone: bool) -> None:
        uid, node = pod.metadata.uid, pod.status.nominatedNodeName
        is_nominated = bool(node) and not is_gone and not pod.spec.nodeName and uid not in self._pods
        if uid in self._nominated_to and (not is_nominated or self._nominated_to[uid] != node):
            self._drop_nomination(uid)
        if is_nominated:
            self._nominated_to[uid] = node
            self._nominated.setdefault(node, {})[uid] = pod

    def _drop_nomination(self, uid: str) -> None:
        node = self._nominated_to.pop(uid, None)
        if node is not None:
            del self._nominated[node][uid]
            if not self._nominated[node]:
                del self._nominated[node]


def _counts_the_same(one: Pod, other: Pod) -> bool:
    """Nothing that a filter or score looks at differs."""
    return (
        (one.spec is other.spec or one.spec == other.spec)
        and one.metadata.labels == other.metadata.labels
        and one.metadata.deletionTimestamp == other.metadata.deletionTimestamp
        and one.status.startTime == other.status.startTime
    )
