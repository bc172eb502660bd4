"""PodLife: the machines of one Pod in a running cluster, and the log of what happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve

from ..core.event import Event
from ..core.kind import Kind
from ..core.world import Firing, Path, Stepper, step
from ..kubelet.container import Outcome, RuleAction, outcome_by
from ..kubelet.container_spec import AddSpec, ContainerSpec, SpecState
from ..kubelet.container_status import ReadBack, StatusState
from ..kubelet.restart_all import ReadCondition, RestartAllState
from ..kubelet.rules.conditions import is_true
from ..kubelet.rules.restart import (
    ALL_CONTAINERS_RESTARTING,
    RESTARTING_ALL_CONTAINERS,
    RestartPolicy,
    all_containers_could_restart,
    matching_restart_rule,
)
from ..objects.container import Container, is_sidecar
from ..objects.pod import Pod, every_container, is_mirror, is_static
from ..objects.status import ContainerStatus, PodStatus
from .composition import POD
from .pod_world import ContainerParts, ContainerPolicy, PodSource, PodWorld, Shape

Observer = Callable[["PodLife", Firing], None]
"""Called after each firing with all that it is coupled to."""
Mover = Callable[[Kind[Any, Any], Any, Any, Event, Any], None]
"""Called after a step of a machine that stands beside the composed world: Kind, View, record before, event, record after."""


SIGKILLED, START_ERROR, REBOOTED = 137, 128, 255


def rule_on(container: Container, exit_code: int) -> RuleAction:
    """What the container's restart rules say to this exit code; without an own policy its rules do not count."""
    rule = matching_restart_rule(container, exit_code) if container.restartPolicy is not None else None
    return RuleAction.NONE if rule is None else RuleAction(rule.action)


def outcome_of(container: Container, exit_code: int, reason: str = "") -> Outcome:
    """How a run with this end counts: out of memory is a failure whatever its code (INIT-7), and what was removed to
    restart with all others restarts (B10.9)."""
    if reason == RESTARTING_ALL_CONTAINERS:
        return Outcome.FAILED_BY_RULE
    return outcome_by(rule_on(container, exit_code), succeeded=exit_code == 0 and reason != "OOMKilled")


def as_published(container: Container, statuses: Iterable[ContainerStatus]) -> tuple[StatusState, Outcome]:
    """What these statuses say of the container: its state, and the end that state or lastState tells of."""
    status = next((each for each in statuses if each.name == container.name), ContainerStatus(name=container.name))
    end = status.state.terminated or status.lastState.terminated
    outcome = Outcome.NONE if end is None else outcome_of(container, end.exitCode, end.reason)
    if status.state.running is not None:
        return StatusState.RUNNING, outcome
    return (StatusState.WAITING if status.state.terminated is None else StatusState.STOPPED), outcome


def source_of(pod: Pod) -> PodSource:
    """Where this Pod comes from, by its annotations."""
    if is_mirror(pod):
        return PodSource.MIRROR
    return PodSource.FILE if is_static(pod) else PodSource.API


def world_of(pod: Pod) -> PodWorld:
    """The world shaped by this manifest, before the Pod is created."""
    init = len(pod.spec.initContainers)
    return PodWorld(
        shape=Shape(
            RestartPolicy(pod.spec.restartPolicy),
            has_deadline=pod.spec.activeDeadlineSeconds is not None,
            may_restart_all=all_containers_could_restart(pod.spec),
            source=source_of(pod),
        ),
        containers=tuple(
            ContainerParts(
                is_init=index < init and not is_sidecar(container),
                is_sidecar=index < init and is_sidecar(container),
                policy=ContainerPolicy(container.restartPolicy or "the Pod's"),
                has_hook=container.lifecycle is not None and container.lifecycle.preStop is not None,
                has_startup=container.startupProbe is not None,
                has_liveness=container.livenessProbe is not None,
                has_readiness=container.readinessProbe is not None,
                rule_on_kill=rule_on(container, SIGKILLED),
                rule_on_reboot=rule_on(container, REBOOTED),
                rule_on_start_error=rule_on(container, START_ERROR),
            )
            for index, container in enumerate(every_container(pod.spec))
        ),
    )


