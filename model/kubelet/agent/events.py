"""Events: the Kubernetes events that components write about Pods and other objects, counted where they repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve, frozen

from ...objects.pod import Pod
from ...objects.time import Millis


@frozen
class KubeEvent:
    """One Event object about the object of this `name`; times in milliseconds.

    `field_path` names the container, as `spec.containers{app}`, or is empty.
    """

    first: Millis
    last: Millis
    type: str
    reason: str
    message: str
    namespace: str
    name: str
    field_path: str = ""
    source: str = "kubelet"
    count: int = 1
    kind: str = "Pod"
    """Of the object that it is about."""
    uid: str = ""
    """Of the Pod that it is about; a Node's events have none."""


class Recorder:
    """Keeps the events in the order of their first occurrence; the same one again raises its count."""

    def __init__(self, clock: Callable[[], Millis]) -> None:
        self.events: list[KubeEvent] = []
        self._clock = clock
        self._known: dict[tuple[str, ...], int] = {}

    def write(
        self, pod: Pod, kind: str, reason: str, message: str, container: str = "", source: str = "kubelet"
    ) -> None:
        """An event about the Pod, or about its container of this name; `kind` is Normal or Warning."""
        meta, now = pod.metadata, self._clock()
        path = field_path(pod, container) if container else ""
        key = (meta.uid, path, reason, message, source)
        event = KubeEvent(now, now, kind, reason, message, meta.namespace, meta.name, path, source, uid=meta.uid)
        self._count(key, event)

    def write_of_node(self, node: str, kind: str, reason: str, message: str, source: str = "kubelet") -> None:
        """An event about the Node of this name."""
        self._count(("Node", node, reason, message, source), KubeEvent(
            self._clock(), self._clock(), kind, reason, message, "", node, "", source, kind="Node"
        ))  # fmt: skip

    def write_about(self, obj: Any, kind: str, reason: str, message: str, source: str) -> None:
        """An event about an object of any kind, written by the controller of this name."""
        meta, now = obj.metadata, self._clock()
        event = KubeEvent(now, now, kind, reason, message, meta.namespace, meta.name, source=source, kind=obj.kind)
        self._count((meta.uid, "", reason, message, source), event)

    def _count(self, key: tuple[str, ...], event: KubeEvent) -> None:
        if key in self._known:
            at = self._known[key]
            self.events[at] = evolve(self.events[at], last=event.last, count=self.events[at].count + 1)
            return
        self._known[key] = len(self.events)
        self.events.append(event)


def field_path(pod: Pod, container: str) -> str:
    """`spec.initContainers{i1}`, `spec.containers{app}` or `spec.ephemeralContainers{debugger}`."""
    lists = ("initContainers", "containers", "ephemeralContainers")
    field = next(name for name in lists if any(each.name == container for each in getattr(pod.spec, name)))
    return f"spec.{field}{{{container}}}"
