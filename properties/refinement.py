"""Refinement: a running Pod as the World that it refines, and its log played again in that World.

`abstract` reads the components' own data: the store's object, the agent's caches, the runtime's instances. Only what
exists nowhere else (the stages of a sync, of a kill, of a back-off) is taken from the Pod's machines. Where it differs
from the machines, a component has done something that its machines do not know of, or the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from attrs import evolve, frozen

from ..model.apiserver.pod_object import PodObject, PodObjectState
from ..model.cluster.cluster import Cluster
from ..model.cluster.composition import POD
from ..model.cluster.pod_life import PodLife, as_published, outcome_of
from ..model.cluster.pod_world import ContainerParts, PodWorld
from ..model.core.world import Firing, Path, Scope, at, put, spell
from ..model.kubelet.agent.pod_agent import PodAgent
from ..model.kubelet.container import ContainerState, Outcome
from ..model.kubelet.container_cache import AS_SEEN, ContainerCache, Seen
from ..model.kubelet.container_status import PublishedStatus, StatusState
from ..model.kubelet.phase import Phase, PodPhase
from ..model.kubelet.pod_config import PodConfig, PodConfigState
from ..model.kubelet.sandbox import SandboxState
from ..model.objects.container import Container
from ..model.objects.grace import Grace, stage
from ..model.objects.pod import Pod, all_containers, is_terminal
from ..model.objects.runtime import RuntimeContainer, RuntimeStatus
from .worlds.one_pod import pod_scope


@frozen
class Difference:
    """One place where the World and the running Pod say different things."""

    path: Path
    machines: Any
    components: Any

    def __str__(self) -> str:
        return f"{spell(self.path)}: the machines say {self.machines}, the components say {self.components}"


def abstract(cluster: Cluster, uid: str) -> PodWorld:
    """The World that this Pod is in, shaped by its manifest; raises KeyError for a uid that never was."""
    life = cluster.pods.lives[uid]
    world = life.world()
    pod = _in_folder(cluster, uid) if world.shape.is_static else newest(cluster, uid)
    changes: dict[str, Any] = {}
    if not world.shape.is_static:
        changes = {"pod": _object(cluster, pod, world), "api_phase": PodPhase(Phase(pod.status.phase))}
    kubelet = cluster.kubelets.get(pod.spec.nodeName)
    if kubelet is None:
        return evolve(world, **changes)
    found = kubelet.runtime.status(uid)
    changes["sandbox"] = evolve(world.sandbox, **_sandbox(found))
    containers = [_in_runtime(parts, found, spec) for spec, parts in _specified(pod, world.containers)]
    agent = kubelet.agents.get(uid)
    if agent is None:
        return evolve(world, **changes, containers=tuple(containers))
    changes["config"] = _config(agent, world)
    if _is_in_step(agent):
        changes["cache"] = evolve(world.cache, **_sandbox(agent.cache))
        containers = [evolve(parts, seen=_seen(agent.cache, spec)) for spec, parts in _specified(pod, containers)]
    if not agent.writer.was_refused:
        changes["phase"] = evolve(world.phase, state=Phase(agent.status.phase or "Pending"))
    containers = [evolve(parts, shown=_shown(agent, spec, parts)) for spec, parts in _specified(pod, containers)]
    return evolve(world, **changes, containers=tuple(containers))


def _in_folder(cluster: Cluster, uid: str) -> Pod:
    """A static Pod as its kubelet has it; the API has only its mirror, which is another Pod."""
    return next(kubelet.runtime.pods[uid].pod for kubelet in cluster.kubelets.values() if uid in kubelet.runtime.pods)


def newest(cluster: Cluster, uid: str) -> Pod:
    """The Pod as the API server has it, or as it last had it."""
    event = next(e for e in reversed(cluster.watch) if e.kind == "Pod" and e.object.metadata.uid == uid)
    return event.object  # type: ignore[no-any-return]  # a store holds objects of any kind


def _specified(pod: Pod, containers: Sequence[ContainerParts]) -> list[tuple[Container, ContainerParts]]:
    # an ephemeral container that the kubelet has not seen yet is in the spec alone, at its end
    return list(zip(all_containers(pod.spec), containers, strict=False))


# what the API server has


def _object(cluster: Cluster, pod: Pod, world: PodWorld) -> PodObject:
    meta = pod.metadata
    stored = cluster.pods.by_uid(meta.uid, meta.namespace, meta.name)
    if stored is None:
        return evolve(world.pod, state=PodObjectState.GONE, grace=Grace.ZERO)
    if meta.deletionTimestamp is not None:
        state = PodObjectState.TERMINATING
    elif not pod.spec.nodeName:
        state = PodObjectState.UNBOUND
    else:
        state = PodObjectState.DONE if is_terminal(pod.status.phase) else PodObjectState.BOUND
    return evolve(world.pod, state=state, grace=_grace(pod), finalizers=bool(meta.finalizers))


def _grace(pod: Pod) -> Grace:
    if pod.metadata.deletionTimestamp is None:
        return Grace.UNSET
    return stage(pod.metadata.deletionGracePeriodSeconds or 0, pod.spec.terminationGracePeriodSeconds or 0)


# what the runtime has


def _sandbox(found: RuntimeStatus) -> dict[str, Any]:
    if not found.sandboxes:
        return {"state": SandboxState.NONE, "attempt": 0}
    one = found.sandboxes[0]
    return {"state": SandboxState.READY if one.ready else SandboxState.NOT_READY, "attempt": min(one.attempt, 1)}


_STATES = {"created": ContainerState.CREATED, "running": ContainerState.RUNNING, "exited": ContainerState.EXITED}


def _in_runtime(parts: ContainerParts, found: RuntimeStatus, spec: Container) -> ContainerParts:
    one = found.newest(spec.name)
    if one is None:
        life = evolve(parts.life, state=ContainerState.ABSENT, outcome=Outcome.NONE, in_sandbox=False)
    else:
        is_newest = bool(found.sandboxes) and one.sandbox == found.sandboxes[0].id
        life = evolve(parts.life, state=_STATES[one.state], outcome=_outcome(spec, one), in_sandbox=is_newest)
    return evolve(parts, life=life)


def _outcome(spec: Container, one: RuntimeContainer) -> Outcome:
    return outcome_of(spec, one.exitCode, one.reason) if one.state == "exited" else Outcome.NONE


# what the kubelet has


def _config(agent: PodAgent, world: PodWorld) -> PodConfig:
    """An object that is gone, or that a kubelet knows only by its containers, leaves no other trace in the agent."""
    if world.config.state in (PodConfigState.REMOVED, PodConfigState.UNSEEN):
        return world.config
    if agent.pod.metadata.deletionTimestamp is None:
        return evolve(world.config, state=PodConfigState.ADDED, grace=Grace.UNSET)
    return evolve(world.config, state=PodConfigState.DELETED, grace=_grace(agent.pod))


def _is_in_step(agent: PodAgent) -> bool:
    """A pass works from its snapshot, whatever is listed meanwhile; the machines take up the first listing after it."""
    return not agent.is_working and agent.cache.at > agent.last_end


def _seen(cache: RuntimeStatus, spec: Container) -> ContainerCache:
    one = cache.newest(spec.name)
    if one is None:
        return ContainerCache(Seen.NONE)
    if one.state == "exited":
        return ContainerCache(AS_SEEN[_outcome(spec, one)])
    return ContainerCache(Seen.RUNNING if one.state == "running" else Seen.CREATED)


def _shown(agent: PodAgent, spec: Container, parts: ContainerParts) -> PublishedStatus:
    status = agent.status
    statuses = (*status.initContainerStatuses, *status.containerStatuses, *status.ephemeralContainerStatuses)
    state, outcome = as_published(spec, statuses)
    if any(each.name == spec.name and each.lastState.waiting is not None for each in statuses):
        outcome = parts.shown.outcome  # an instance that was created and never started hides the end before it
    # an ended container that waits for its restart is Stopped, one that was lost Waiting: both are shown waiting
    if state is StatusState.WAITING and outcome is not Outcome.NONE and parts.shown.state is StatusState.STOPPED:
        state = StatusState.STOPPED
    return evolve(parts.shown, state=state, outcome=outcome)


# comparing


def differences(machines: PodWorld, components: PodWorld) -> list[Difference]:
    """Where the two differ, in the order of the World's places."""
    if machines == components:
        return []
    both = ((path, at(machines, path), at(components, path)) for path in POD.paths(machines))
    return [Difference(path, one, other) for path, one, other in both if one != other]


