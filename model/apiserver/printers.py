"""Printers: a Pod as one row of `kubectl get pods` (semantics B.35; pkg/printers/internalversion printPod)."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ..objects.container import is_sidecar
from ..objects.human_duration import human_duration
from ..objects.pod import Pod, is_terminal
from ..objects.status import ContainerState, ContainerStateTerminated, ContainerStatus
from ..objects.time import Millis, Time

NONE = "<none>"
UNKNOWN = "<unknown>"
NODE_LOST = "NodeLost"
"""The reason in the status of a Pod whose node has gone silent (util/node NodeUnreachablePodReason)."""

COLUMNS = ("NAME", "READY", "STATUS", "RESTARTS", "AGE")
WIDE_COLUMNS = (*COLUMNS, "IP", "NODE", "NOMINATED NODE", "READINESS GATES")


@frozen
class PodRow:
    """The cells, in the order of WIDE_COLUMNS, and `restart_count`, the number in `restarts` without its time."""

    name: str
    ready: str
    status: str
    restarts: str
    age: str
    ip: str
    node: str
    nominated_node: str
    readiness_gates: str
    restart_count: int

    @property
    def cells(self) -> tuple[str, ...]:
        """As `kubectl get pods` shows them."""
        return (self.name, self.ready, self.status, self.restarts, self.age)

    @property
    def wide_cells(self) -> tuple[str, ...]:
        """As `kubectl get pods -o wide` shows them."""
        return (*self.cells, self.ip, self.node, self.nominated_node, self.readiness_gates)


@frozen
class _Part:
    """What the init containers, or the app containers, contribute; `restarted` is the end before the last restart."""

    status: str = ""
    ready: int = 0
    restarts: int = 0
    restarted: Time | None = None
    has_running: bool = False


def pod_row(pod: Pod, now: Millis) -> PodRow:
    """The row that the API server prints at this moment."""
    init, sidecars = _init_part(pod), _sidecars_part(pod)
    status = _scheduling_gated(pod) or pod.status.reason or pod.status.phase
    status, part, ready = init.status or status, init, sidecars.ready
    if not init.status or _is_true(pod, "Initialized"):
        apps = _apps_part(pod, status)
        ends = (apps.restarted, sidecars.restarted)
        part = _Part(restarts=apps.restarts + sidecars.restarts, restarted=_latest(ends))
        status, ready = apps.status, ready + apps.ready
        if status == "Completed" and apps.has_running:
            status = "Running" if _is_true(pod, "Ready") else "NotReady"
    if pod.metadata.deletionTimestamp is not None:
        status = _deleted(pod, status)
    return PodRow(
        name=pod.metadata.name,
        ready=f"{ready}/{len(pod.spec.containers) + sum(map(is_sidecar, pod.spec.initContainers))}",
        status=status,
        restarts=_with_time(part.restarts, part.restarted, now),
        age=_since(pod.metadata.creationTimestamp, now),
        ip=next((each.ip for each in pod.status.podIPs), "") or NONE,
        node=pod.spec.nodeName or NONE,
        nominated_node=pod.status.nominatedNodeName or NONE,
        readiness_gates=_readiness_gates(pod),
        restart_count=part.restarts,
    )


def _scheduling_gated(pod: Pod) -> str:
    reasons = [each.reason for each in pod.status.conditions if each.type == "PodScheduled"]
    return "SchedulingGated" if "SchedulingGated" in reasons else ""


def _init_part(pod: Pod) -> _Part:
    """The first init container that has not finished gives the status; those after it do not count."""
    sidecars = {each.name for each in pod.spec.initContainers if is_sidecar(each)}
    status, seen = "", []
    for index, container in enumerate(pod.status.initContainerStatuses):
        seen.append(container)
        state = container.state
        if state.terminated is not None and state.terminated.exitCode == 0:
            continue
        if container.name in sidecars and container.started:
            continue
        status = _init_status(state) or f"Init:{index}/{len(pod.spec.initContainers)}"
        break
    return _Part(status, restarts=sum(each.restartCount for each in seen), restarted=_latest(map(_last_end, seen)))


def _init_status(state: ContainerState) -> str:
    """Nothing where the count of those that have finished says it better."""
    if state.terminated is not None:
        return f"Init:{_outcome(state.terminated)}"
    if state.waiting is not None and state.waiting.reason not in ("", "PodInitializing"):
        return f"Init:{state.waiting.reason}"
    return ""


def _sidecars_part(pod: Pod) -> _Part:
    """The sidecars up to the first init container that has not finished."""
    sidecars = {each.name for each in pod.spec.initContainers if is_sidecar(each)}
    seen, ready = [], 0
    for container in pod.status.initContainerStatuses:
        ended = container.state.terminated
        is_one = container.name in sidecars
        seen += [container] if is_one else []
        if ended is not None and ended.exitCode == 0:
            continue
        if not (is_one and container.started):
            break
        ready += container.ready
    restarts = sum(each.restartCount for each in seen)
    return _Part(ready=ready, restarts=restarts, restarted=_latest(map(_last_end, seen)))


def _apps_part(pod: Pod, status: str) -> _Part:
    """The first app container with something to say gives the status, else it stays."""
    ready, has_running = 0, False
    for container in reversed(pod.status.containerStatuses):
        state = container.state
        if state.waiting is not None and state.waiting.reason:
            status = state.waiting.reason
        elif state.terminated is not None:
            status = _outcome(state.terminated)
        elif container.ready and state.running is not None:
            has_running = True
            ready += 1
    statuses = pod.status.containerStatuses
    restarts = sum(each.restartCount for each in statuses)
    return _Part(status, ready, restarts, _latest(map(_last_end, statuses)), has_running)


def _outcome(ended: ContainerStateTerminated) -> str:
    if ended.reason:
        return ended.reason
    return f"Signal:{ended.signal}" if ended.signal else f"ExitCode:{ended.exitCode}"


def _deleted(pod: Pod, status: str) -> str:
    if pod.status.reason == NODE_LOST:
        return "Unknown"
    return status if is_terminal(pod.status.phase) else "Terminating"


def _readiness_gates(pod: Pod) -> str:
    if not pod.spec.readinessGates:
        return NONE
    true = sum(_is_true(pod, gate.conditionType) for gate in pod.spec.readinessGates)
    return f"{true}/{len(pod.spec.readinessGates)}"


def _is_true(pod: Pod, condition: str) -> bool:
    return next((each.status == "True" for each in pod.status.conditions if each.type == condition), False)


def _last_end(container: ContainerStatus) -> Time | None:
    last = container.lastState.terminated
    return last.finishedAt if last is not None else None


def _latest(times: Iterable[Time | None]) -> Time | None:
    return max((time for time in times if time is not None), default=None)


def _with_time(restarts: int, last: Time | None, now: Millis) -> str:
    return f"{restarts} ({_since(last, now)} ago)" if restarts and last is not None else str(restarts)


def _since(time: Time | None, now: Millis) -> str:
    return UNKNOWN if time is None else human_duration(now - time * 1000)
