"""PhaseFacts: the kubelet's phase in a PodWorld, by the same rule that computes it from a real status."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..kubelet.container import Outcome
from ..kubelet.container_status import CONTAINER_STATUS, PublishStatus, StatusState, StatusView
from ..kubelet.phase import Phase
from ..kubelet.rules.phase import pod_phase
from ..kubelet.rules.restart import RestartPolicy, policy_allows_restart
from ..objects.container import Container
from ..objects.pod import PodSpec
from ..objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
)

Shown = tuple[StatusState, Outcome]


def would_show(world: Any, index: int) -> Shown:
    """What a status computed now says of this container."""
    container = world.containers[index]
    view = StatusView(seen=container.seen.state, is_init=container.is_init)
    changes = CONTAINER_STATUS.changes(view, container.shown, PublishStatus()) or {}
    return changes["state"], changes.get("outcome", container.shown.outcome)


def is_frozen(world: Any) -> bool:
    """An end that the policy makes final would be taken back: the status manager refuses the whole status (CTR-4)."""
    return any(_takes_back(world, index) for index in range(len(world.containers)))


def _takes_back(world: Any, index: int) -> bool:
    container = world.containers[index]
    if container.shown.state is not StatusState.STOPPED:
        return False
    if would_show(world, index)[0] is StatusState.STOPPED:
        return False
    succeeded = container.shown.outcome is Outcome.SUCCEEDED
    return not policy_allows_restart(world.shape.policy, succeeded)


def computed_phase(world: Any, *, is_terminal: bool) -> Phase:
    """The phase that follows from what would be shown; `is_terminal`: all containers were stopped for good."""
    init: list[Shown] = []
    app: list[Shown] = []
    for index, container in enumerate(world.containers):
        (init if container.is_init else app).append(would_show(world, index))
    return _phase(world.shape.policy, tuple(init), tuple(app), is_terminal)


@cache
def _phase(policy: RestartPolicy, init: tuple[Shown, ...], app: tuple[Shown, ...], is_terminal: bool) -> Phase:
    spec = PodSpec(
        restartPolicy=policy.value,
        initContainers=tuple(Container(name=f"init-{n}") for n in range(len(init))),
        containers=tuple(Container(name=f"app-{n}") for n in range(len(app))),
    )
    init_statuses = tuple(_status(c.name, s) for c, s in zip(spec.initContainers, init, strict=True))
    statuses = tuple(_status(c.name, s) for c, s in zip(spec.containers, app, strict=True))
    phase = pod_phase(
        spec, init_statuses, statuses, pod_is_terminal=is_terminal, pod_has_initialized=False, static=False
    )
    return Phase(phase)


def _status(name: str, shown: Shown) -> ContainerStatus:
    """A status that says no more than this."""
    state, outcome = shown
    ended = ContainerStateTerminated(exitCode=0 if outcome is Outcome.SUCCEEDED else 1)
    match state:
        case StatusState.RUNNING:
            return ContainerStatus(name=name, state=ContainerState(running=ContainerStateRunning()))
        case StatusState.STOPPED:
            return ContainerStatus(name=name, state=ContainerState(terminated=ended))
    last = ContainerState(terminated=ended) if outcome is not Outcome.NONE else ContainerState()
    return ContainerStatus(name=name, state=ContainerState(waiting=ContainerStateWaiting()), lastState=last)