def saturated(scope: Scope, world: PodWorld) -> PodWorld:
    """The world with the fields that this scope cuts."""
    draft = scope.composition.thaw(world)
    for path in scope.composition.paths(world):
        record = at(world, path)
        fields = {field.name: getattr(record, field.name) for field in attrs.fields(type(record))}
        put(draft, path, scope.composition.kind(path).apply(record, scope.saturate(path, fields)))
    return scope.composition.freeze(draft)  # type: ignore[no-any-return]  # a Composition knows its world only as a type


# replaying


def scope_of(life: PodLife) -> Scope:
    """The bounded world that has the shape of this Pod."""
    return pod_scope("refined", "one Pod of a running cluster", (life.initial,))


@frozen
class Departure:
    """The first firing of a log after which the World and the running Pod differ; `number` counts from 0."""

    number: int
    firing: Firing
    differences: tuple[Difference, ...]

    def __str__(self) -> str:
        path, event = self.firing
        return f"after firing {self.number}, {event} at {spell(path)}: {'; '.join(map(str, self.differences))}"


class Recorder:
    """Keeps every Pod's World after each of its firings: `Cluster(on_firing=recorder)`."""

    def __init__(self) -> None:
        self.worlds: dict[str, list[PodWorld]] = {}
        """By uid."""

    def __call__(self, life: PodLife, firing: Firing) -> None:
        self.worlds.setdefault(life.uid, []).append(life.world())


def replay(initial: PodWorld, log: Sequence[Firing], worlds: Sequence[PodWorld], scope: Scope) -> Departure | None:
    """Take the log in the World as this scope cuts it; the first firing that leads elsewhere than to `worlds`.

    Raises Refused or Uncoupled where the bounded World does not allow what the running Pod has done.
    """
    draft = scope.composition.thaw(saturated(scope, initial))
    for number, (firing, expected) in enumerate(zip(log, worlds, strict=True)):
        scope.composition.fire(draft, *firing, stepper=scope.stepper)
        found = differences(saturated(scope, expected), scope.composition.freeze(draft))
        if found:
            return Departure(number, firing, tuple(found))
    return None
