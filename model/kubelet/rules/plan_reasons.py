"""plan_reasons: why a sync's plan is what it is: for the Pod, and for each container that is started, killed or waits."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.decision import Input, Reason
from ...core.rule import Rule
from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod, every_container
from ...objects.runtime import RuntimeContainer, RuntimeStatus
from .actions import PodActions
from .plan_rules import (
    AGAIN,
    ALL_ENDED,
    ANEW,
    CHANGED_KILL,
    EPHEMERAL,
    FIRST,
    INIT_FAILED,
    KILLS,
    MAKE,
    NEXT,
    NOTHING_LEFT,
    PLAN,
    REPLACE,
    RESET,
    RESIZE,
    RESIZE_KILL,
    SIDECAR_AGAIN,
    SIDECAR_LOST,
    SIDECAR_WAITS,
    WAITS,
)
from .pod_actions import is_done
from .probe_results import ProbeResult, ProbeResults, ProbeType, probe_of
from .restart import should_container_be_restarted
from .restart_reasons import restart_reason
from .sandbox import pod_sandbox_changed


def plan_reasons(pod: Pod, runtime: RuntimeStatus, probes: ProbeResults, plan: PodActions) -> Iterator[Reason]:
    """The Pod's reason first, then those of its containers in the order of the spec; one that just runs on has none."""
    yield Reason(_pod_rule(pod, runtime, plan), _summary(pod, plan), _seen(pod, runtime, probes))
    if plan.containers_to_reset:
        return  # nothing else happens in this sync
    for index, container in enumerate(pod.spec.initContainers):
        yield from _init_reason(index, container, runtime, probes, plan)
    for index, container in enumerate(pod.spec.containers):
        yield from _app_reason(index, container, pod, runtime, plan)
    for index in plan.ephemeral_containers_to_start:
        name = pod.spec.ephemeralContainers[index].name
        yield Reason(EPHEMERAL, "start", _of(runtime.newest(name)), name)
    for name in _resized(plan):
        resources = tuple(each for each, names in plan.containers_to_update.items() if name in names)
        yield Reason(RESIZE, "resize in place", {"resources": resources}, name)


def _pod_rule(pod: Pod, runtime: RuntimeStatus, plan: PodActions) -> Rule:
    if plan.containers_to_reset:
        return RESET
    if plan.create_sandbox:
        return REPLACE if runtime.sandboxes else MAKE
    if not plan.kill_pod:
        return PLAN
    if pod_sandbox_changed(pod, runtime).changed:
        return NOTHING_LEFT
    is_initialized = any(runtime.newest(each.name) is not None for each in pod.spec.containers)
    return ALL_ENDED if is_initialized else INIT_FAILED


def _summary(pod: Pod, plan: PodActions) -> str:
    """`new sandbox 1; start init-a, app`, or `nothing to do`."""
    starts = [pod.spec.initContainers[index].name for index in plan.init_containers_to_start]
    starts += [pod.spec.containers[index].name for index in plan.containers_to_start]
    starts += [pod.spec.ephemeralContainers[index].name for index in plan.ephemeral_containers_to_start]
    kills = [each.name for each in plan.containers_to_kill]
    resets = list(dict.fromkeys(each.name for each in plan.containers_to_reset))
    parts = [
        f"reset {', '.join(resets)}" if resets else "",
        "kill the Pod's containers" if plan.kill_pod and _has_something_to_kill(plan) else "",
        f"new sandbox {plan.attempt}" if plan.create_sandbox else "",
        f"kill {', '.join(kills)}" if kills else "",
        f"start {', '.join(starts)}" if starts else "",
        f"resize {', '.join(_resized(plan))}" if plan.containers_to_update else "",
    ]
    return "; ".join(filter(None, parts)) or "nothing to do"


def _resized(plan: PodActions) -> list[str]:
    return list(dict.fromkeys(name for names in plan.containers_to_update.values() for name in names))


def _has_something_to_kill(plan: PodActions) -> bool:
    """A Pod that gets its first sandbox has nothing to kill, although the plan says so."""
    return not plan.create_sandbox or plan.attempt > 0


