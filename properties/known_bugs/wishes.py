"""Wishes: laws that only known bugs are about; those that v1.36 itself breaks are marked with the issue's number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from ...model.objects.pod import Pod, every_container
from ...model.objects.status import ContainerStatus
from ..law import RECORD, Mood, law
from ..laws.observed.examples import TIMED, created, did, exited, pod, seen, status
from ..laws.observed.pod_object import MARKED
from ..record import Call, Item, Observation
from ..story import Story

UPDATE = "kubelet/prober UpdatePodStatus"
SLACK = 0.5
FORCED = 5.0
"""Seconds after which a Pod that was deleted by force should be dead."""


@frozen
class Readiness:
    """What was shown before a restart of the kubelet: by container, whether it was ready; what was asked since."""

    has_restarted: bool = False
    ready: Mapping[str, tuple[str, bool]] = field(factory=dict)
    """By container name: its containerID, and whether it was shown ready before the restart."""
    asked: tuple[str, ...] = ()
    """Containers whose readiness probe was asked since, each as often as it was."""


def _statuses(item: Item) -> tuple[ContainerStatus, ...]:
    if isinstance(item, Observation) and item.after is not None:
        return (*item.after.status.initContainerStatuses, *item.after.status.containerStatuses)
    return ()


def told(monitor: Readiness, item: Item) -> Readiness:
    """The monitor after this item."""
    if isinstance(item, Call):
        if item.call == "start-kubelet":
            return evolve(monitor, has_restarted=True, asked=())
        if item.call == "ExecSync" and item.detail.get("cmd") == "readiness":
            return evolve(monitor, asked=(*monitor.asked, item.container))
        return monitor
    if monitor.has_restarted:
        return monitor
    return evolve(monitor, ready={one.name: (one.containerID, one.ready) for one in _statuses(item)})


def _flips(monitor: Readiness, item: Item, *, to: bool) -> bool:
    """A container that runs on became ready, or no longer so, before its probe was asked often enough for that."""
    pod = item.after if isinstance(item, Observation) else None
    return any(
        monitor.ready.get(one.name) == (one.containerID, not to)
        and one.state.running is not None
        and one.ready is to
        and monitor.asked.count(one.name) < _enough(pod, one.name, to=to)
        for one in _statuses(item)
    )


def _enough(pod: Pod | None, name: str, *, to: bool) -> int:
    """How many answers make a container ready, or unready."""
    probes = [each.readinessProbe for each in every_container(pod.spec) if each.name == name] if pod else []
    return next((each.successThreshold if to else each.failureThreshold for each in probes if each is not None), 1)


def _after_restart(monitor: Readiness, item: Item) -> bool:
    return monitor.has_restarted and isinstance(item, Observation) and item.after is not None


_MONITOR: dict[str, Any] = {"mood": Mood.ORDER, "initial": Readiness(), "follow": told}
_RESTART = did("start-kubelet", 5.0)


def _shown(at: float, *, ready: bool) -> Observation:
    return seen(pod("Running", status(containerID="c1", ready=ready)), at)


@law(
    "PRB-RESTART", RECORD, by=("kubelet/prober setReadyStateOnKubeletRestart",), **_MONITOR, given=_after_restart,
    witness="{item}, and a container that runs on is not ready any more",
    breach=(_shown(1.0, ready=True), _RESTART, _shown(6.0, ready=False)),
)  # fmt: skip
def a_restart_takes_nothing_out_of_service(monitor: Readiness, item: Item) -> bool:
    """A restart of the kubelet makes no running container unready before its probe could have failed often enough."""
    return not _flips(monitor, item, to=False)


@law(
    "PRB-RESTART", RECORD, by=("kubelet/prober setReadyStateOnKubeletRestart",), **_MONITOR, given=_after_restart,
    witness="{item}, and a container that was not ready is",
    breach=(_shown(1.0, ready=False), _RESTART, _shown(6.0, ready=True)),
)  # fmt: skip
def a_restart_puts_nothing_into_service(monitor: Readiness, item: Item) -> bool:
    """A restart of the kubelet makes no container ready before its probe was asked again."""
    return not _flips(monitor, item, to=True)


@law(
    "PRB-END", RECORD, by=("kubelet/prober StopLivenessAndStartup",), **TIMED,
    given=lambda story, item: (
        isinstance(item, Call) and item.call == "ExecSync" and item.detail.get("cmd") in ("liveness", "startup")
        and story.marked is not None
    ),
    witness="{item}, while its Pod is being stopped",
    breach=(seen(pod("Running", status(), meta=MARKED), 1.0), did("ExecSync", 5.0, cmd="liveness")),
)  # fmt: skip
def nothing_is_killed_for_a_probe_at_the_end(story: Story, item: Item) -> bool:
    """Once a Pod is being stopped neither liveness nor startup probes are asked; readiness goes on."""
    return story.marked is None or item.at <= story.marked + SLACK


@law(
    "PRB-END", RECORD, by=("kubelet SyncTerminatingPod",), **TIMED,
    given=lambda story, item: (
        isinstance(item, Call) and item.call == "exit" and story.marked is not None and story.pod is not None
    ),
    witness="{item}, and another that ended long before is still shown running and ready",
    breach=(
        seen(pod("Running", status(ready=True), status(name="slow", ready=True), meta=MARKED), 1.0),
        *created(1.1), exited(0, 2.0), *created(1.1, "slow"), exited(137, 20.0, "slow"),
    ),
)  # fmt: skip
def what_has_ended_is_not_ready(story: Story, item: Item) -> bool:
    """While a Pod is being stopped a container that has ended is not shown ready for seconds."""
    shown = story.pod.status.containerStatuses if story.pod is not None else ()
    ended = {name: one.ended for name, one in story.instances.items() if one.ended is not None}
    return not any(one.ready and one.name in ended and item.at > ended[one.name] + FORCED for one in shown)


@law(
    "BOFF-FIRST", RECORD, by=("kubelet/kuberuntime doBackOff",), **TIMED,
    given=lambda story, item: (
        isinstance(item, Call) and item.call == "CreateContainer" and "error" not in item.detail
        and (one := story.instances.get(item.container)) is not None and one.ended is not None
    ),
    witness="{item}, at once",
    breach=(*created(1.0), exited(1, 2.0), created(2.5)[0]),
)  # fmt: skip
def every_restart_waits(story: Story, item: Item) -> bool:
    """Every restart, the first too, comes at least ten seconds after the end."""
    one = story.instances.get(item.container) if isinstance(item, Call) else None
    return one is None or one.ended is None or item.at >= one.ended + 10 - SLACK


@law(
    "DEL-FORCE", RECORD, by=("kubelet/pod_workers UpdatePod",), **TIMED,
    given=lambda story, item: isinstance(item, Call) and item.call == "exit" and story.is_gone,
    witness="{item}, long after its Pod was deleted by force",
    breach=(
        seen(pod("Running", status()), 0.5), *created(1.0),
        Observation(2.0, pod("Running", status()), None), exited(137, 30.0, cause="SIGKILL"),
    ),
)  # fmt: skip
def a_forced_deletion_ends_soon(story: Story, item: Item) -> bool:
    """A Pod that was deleted by force is dead a few seconds later, whatever its hooks do."""
    return item.at <= story.seen + FORCED