class PodLife:
    """The records of one Pod, by uid; every change goes through `fire`."""

    def __init__(self, pod: Pod, stepper: Stepper = step, observer: Observer | None = None) -> None:
        self.uid = pod.metadata.uid
        self.initial = world_of(pod)
        self._containers = tuple(every_container(pod.spec))
        self.machines = POD.thaw(self.initial)
        self.log: list[Firing] = []
        self.others: dict[Path, Any] = {}
        """Machines that no other machine of the Pod depends on, by path."""
        self.on_move: Mover | None = None
        self._stepper, self._observer = stepper, observer
        self._index = {container.name: index for index, container in enumerate(every_container(pod.spec))}

    def add_ephemeral(self, container: Container) -> None:
        """A container that is added to the living Pod: in the Pod's world it was absent until now."""
        if container.name in self._index:
            return
        parts = ContainerParts(is_init=False, is_ephemeral=True, spec=ContainerSpec(SpecState.ABSENT))
        self.initial = evolve(self.initial, containers=(*self.initial.containers, parts))
        self.machines.containers.append(POD.thaw(self.initial).containers[-1])
        self._index[container.name] = len(self._containers)
        self._containers = (*self._containers, container)
        self.fire(self.of(container.name, "spec"), AddSpec())

    def fire(self, path: Path, event: Event) -> None:
        """Take the event, with all that it is coupled to; raises Refused, which in a run is a bug in podlaw."""
        POD.fire(self.machines, path, event, self._stepper)
        self.log.append((path, event))
        if self._observer is not None:
            self._observer(self, (path, event))

    def move(self, path: Path, kind: Kind[Any, Any], view: Any, event: Event) -> Any:
        """Take the event in a machine that stands beside the composed world (an image's pull, a condition); its new record."""
        before = self.others.get(path) or kind.record()
        after = self.others[path] = (kind.step if self._stepper is step else kind.drive)(view, before, event)
        if self.on_move is not None:
            self.on_move(kind, view, before, event, after)
        return after

    def gets_deadline(self) -> None:
        """activeDeadlineSeconds was set on the running Pod: from here on it is of the shape of those that have one."""
        self.initial = evolve(self.initial, shape=evolve(self.initial.shape, has_deadline=True))
        self.machines.shape = self.initial.shape

    def read_back(self, status: PodStatus) -> None:
        """A restarted kubelet knows of its containers' statuses what is in the API: what was not sent is lost."""
        statuses = (*status.initContainerStatuses, *status.containerStatuses, *status.ephemeralContainerStatuses)
        for container in self._containers:
            state, outcome = as_published(container, statuses)
            shown = self.container(container.name).shown
            # an ended container that waits for its restart is Stopped, one that was lost Waiting: both are shown waiting
            is_either = state is StatusState.WAITING and outcome is not Outcome.NONE
            same_state = shown.state is state or (is_either and shown.state is StatusState.STOPPED)
            if not same_state or shown.outcome is not outcome:
                self.fire(self.of(container.name, "shown"), ReadBack(state, outcome))
        all_restart = is_true(status.conditions, ALL_CONTAINERS_RESTARTING)
        if all_restart is not (self.machines.restart_all.state is RestartAllState.RESTARTING):
            self.fire(("restart_all",), ReadCondition(all_restart))

    def of(self, container: str, part: str) -> Path:
        """The place of this part of the container of this name."""
        return ("containers", self._index[container], part)

    def container(self, name: str) -> ContainerParts:
        """The machines of the container of this name."""
        return self.machines.containers[self._index[name]]  # type: ignore[no-any-return]  # a draft is untyped

    def world(self) -> PodWorld:
        """The records as they are now."""
        return POD.freeze(self.machines)  # type: ignore[no-any-return]  # Composition knows its world's class only as a type


__all__ = ["Observer", "PodLife", "world_of"]
