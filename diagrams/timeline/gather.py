"""Gather: the lanes of every Pod, from what a watcher of the API and of the runtime saw of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

from ...model.objects.pod import Pod
from ...model.objects.status import ContainerStatus
from ...properties.record import Call, Item, Observation
from .lanes import Bar, Chart, Lane, Look, Mark, Sign

PHASES = {"Pending": Look.PENDING, "Running": Look.RUNNING, "Succeeded": Look.SUCCEEDED, "Failed": Look.FAILED}
CONDITIONS = ("PodScheduled", "Initialized", "ContainersReady", "Ready", "DisruptionTarget")
FIRST = ("phase", "deletion", "sandbox")

Action = tuple[float, str]
"""When, and what was done, in words."""


@define
class _Open:
    """A bar whose end is not known yet."""

    begin: float
    look: Look
    text: str
    title: str


@define
class _Life:
    """One Pod while it is being told of."""

    title: str
    lanes: dict[str, Lane] = field(factory=dict)
    open: dict[str, _Open] = field(factory=dict)
    is_gone: bool = False

    def show(self, name: str, at: float, now: _Open | None) -> None:
        """From here on the lane shows this; nothing changes where it showed it already."""
        before = self.open.get(name)
        if before is not None and now is not None and (before.look, before.text) == (now.look, now.text):
            return
        lane = self.lanes.setdefault(name, Lane(name))
        if before is not None and at > before.begin:
            lane.bars.append(Bar(before.begin, at, before.look, before.text, before.title))
        if now is None:
            self.open.pop(name, None)
        else:
            self.open[name] = now

    def process(self, name: str, at: float, now: _Open | None) -> None:
        """As `show`, for what lies below the container's own bar."""
        key = f"{name} process"
        before = self.open.pop(key, None)
        if before is not None:
            self.lanes.setdefault(name, Lane(name)).bars.append(Bar(before.begin, at, before.look, "", before.title))
        if now is not None:
            self.open[key] = now

    def mark(self, name: str, mark: Mark) -> None:
        self.lanes.setdefault(name, Lane(name)).marks.append(mark)

    def close(self, at: float) -> None:
        for name, opened in list(self.open.items()):
            if opened.look is Look.PROCESS:
                self.process(name.removesuffix(" process"), at, None)
            else:
                self.show(name, at, None)


def gather(items: Iterable[Item], end: float, actions: Iterable[Action] = ()) -> list[Chart]:
    """A chart for each Pod in the order of their creation, until `end`; actions come first, in a chart of their own."""
    lives: dict[str, _Life] = {}
    done = Lane("actions", marks=[Mark(at, Sign.ACTION, words) for at, words in actions])
    for item in items:
        if isinstance(item, Observation):
            meta = item.pod.metadata
            life = lives.setdefault(meta.uid, _Life(f"{meta.namespace or 'default'}/{meta.name}"))
            _observe(life, item)
        elif item.uid and item.uid in lives:
            _hear(lives[item.uid], item)
    for life in lives.values():
        life.close(end)
    charts = [Chart(life.title, sorted(life.lanes.values(), key=_rank)) for life in lives.values()]
    return [Chart("what was done", [done]), *charts] if done.marks else charts


def _rank(lane: Lane) -> int:
    """The Pod as a whole first, then its containers as they came, then its conditions."""
    return FIRST.index(lane.name) if lane.name in FIRST else len(FIRST) + (lane.name in CONDITIONS)


def _observe(life: _Life, item: Observation) -> None:
    pod, at = item.after, item.at
    if pod is None:
        life.close(at)
        life.is_gone = True
        return
    status = pod.status
    look = PHASES.get(status.phase)
    reason = f" ({status.reason})" if status.reason else ""
    life.show(
        "phase", at, look and _Open(at, look, status.phase + reason, f"phase {status.phase}{reason} from {at:g}s")
    )
    for condition in status.conditions:
        if condition.type in CONDITIONS:
            good = Look.TRUE if condition.status == "True" else Look.FALSE
            why = f" {condition.reason}: {condition.message}" if condition.reason else ""
            said = f"{condition.type}={condition.status} from {at:g}s{why}"
            life.show(condition.type, at, _Open(at, good, "" if good is Look.TRUE else condition.reason, said))
    if pod.metadata.deletionTimestamp is not None:
        grace = pod.metadata.deletionGracePeriodSeconds
        life.show(
            "deletion", at, _Open(at, Look.GRACE, f"grace {grace}s", f"deleted at {at:g}s with a grace of {grace}s")
        )
    _containers(life, at, pod)


def _containers(life: _Life, at: float, pod: Pod) -> None:
    status = pod.status
    inits = {each.name: each.restartPolicy == "Always" for each in pod.spec.initContainers}
    for each in (*status.initContainerStatuses, *status.containerStatuses, *status.ephemeralContainerStatuses):
        sort = ("sidecar " if inits[each.name] else "init ") if each.name in inits else ""
        life.show(f"{sort}{each.name}", at, _container(at, each))


def _container(at: float, status: ContainerStatus) -> _Open | None:
    count = f", restarts {status.restartCount}" if status.restartCount else ""
    state = status.state
    if state.running is not None:
        look = Look.RUNNING if status.ready else Look.NOT_READY
        return _Open(at, look, f"#{status.restartCount}", f"{status.name} {look.value} from {at:g}s{count}")
    if state.terminated is not None:
        ended = state.terminated
        look = Look.SUCCEEDED if ended.exitCode == 0 else Look.FAILED
        words = f"{ended.reason or 'ended'} {ended.exitCode}"
        return _Open(at, look, words, f"{status.name} {words} from {at:g}s{count} {ended.message}".rstrip())
    reason = state.waiting.reason if state.waiting is not None else ""
    if not reason:
        return None
    look = Look.BACK_OFF if reason.endswith("BackOff") else Look.WAITING
    message = state.waiting.message if state.waiting is not None else ""
    return _Open(at, look, reason, f"{status.name} {reason} from {at:g}s{count} {message}".rstrip())


def _hear(life: _Life, call: Call) -> None:
    """What the runtime did, and what happened in it."""
    name = next((lane for lane in life.lanes if lane.split(" ")[-1] == call.container), call.container)
    detail: Mapping[str, Any] = call.detail
    match call.call:
        case "RunPodSandbox" if "error" not in detail:
            text = f"#{detail.get('attempt', 0)}"
            life.show("sandbox", call.at, _Open(call.at, Look.SANDBOX, text, f"sandbox {text} from {call.at:g}s"))
        case "StopPodSandbox" | "sandbox-died":
            life.show("sandbox", call.at, None)
        case "StartContainer" if "error" not in detail:
            process = f"{call.container}: its process runs from {call.at:g}s"
            life.process(name, call.at, _Open(call.at, Look.PROCESS, str(detail.get("id", "")), process))
        case "exit":
            life.process(name, call.at, None)
        case "SIGTERM" | "SIGKILL":
            life.mark(name, Mark(call.at, Sign[call.call], f"{call.call} at {call.at:g}s"))
        case "ExecSync" | "HTTPGet" | "TCPSocket" | "GRPC" if call.container:
            failed = bool(detail.get("error")) or detail.get("exit") not in (0, None)
            said = f"{detail.get('cmd', call.call)} at {call.at:g}s: {'failed' if failed else 'succeeded'}"
            life.mark(name, Mark(call.at, Sign.BAD if failed else Sign.GOOD, said))
