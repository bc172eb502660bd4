"""Stage: the small worlds and the short runs in which known bugs are looked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from ...model.cluster.cluster import Cluster
from ...model.core.kind import Kind
from ...model.core.world import Scope
from ...model.objects.manifest import read_text
from ..explorer.explore import explore
from ..judge import Judge
from ..law import Law
from ..mutants import kind_breaches
from ..record import Call, Item, Observation
from .bug import Shown

Action = Callable[[Cluster], object]


def in_machine(kind: Callable[[], Kind[Any, Any]]) -> Shown:
    """The first step of this machine alone that breaks the law."""

    def shown(law: Law) -> str:
        return next((str(breach) for breach in kind_breaches(kind(), (law,))), "")

    return shown


def in_world(scope: Callable[[], Scope]) -> Shown:
    """The shortest path to a breach in this world."""

    def shown(law: Law) -> str:
        result = explore(scope(), (law,), engine="numpy", most=400_000)
        return next((str(v.counterexample) for v in result.verdicts if v.holds is False and v.counterexample), "")

    return shown


@frozen
class Plot:
    """A Pod named `web`, how its containers behave, what is done to it and when, in seconds; and how long it is watched."""

    spec: Mapping[str, Any]
    script: Mapping[str, Any]
    actions: tuple[tuple[float, Action], ...] = ()
    seconds: float = 60


def in_run(plot: Plot) -> Shown:
    """The first breach in a run of the Cluster, and what the runtime and the API showed until then."""

    def shown(law: Law) -> str:
        judge, lines = Judge((law,)), list[str]()
        for item in _items(plot):
            found = judge.hear(item)
            lines.append(f"{len(lines) + 1:3}. {_told(item)}")
            if found:
                return "\n".join([f"{law.id} {law.sentence}", *_last(lines), f"     But {found[0].witness}."])
        return ""

    return shown


def _last(lines: list[str], most: int = 14) -> list[str]:
    return lines if len(lines) <= most else [f"     … {len(lines) - most} lines before …", *lines[-most:]]


def _told(item: Item) -> str:
    if isinstance(item, Call):
        said = " ".join(str(item.detail[key]) for key in ("cmd", "timeout", "exit", "cause") if key in item.detail)
        return f"{item} {said}".rstrip()
    if item.after is None:
        return str(item)
    ready = " ".join(
        f"{one.name} {'ready' if one.ready else 'not ready'}" for one in item.after.status.containerStatuses
    )
    return f"{item}, {ready or 'no containers'}"


def _items(plot: Plot) -> list[Item]:
    """All that was seen of this run, by time; a restart of the kubelet where it happened."""
    cluster, restarts = Cluster(), list[float]()
    manifest = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": plot.spec}
    cluster.create(read_text(json.dumps(manifest))[0].object, plot.script)
    for at, action in plot.actions:
        cluster.at(at, lambda action=action: action(cluster))  # type: ignore[misc]  # a default binds the loop's value
        restarts += [at] if action is restart_kubelet else []
    cluster.run_until(plot.seconds)
    start = cluster.simulation.start
    items: list[tuple[float, int, Item]] = [(at, 0, Call(at, "start-kubelet", "", "")) for at in restarts]
    for call in cluster.calls:
        at = (call.at - start) / 1000
        items.append((at, 1, Call(at, call.call, call.pod, call.uid, call.container, dict(call.detail))))
    for event in cluster.watch:
        if event.kind == "Pod":
            at = (event.at - start) / 1000
            after = None if event.type == "DELETED" else event.object
            items.append((at, 2, Observation(at, event.before, after)))
    return [item for _, _, item in sorted(items, key=lambda each: each[:2])]


def restart_kubelet(cluster: Cluster) -> None:
    """The only node's kubelet restarts."""
    cluster.restart_kubelet("node-1")


def delete(grace: int | None = None) -> Action:
    """DELETE the Pod."""
    return lambda cluster: cluster.delete("web", grace=grace)
