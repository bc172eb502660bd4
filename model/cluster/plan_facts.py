"""PlanFacts: what a sync of a PodWorld does next, by the same rule that plans for a real Pod."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from attrs import frozen

from ..kubelet.container import RuleAction
from ..kubelet.container_cache import Seen
from ..kubelet.container_resources import ResourcesState
from ..kubelet.container_spec import SpecState
from ..kubelet.published_probes import ProbesState
from ..kubelet.restart_all import RestartAllState
from ..kubelet.rules.actions import Seen as Sources
from ..kubelet.rules.init_actions import init_actions, last_with_record
from ..kubelet.rules.pod_actions import pod_actions
from ..kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from ..kubelet.rules.restart import RestartPolicy
from ..kubelet.sandbox import SandboxState
from ..objects.container import (
    Container,
    ContainerResizePolicy,
    ContainerRestartRule,
    ExitCodes,
    Probe,
    ResourceRequirements,
)
from ..objects.pod import Pod, PodSpec
from ..objects.runtime import RuntimeContainer, RuntimeStatus, SandboxStatus
from .pod_world import ContainerPolicy

MATCHED = 42
"""The exit code that the rule of a made-up container matches."""

SMALL, LARGE = (ResourceRequirements(requests={"cpu": cpu}) for cpu in ("1", "2"))
"""With what a made-up container runs, and what is allocated to one that is to be restarted for it."""


class Part(NamedTuple):
    """One container, as far as the plan depends on it; a tuple, since the plan is looked up by it at every step."""

    is_init: bool
    is_sidecar: bool
    is_ephemeral: bool
    policy: ContainerPolicy
    has_startup: bool
    has_liveness: bool
    seen: Seen
    probes: ProbesState
    has_changed: bool
    is_resized: bool
    """It is to be restarted with other resources."""


@frozen
class PlanFacts:
    """The plan (`kills_pod`, `makes_sandbox`, which indices start, are killed alone or, in this order, removed so that all
    restart) and how far init has come."""

    kills_pod: bool
    makes_sandbox: bool
    starts: frozenset[int]
    killed_alone: frozenset[int]
    resets: tuple[int, ...]
    initialized: bool
    has_failed: bool
    due: int


def plan_of(world: Any) -> PlanFacts:
    """What a sync that looks now will do."""
    return _plan(
        world.shape.policy,
        world.cache.state,
        world.cache.attempt,
        world.restart_all.state is RestartAllState.RESTARTING,
        tuple(
            Part(
                container.is_init,
                container.is_sidecar,
                container.is_ephemeral,
                container.policy,
                container.has_startup,
                container.has_liveness,
                container.seen.state,
                container.probes.state if container.has_startup or container.has_liveness else ProbesState.STARTED,
                container.spec.state is SpecState.CHANGED,
                container.resources.state is ResourcesState.TO_RESTART,
            )
            for container in world.containers
            if container.spec.state is not SpecState.ABSENT
        ),
    )


@cache
def _plan(
    policy: RestartPolicy, sandbox: SandboxState, attempt: int, restarts_all: bool, parts: tuple[Part, ...]
) -> PlanFacts:
    containers = [_container(f"c{index}", part) for index, part in enumerate(parts)]
    in_init = [part.is_init or part.is_sidecar for part in parts]
    later = [part.is_ephemeral for part in parts]
    spec = PodSpec(
        restartPolicy=policy.value,
        initContainers=tuple(c for c, init in zip(containers, in_init, strict=True) if init),
        containers=tuple(c for c, no in zip(containers, map(max, in_init, later), strict=True) if not no),
        ephemeralContainers=tuple(c for c, ephemeral in zip(containers, later, strict=True) if ephemeral),
    )
    pod = Pod(spec=spec)
    runtime = RuntimeStatus(
        sandboxes=_sandboxes(sandbox, attempt),
        containers=tuple(_instance(f"c{i}", part) for i, part in enumerate(parts) if part.seen is not Seen.NONE),
    )
    probes = ProbeResults({key: value for index, part in enumerate(parts) for key, value in _results(index, part)})
    actuated = {f"c{index}": SMALL for index in range(len(parts))}
    plan = pod_actions(pod, runtime, probes, restart_all_containers=restarts_all, actuated=actuated)
    init = init_actions(Sources(pod, runtime, probes, actuated))
    count = len(spec.initContainers)
    all_before = count + len(spec.containers)
    furthest = last_with_record(spec.initContainers, runtime)
    anew = plan.create_sandbox and count > 0
    return PlanFacts(
        kills_pod=plan.kill_pod,
        makes_sandbox=plan.create_sandbox,
        starts=frozenset(
            [
                *plan.init_containers_to_start,
                *(count + i for i in plan.containers_to_start),
                *(all_before + i for i in plan.ephemeral_containers_to_start),
            ]
        ),
        killed_alone=frozenset(int(k.name[1:]) for k in plan.containers_to_kill) if not plan.kill_pod else frozenset(),
        resets=tuple(int(reset.name[1:]) for reset in plan.containers_to_reset) if not plan.kill_pod else (),
        initialized=init.initialized and not anew,
        has_failed=init.failed and not anew,
        due=0 if anew or init.initialized else init.starts[-1] if init.starts else furthest or 0,
    )


def _container(name: str, part: Part) -> Container:
    rules: tuple[ContainerRestartRule, ...] = ()
    if part.seen.has_rule:
        code = 0 if part.seen.has_succeeded else MATCHED
        action = RuleAction.RESTART_ALL if part.seen.restarts_all else RuleAction.RESTART
        rules = (ContainerRestartRule(action=action.value, exitCodes=ExitCodes(operator="In", values=(code,))),)
    own = "Always" if part.is_sidecar else None if part.policy is ContainerPolicy.POD else part.policy.value
    return Container(
        name=name,
        restartPolicy=own,
        restartPolicyRules=rules,
        resources=LARGE if part.is_resized else SMALL,
        resizePolicy=(ContainerResizePolicy(resourceName="cpu", restartPolicy="RestartContainer"),),
        startupProbe=Probe() if part.has_startup else None,
        livenessProbe=Probe() if part.has_liveness else None,
    )


def _sandboxes(state: SandboxState, attempt: int) -> tuple[SandboxStatus, ...]:
    if state is SandboxState.NONE:
        return ()
    return (SandboxStatus(id="sandbox", ready=state is SandboxState.READY, attempt=attempt, ip="10.0.0.1"),)


def _instance(name: str, part: Part) -> RuntimeContainer:
    seen = part.seen
    state = "created" if seen is Seen.CREATED else "running" if seen is Seen.RUNNING else "exited"
    code = 0 if seen.has_succeeded else MATCHED
    return RuntimeContainer(
        name=name, id=name, state=state, sandbox="sandbox", exitCode=code, specChanged=part.has_changed
    )


def _results(index: int, part: Part) -> list[tuple[tuple[str, ProbeType], ProbeResult]]:
    """What the probe workers have published of this container, if it runs."""
    if part.seen is not Seen.RUNNING or part.probes is ProbesState.UNKNOWN:
        return []
    key, results = f"c{index}", []
    if part.has_startup:
        failed = part.probes is ProbesState.STARTUP_FAILED
        results.append(((key, ProbeType.STARTUP), ProbeResult.FAILURE if failed else ProbeResult.SUCCESS))
    if part.has_liveness:
        failed = part.probes is ProbesState.FAILED
        results.append(((key, ProbeType.LIVENESS), ProbeResult.FAILURE if failed else ProbeResult.SUCCESS))
    return results