def _seen(pod: Pod, runtime: RuntimeStatus, probes: ProbeResults) -> dict[str, Input]:
    """`{"sandbox": "ready", "app": "running, liveness failure"}`."""
    newest = runtime.sandboxes[0] if runtime.sandboxes else None
    sandbox = "none" if newest is None else "ready" if newest.ready else "not ready"
    return {"sandbox": sandbox, **{each.name: _state(each, runtime, probes) for each in every_container(pod.spec)}}


def _state(container: Container, runtime: RuntimeStatus, probes: ProbeResults) -> str:
    newest = runtime.newest(container.name)
    if newest is None:
        return "not created"
    if newest.state == "exited":
        return f"exited {newest.exitCode}"
    results = [
        f"{kind.value} {result.value}"
        for kind in ProbeType
        if probe_of(container, kind) is not None and (result := probes.get(newest.id, kind)) is not None
    ]
    return ", ".join([newest.state, *results])


def _killed(container: Container, newest: RuntimeContainer | None, plan: PodActions, starts: bool) -> Iterator[Reason]:
    is_changed = newest is not None and newest.specChanged
    for kill in plan.containers_to_kill:
        if kill.name == container.name:
            rule = KILLS.get(kill.reason) or (CHANGED_KILL if is_changed else RESIZE_KILL)
            yield Reason(
                rule, "kill, then start again" if starts else "kill", {"because": kill.message}, container.name
            )


def _init_reason(
    index: int, container: Container, runtime: RuntimeStatus, probes: ProbeResults, plan: PodActions
) -> Iterator[Reason]:
    newest, starts = runtime.newest(container.name), index in plan.init_containers_to_start
    kills = tuple(_killed(container, newest, plan, starts))
    if kills:
        yield from kills
    elif starts:
        yield Reason(_init_start(index, container, runtime, plan), "start", _of(newest), container.name)
    elif newest is not None and _is_waited_for(container, newest, probes, plan):
        yield Reason(SIDECAR_WAITS if is_sidecar(container) else WAITS, "wait for it", _of(newest), container.name)


def _init_start(index: int, container: Container, runtime: RuntimeStatus, plan: PodActions) -> Rule:
    newest = runtime.newest(container.name)
    if plan.create_sandbox:
        return ANEW if runtime.sandboxes else FIRST
    if newest is not None:
        return SIDECAR_AGAIN if is_sidecar(container) else AGAIN
    if index == 0:
        return FIRST
    is_first_time = not plan.containers_to_start or index == max(plan.init_containers_to_start)
    return NEXT if is_first_time or not is_sidecar(container) else SIDECAR_LOST


def _is_waited_for(container: Container, newest: RuntimeContainer, probes: ProbeResults, plan: PodActions) -> bool:
    """It runs and is not done: an init container that has not ended, or a sidecar that has not passed its startup probe."""
    if plan.kill_pod or newest.state != "running":
        return False
    if not is_sidecar(container):
        return True
    return container.startupProbe is not None and probes.get(newest.id, ProbeType.STARTUP) is not ProbeResult.SUCCESS


def _app_reason(
    index: int, container: Container, pod: Pod, runtime: RuntimeStatus, plan: PodActions
) -> Iterator[Reason]:
    newest, starts = runtime.newest(container.name), index in plan.containers_to_start
    kills = tuple(_killed(container, newest, plan, starts))
    if kills:
        yield from kills
    elif plan.create_sandbox:
        if starts:
            yield Reason(REPLACE if runtime.sandboxes else MAKE, "start", _of(newest), container.name)
        elif is_done(container, pod, runtime):
            yield Reason(REPLACE, "not again: it has succeeded", _of(newest), container.name)
    elif not starts and newest is not None and should_container_be_restarted(container, pod, runtime):
        yield Reason(WAITS, "wait for the init containers", _of(newest), container.name)
    elif starts or (newest is not None and newest.state != "running"):
        yield restart_reason(container, pod, runtime)


def _of(newest: RuntimeContainer | None) -> dict[str, Input]:
    if newest is None:
        return {"state": "not created"}
    return {"state": newest.state, **({"exitCode": newest.exitCode} if newest.state == "exited" else {})}
