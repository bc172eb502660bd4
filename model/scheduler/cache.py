"""Cache: what the scheduler knows of the nodes and of the Pods on them, kept up to date by events (backend/cache)."""

from __future__ import annotations

from attrs import evolve

from ..apiserver.store import WatchEvent
from ..objects.node import Node
from ..objects.pod import Pod, is_terminal
from .rules.counted import counted
from .rules.node_info import NodeInfo


class Cache:
    """One NodeInfo for each node; what did not change is not computed again."""

    def __init__(self) -> None:
        self._infos: dict[str, NodeInfo] = {}
        self._pods: dict[str, Pod] = {}  # by uid: those that take room, also on nodes that are not known

    @property
    def nodes(self) -> tuple[NodeInfo, ...]:
        """The nodes by name."""
        return tuple(self._infos.values())

    def counts(self, uid: str) -> bool:
        """The Pod takes room, be it that its binding is not written yet."""
        return uid in self._pods

    def hear(self, event: WatchEvent) -> None:
        """Take an event of the store into account."""
        if event.kind == "Node":
            self._hear_node(event.object, is_gone=event.type == "DELETED")
        elif event.kind == "Pod":
            pod: Pod = event.object
            if event.type == "DELETED" or is_terminal(pod.status.phase):
                self.forget(pod.metadata.uid)
            elif pod.spec.nodeName:
                self._place(pod)

    def assume(self, pod: Pod, node: str) -> None:
        """Count the Pod on this node before the binding is written (B21.8)."""
        self._place(evolve(pod, spec=evolve(pod.spec, nodeName=node)))

    def forget(self, uid: str) -> None:
        """The Pod takes no room any more."""
        pod = self._pods.pop(uid, None)
        info = self._infos.get(pod.spec.nodeName) if pod is not None else None
        if pod is not None and info is not None:
            self._infos[info.name] = NodeInfo(info.node, tuple(each for each in info.pods if each is not pod))

    def _place(self, pod: Pod) -> None:
        pod = counted(pod)
        known = self._pods.get(pod.metadata.uid)
        if known is not None and _counts_the_same(known, pod):
            return
        self.forget(pod.metadata.uid)
        self._pods[pod.metadata.uid] = pod
        info = self._infos.get(pod.spec.nodeName)
        if info is not None:
            self._infos[info.name] = info.and_pod(pod)

    def _hear_node(self, node: Node, *, is_gone: bool) -> None:
        name = node.metadata.name
        if is_gone:
            self._infos.pop(name, None)
            return
        is_new = name not in self._infos
        pods = tuple(pod for pod in self._pods.values() if pod.spec.nodeName == name)
        self._infos[name] = NodeInfo(node, pods)
        if is_new:
            self._infos = dict(sorted(self._infos.items()))


def _counts_the_same(one: Pod, other: Pod) -> bool:
    """Nothing that a filter or score looks at differs."""
    return (
        one.spec == other.spec
        and one.metadata.labels == other.metadata.labels
        and one.metadata.deletionTimestamp == other.metadata.deletionTimestamp
        and one.status.startTime == other.status.startTime
    )
