"""PhaseFacts: the kubelet's phase in a PodWorld, by the same rule that computes it from a real status."""

from __future__ import annotations

from functools import cache
from typing import Any

from ..kubelet.container import Outcome
from ..kubelet.container_cache import Seen
from ..kubelet.container_status import CONTAINER_STATUS, PublishStatus, StatusState, StatusView
from ..kubelet.deadline import DeadlineState
from ..kubelet.phase import Phase
from ..kubelet.published_probes import ProbesState
from ..kubelet.rules.phase import pod_phase
from ..kubelet.rules.restart import RestartPolicy, policy_allows_restart
from ..kubelet.sandbox import SandboxState
from ..kubelet.sync import SyncState
from ..objects.container import Container, ContainerRestartRule, ExitCodes
from ..objects.pod import PodSpec
from ..objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
)
from .facts import is_app, policy_of
from .pod_world import ContainerPolicy

Shown = tuple[StatusState, Outcome]


def would_show(world: Any, index: int) -> Shown:
    """What a status computed now says of this container."""
    container = world.containers[index]
    view = StatusView(container.seen.state, container.life.older, container.rule_on_kill, all_restart=False)
    changes = CONTAINER_STATUS.changes(view, container.shown, PublishStatus()) or {}
    return changes["state"], changes.get("outcome", container.shown.outcome)


def is_frozen(world: Any) -> bool:
    """An end that the policy makes final would be taken back: the status manager refuses the whole status (CTR-4), unless
    the Pod's own policy is Always or it may restart all its containers."""
    if world.shape.may_restart_all or world.shape.policy is RestartPolicy.ALWAYS:
        return False
    return any(_takes_back(world, index) for index in range(len(world.containers)))


def _takes_back(world: Any, index: int) -> bool:
    container = world.containers[index]
    if container.is_ephemeral or container.shown.state is not StatusState.STOPPED:
        return False
    if would_show(world, index)[0] is StatusState.STOPPED:
        return False
    if container.is_sidecar or container.shown.outcome.has_rule:
        return False
    return not policy_allows_restart(policy_of(world, index), container.shown.outcome.has_succeeded)


def computed_phase(world: Any, *, is_terminal: bool) -> Phase:
    """The phase that follows from what would be shown; `is_terminal`: all containers were stopped for good."""
    if world.shape.has_deadline and world.deadline.state is DeadlineState.OVER:
        return Phase.FAILED
    parts: list[Part] = []
    has_sidecar = any(container.is_sidecar for container in world.containers)
    for index, container in enumerate(world.containers):
        if container.is_ephemeral:
            continue
        role = "sidecar" if container.is_sidecar else "init" if container.is_init else "app"
        is_active = has_sidecar and _is_active(world, index)
        has_started = bool(container.is_sidecar) and _has_started(container)
        parts.append((role, container.policy, would_show(world, index), is_active, has_started))
    return _phase(world.shape.policy, tuple(parts), is_terminal, bool(world.shape.is_static))


def has_ended(world: Any, index: int = 0) -> bool:
    """The phase that this sync computed is terminal, though the status manager may have refused it with its status."""
    if world.phase.state.is_terminal:
        return True
    if world.sync.state is not SyncState.LOOKING or not is_frozen(world):
        return False
    return computed_phase(world, is_terminal=False).is_terminal


def _is_active(world: Any, index: int) -> bool:
    """An app container of the sandbox that was seen ready: the Pod has initialized in it (hasAnyActiveRegularContainerStarted)."""
    container = world.containers[index]
    if not is_app(container) or container.seen.state is Seen.NONE:
        return False
    return world.cache.state is SandboxState.READY and bool(container.life.in_sandbox)


def _has_started(container: Any) -> bool:
    """The phase goes by what was shown before: that it runs, and that its startup probe, if any, has succeeded."""
    if container.shown.state is not StatusState.RUNNING:
        return False
    return not container.has_startup or container.probes.state in (ProbesState.STARTED, ProbesState.FAILED)


Part = tuple[str, ContainerPolicy, Shown, bool, bool]
"""(role, own policy, what would be shown, an app container is in the present sandbox, it is a sidecar that has started).

Only sidecars make the last two count.
"""


@cache
def _phase(policy: RestartPolicy, parts: tuple[Part, ...], is_terminal: bool, is_static: bool) -> Phase:
    init: list[Container] = []
    app: list[Container] = []
    init_statuses: list[ContainerStatus] = []
    statuses: list[ContainerStatus] = []
    for number, (role, own, shown, _, has_started) in enumerate(parts):
        container = _container(f"c{number}", role, own, shown)
        (app if role == "app" else init).append(container)
        (statuses if role == "app" else init_statuses).append(_status(container.name, shown, has_started))
    spec = PodSpec(restartPolicy=policy.value, initContainers=tuple(init), containers=tuple(app))
    phase = pod_phase(
        spec,
        tuple(init_statuses),
        tuple(statuses),
        pod_is_terminal=is_terminal,
        pod_has_initialized=any(part[3] for part in parts),
        static=is_static,
    )
    return Phase(phase)


def _container(name: str, role: str, own: ContainerPolicy, shown: Shown) -> Container:
    """A container that says no more than this; an outcome by rule has a rule that matches its exit code."""
    rules: tuple[ContainerRestartRule, ...] = ()
    if shown[1].has_rule:
        code = 0 if shown[1].has_succeeded else 1
        rules = (ContainerRestartRule(action="Restart", exitCodes=ExitCodes(operator="In", values=(code,))),)
    if role == "sidecar":
        return Container(name=name, restartPolicy="Always")
    if own is ContainerPolicy.POD and not rules:
        return Container(name=name)
    policy = RestartPolicy.NEVER.value if own is ContainerPolicy.POD else own.value
    return Container(name=name, restartPolicy=policy, restartPolicyRules=rules)


def _status(name: str, shown: Shown, has_started: bool) -> ContainerStatus:
    """A status that says no more than this."""
    state, outcome = shown
    ended = ContainerStateTerminated(exitCode=0 if outcome.has_succeeded else 1)
    match state:
        case StatusState.RUNNING:
            running = ContainerState(running=ContainerStateRunning())
            return ContainerStatus(name=name, state=running, started=has_started)
        case StatusState.STOPPED:
            return ContainerStatus(name=name, state=ContainerState(terminated=ended))
    last = ContainerState(terminated=ended) if outcome is not Outcome.NONE else ContainerState()
    return ContainerStatus(name=name, state=ContainerState(waiting=ContainerStateWaiting()), lastState=last)
