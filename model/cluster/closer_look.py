"""Closer look: what `kubectl describe` and `crictl` would show at the end of a run, instead of its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ..apiserver.store import WatchEvent
from ..kubectl.describe_pod import describe_pod, describe_removed
from ..objects.pod import Pod
from ..runtime import crictl
from .planned_action import suggest
from .run import Run
from .run_report import Table


class NoSuchPod(ValueError):
    """The run had no Pod of this name; the message says so."""


@frozen
class Described:
    """A Pod to describe; its namespace may be left out where the name is found in one only."""

    name: str
    namespace: str = ""

    def __str__(self) -> str:
        return f"pod/{self.name}" + (f":namespace={self.namespace}" if self.namespace else "")


def parse_described(text: str) -> Described:
    """`pod/web` or `pod/web:namespace=shop`; raises ValueError."""
    target, _, option = text.partition(":")
    kind, _, name = target.partition("/")
    key, _, namespace = option.partition("=")
    if kind != "pod" or not name or (option and (key != "namespace" or not namespace)):
        raise ValueError(f"{text!r} names no Pod; expected pod/NAME or pod/NAME:namespace=NAMESPACE")
    return Described(name, namespace)


def descriptions(run: Run, wanted: Sequence[Described]) -> list[dict[str, str]]:
    """The text of each, with the Pod's name and namespace; raises NoSuchPod."""
    return [_description(run, each) for each in wanted]


def _description(run: Run, wanted: Described) -> dict[str, str]:
    last = _last_seen(run, wanted)
    meta = last.object.metadata
    now, events = run.now, [each for each in run.cluster.events if each.uid == meta.uid]
    is_gone = last.type == "DELETED"
    text = describe_removed(meta.name, events, now) if is_gone else describe_pod(last.object, events, now)
    return {"pod": meta.name, "namespace": meta.namespace, "text": text}


def _last_seen(run: Run, wanted: Described) -> WatchEvent:
    """The last that was seen of a Pod of this name."""
    last: dict[tuple[str, str], WatchEvent] = {}
    for event in run.cluster.watch:
        if isinstance(event.object, Pod):
            last[event.object.metadata.name, event.object.metadata.namespace] = event
    found = {key: event for key, event in last.items() if key[0] == wanted.name}
    if not found:
        raise NoSuchPod(
            f"{wanted}: no Pod of this name; {suggest(wanted.name, dict.fromkeys(name for name, _ in last))}"
        )
    namespaces = [namespace for _, namespace in found]
    if wanted.namespace and wanted.namespace not in namespaces:
        raise NoSuchPod(f"{wanted}: it is in namespace {' and '.join(namespaces)}")
    if not wanted.namespace and len(namespaces) > 1:
        raise NoSuchPod(f"{wanted}: which one? Say :namespace={' or :namespace='.join(namespaces)}")
    return found[wanted.name, wanted.namespace or namespaces[0]]


def runtime_tables(run: Run) -> Iterator[tuple[str, Table]]:
    """The node's name, and what `crictl ps -a`, then what `crictl pods` lists there."""
    for node, kubelet in run.cluster.kubelets.items():
        containers = (each.cells for each in crictl.containers(kubelet.runtime, run.now))
        yield node, Table(crictl.CONTAINER_COLUMNS, tuple(containers))
        yield node, Table(crictl.POD_COLUMNS, tuple(each.cells for each in crictl.pods(kubelet.runtime, run.now)))


def runtime_entries(run: Run) -> list[dict[str, Any]]:
    """The same as plain data, one entry for each node."""
    return [
        {
            "node": node,
            "containers": [each.data for each in crictl.containers(kubelet.runtime, run.now)],
            "pods": [each.data for each in crictl.pods(kubelet.runtime, run.now)],
        }
        for node, kubelet in run.cluster.kubelets.items()
    ]
