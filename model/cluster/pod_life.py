"""PodLife: the machines of one Pod in a running cluster, and the log of what happened to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..core.event import Event
from ..core.kind import Kind
from ..core.world import Firing, Path, Stepper, judge, step
from ..kubelet.container import Outcome
from ..kubelet.rules.restart import RestartPolicy, matching_restart_rule
from ..objects.container import Container, is_sidecar
from ..objects.pod import Pod, every_container
from .composition import POD
from .pod_world import ContainerParts, ContainerPolicy, PodWorld, Shape

Observer = Callable[["PodLife", Firing], None]
"""Called after each firing with all that it is coupled to."""


SIGKILLED = 137


def rule_restarts(container: Container, exit_code: int) -> bool:
    """A restart rule of the container says Restart for this exit code; without an own policy its rules do not count."""
    if container.restartPolicy is None:
        return False
    rule = matching_restart_rule(container, exit_code)
    return rule is not None and rule.action == "Restart"


def outcome_of(container: Container, exit_code: int, reason: str = "") -> Outcome:
    """How a run with this end counts: out of memory is a failure whatever its code (INIT-7)."""
    by_rule = rule_restarts(container, exit_code)
    if exit_code == 0 and reason != "OOMKilled":
        return Outcome.SUCCEEDED_BY_RULE if by_rule else Outcome.SUCCEEDED
    return Outcome.FAILED_BY_RULE if by_rule else Outcome.FAILED


def world_of(pod: Pod) -> PodWorld:
    """The world shaped by this manifest, before the Pod is created."""
    init = len(pod.spec.initContainers)
    return PodWorld(
        shape=Shape(RestartPolicy(pod.spec.restartPolicy), has_deadline=pod.spec.activeDeadlineSeconds is not None),
        containers=tuple(
            ContainerParts(
                is_init=index < init and not is_sidecar(container),
                is_sidecar=index < init and is_sidecar(container),
                policy=ContainerPolicy(container.restartPolicy or "the Pod's"),
                has_hook=container.lifecycle is not None and container.lifecycle.preStop is not None,
                has_startup=container.startupProbe is not None,
                has_liveness=container.livenessProbe is not None,
                has_readiness=container.readinessProbe is not None,
                rule_on_kill=rule_restarts(container, SIGKILLED),
            )
            for index, container in enumerate(every_container(pod.spec))
        ),
    )


class PodLife:
    """The records of one Pod, by uid; every change goes through `fire`."""

    def __init__(self, pod: Pod, stepper: Stepper = step, observer: Observer | None = None) -> None:
        self.uid = pod.metadata.uid
        self.initial = world_of(pod)
        self.machines = POD.thaw(self.initial)
        self.log: list[Firing] = []
        self.others: dict[Path, Any] = {}
        """Machines that no other machine of the Pod depends on, by path."""
        self._stepper, self._observer = stepper, observer
        self._index = {container.name: index for index, container in enumerate(every_container(pod.spec))}

    def fire(self, path: Path, event: Event) -> None:
        """Take the event, with all that it is coupled to; raises Refused, which in a run is a bug in podlaw."""
        POD.fire(self.machines, path, event, self._stepper)
        self.log.append((path, event))
        if self._observer is not None:
            self._observer(self, (path, event))

    def move(self, path: Path, kind: Kind[Any, Any], view: Any, event: Event) -> Any:
        """Take the event in a machine that stands beside the composed world (an image's pull, a condition); its new record."""
        record = self.others.get(path) or kind.record()
        self.others[path] = (kind.drive if self._stepper is judge else kind.step)(view, record, event)
        return self.others[path]

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
