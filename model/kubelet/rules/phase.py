"""phase: the Pod's phase as a function of its spec and its container statuses (semantics B.4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from attrs import frozen

from ...core.rule import Rule
from ...objects.container import Container, is_sidecar
from ...objects.pod import PodSpec
from ...objects.status import ContainerStateTerminated, ContainerStatus
from .restart import RESTARTING_ALL_CONTAINERS, container_should_restart

PENDING = "Pending"
RUNNING = "Running"
SUCCEEDED = "Succeeded"
FAILED = "Failed"

_SOURCE: Final = "kubelet getPhase"
INIT_FAILED: Final = Rule("B4.1", _SOURCE, "an init container has failed for good")
TO_COME: Final = Rule("B4.2", _SOURCE, "an init container is not over, or a container never ran")
RUNS: Final = Rule("B4.3", _SOURCE, "a container runs")
OVER: Final = Rule("B4.4", _SOURCE, "all containers were stopped for good: did they all succeed?")
RESTARTS: Final = Rule("B4.5", _SOURCE, "all app containers have ended, and one starts again")
ENDED: Final = Rule("B4.6", _SOURCE, "all app containers have ended, and none starts again: did they all succeed?")
NOT_KNOWN: Final = Rule("B4.7", _SOURCE, "nothing is known of a container")
ROWS: Final = (INIT_FAILED, TO_COME, RUNS, OVER, RESTARTS, ENDED, NOT_KNOWN)


class Progress(Enum):
    """How far a container has come, as the phase counts it; a name that has no status or no state is unknown."""

    UNKNOWN = "unknown"
    NEVER_RAN = "never ran"
    RUNNING = "running"
    STOPPED = "stopped"


@frozen
class Seen:
    """One container of the spec beside what its status says; `end` is its last termination once it has stopped."""

    container: Container
    progress: Progress
    started: bool = False
    end: ContainerStateTerminated | None = None
    waits_again: bool = False


def seen(container: Container, statuses: Sequence[ContainerStatus]) -> Seen:
    """The container's progress by the status of its name; waiting after an end counts as stopped (KP getPhase)."""
    status = next((s for s in statuses if s.name == container.name), None)
    if status is None:
        return Seen(container, Progress.UNKNOWN)
    state = status.state
    if state.running is not None:
        return Seen(container, Progress.RUNNING, started=status.started is True)
    if state.terminated is not None:
        return Seen(container, Progress.STOPPED, end=state.terminated)
    if state.waiting is None:
        return Seen(container, Progress.UNKNOWN)
    if status.lastState.terminated is not None:
        return Seen(container, Progress.STOPPED, end=status.lastState.terminated, waits_again=True)
    return Seen(container, Progress.NEVER_RAN)


def will_restart(one: Seen, pod_policy: str) -> bool:
    """It has stopped and starts again: by policy and rules, or since all containers restart (KP getPhase)."""
    if one.end is None:
        return False
    return one.end.reason == RESTARTING_ALL_CONTAINERS or container_should_restart(
        one.container, pod_policy, one.end.exitCode
    )


def has_failed_for_good(init: Seen, pod_policy: str) -> bool:
    """An init container ended with an error and does not start again: the Pod cannot initialize (B4.1)."""
    return init.end is not None and init.end.exitCode != 0 and not will_restart(init, pod_policy)


def has_succeeded(app: Seen) -> bool:
    """Its present state, not only its last one, is an end with exit code 0 (KP getPhase)."""
    return app.end is not None and app.end.exitCode == 0 and not app.waits_again


def pod_phase(
    spec: PodSpec,
    init_statuses: tuple[ContainerStatus, ...],
    statuses: tuple[ContainerStatus, ...],
    *,
    pod_is_terminal: bool,
    pod_has_initialized: bool,
    static: bool,
) -> str:
    """The phase by the rows B4.1 to B4.7 and B4.14, first match wins (KP getPhase).

    `pod_is_terminal`: nothing of the Pod is started any more. `pod_has_initialized`: an app container was created in
    the present sandbox, so sidecars that restart do not take the Pod back to Pending.
    """
    found = progress_of(spec, init_statuses, statuses)
    may_restart = static or not pod_is_terminal
    return phase_row(found, spec.restartPolicy, may_restart=may_restart, pod_has_initialized=pod_has_initialized)[1]


@frozen
class PodProgress:
    """How far the containers have come, by their part in the Pod; in the order of the spec."""

    inits: tuple[Seen, ...]
    sidecars: tuple[Seen, ...]
    apps: tuple[Seen, ...]


def progress_of(
    spec: PodSpec, init_statuses: tuple[ContainerStatus, ...], statuses: tuple[ContainerStatus, ...]
) -> PodProgress:
    """What these statuses say of each container of the spec."""
    known = (*statuses, *init_statuses)
    return PodProgress(
        inits=tuple(seen(c, known) for c in spec.initContainers if not is_sidecar(c)),
        sidecars=tuple(seen(c, known) for c in spec.initContainers if is_sidecar(c)),
        apps=tuple(seen(c, known) for c in spec.containers),
    )


def phase_row(found: PodProgress, pod_policy: str, *, may_restart: bool, pod_has_initialized: bool) -> tuple[Rule, str]:
    """The first row that holds, and its phase; `may_restart`: an ended app container may start again (B4.4, B4.14)."""
    sidecars, apps = found.sidecars, found.apps
    long_lived = (*sidecars, *apps)
    if any(has_failed_for_good(init, pod_policy) for init in found.inits):
        return INIT_FAILED, FAILED
    if any(init.progress is not Progress.STOPPED for init in found.inits):
        return TO_COME, PENDING
    if any(one.progress is Progress.NEVER_RAN for one in long_lived):
        return TO_COME, PENDING
    if any(one.progress is Progress.UNKNOWN for one in long_lived):
        return NOT_KNOWN, PENDING
    if not pod_has_initialized and any(s.progress is Progress.RUNNING and not s.started for s in sidecars):
        return TO_COME, PENDING
    if any(one.progress is Progress.RUNNING for one in long_lived):
        return RUNS, RUNNING
    if not apps:
        return NOT_KNOWN, PENDING
    if may_restart and any(will_restart(app, pod_policy) for app in apps):
        return RESTARTS, RUNNING
    return ENDED if may_restart else OVER, SUCCEEDED if all(has_succeeded(app) for app in apps) else FAILED
