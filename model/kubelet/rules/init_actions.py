"""init_actions: which init containers and sidecars a sync starts or kills, and whether the app may run (B.8, B.9)."""

from __future__ import annotations

from attrs import evolve, frozen

from ...objects.container import Container, is_sidecar
from ...objects.pod import Pod
from ...objects.runtime import RuntimeContainer, RuntimeStatus
from .actions import ContainerAction, ContainerToKill, Seen
from .probe_results import ProbeResult, ProbeResults, ProbeType
from .resize_actions import resize_action
from .restart import should_container_be_restarted


@frozen
class InitActions:
    """`initialized`: app containers may start now; `failed`: an init container failed for good, so the Pod does.

    `starts`: indices in the order of starting; `actions`: one for each container looked at, the last of the spec first.
    """

    initialized: bool
    failed: bool = False
    starts: tuple[int, ...] = ()
    actions: tuple[ContainerAction, ...] = ()


def init_actions(seen: Seen) -> InitActions:
    """What this sync does with the init containers and sidecars (KRC computeInitContainerActions).

    Records of finished init containers may be gone, so the last one with a record says how far initialization has
    come; of those before it, and of all of them once the app is there, only sidecars still matter.
    """
    containers = seen.pod.spec.initContainers
    if not containers:
        return InitActions(initialized=True)
    if any_app_container_is_there(seen.pod, seen.runtime):
        return with_sidecars_kept(InitActions(initialized=True), containers, seen)
    furthest = last_with_record(containers, seen.runtime)
    if furthest is None:
        return InitActions(initialized=False, starts=(0,))
    step = next_step(furthest, seen)
    return step if step.failed else with_sidecars_kept(step, containers[:furthest], seen)


def last_with_record(containers: tuple[Container, ...], runtime: RuntimeStatus) -> int | None:
    """The index of the last of these containers that the runtime knows, or None."""
    known = (i for i in reversed(range(len(containers))) if runtime.newest(containers[i].name) is not None)
    return next(known, None)


def next_step(furthest: int, seen: Seen) -> InitActions:
    """The container that initialization has come to: it is waited for, started again, or the next one's turn has come;
    after the last one the app's (B8.1 to B8.6, B9.1, B9.2)."""
    container = seen.pod.spec.initContainers[furthest]
    newest = seen.runtime.newest(container.name)
    assert newest is not None, "it has a record"
    if not is_sidecar(container) and failed_for_good(container, newest, seen):
        return InitActions(initialized=False, failed=True)
    is_last = furthest == len(seen.pod.spec.initContainers) - 1
    passes_on = lets_the_next_start(container, newest, seen.probes)
    action = sidecar_action(container, newest, seen) if is_sidecar(container) else init_action(container, newest)
    return InitActions(
        initialized=passes_on and is_last,
        starts=((furthest,) if action.start else ()) + ((furthest + 1,) if passes_on and not is_last else ()),
        actions=(action,),
    )


def with_sidecars_kept(init: InitActions, containers: tuple[Container, ...], seen: Seen) -> InitActions:
    """The plan, and what the sidecars among these containers need to keep running (B9.6, B9.10)."""
    starts: list[int] = []
    actions: list[ContainerAction] = []
    for index, container in enumerate(containers):
        if is_sidecar(container):
            newest = seen.runtime.newest(container.name)
            action = ContainerAction(start=True) if newest is None else sidecar_action(container, newest, seen)
            actions.append(action)
            starts += [index] if action.start else []
    return evolve(init, starts=(*starts, *init.starts), actions=(*init.actions, *reversed(actions)))


def any_app_container_is_there(pod: Pod, runtime: RuntimeStatus) -> bool:
    """An app container is Created or Running, so init containers are over; one that exited may belong to an older
    sandbox and says nothing (B.8)."""
    newest = (runtime.newest(container.name) for container in pod.spec.containers)
    return any(container is not None and container.state in ("created", "running") for container in newest)


def init_container_failed(newest: RuntimeContainer) -> bool:
    """It ended with an exit code other than 0 or out of memory, or nobody knows (B8.5; KRC isInitContainerFailed)."""
    match newest.state:
        case "exited":
            return newest.exitCode != 0 or newest.reason == "OOMKilled"
        case "unknown":
            return True
        case _:
            return False


def failed_for_good(container: Container, newest: RuntimeContainer, seen: Seen) -> bool:
    """It failed and does not start again: the Pod fails (B8.6). Restart rules are asked only about a real exit.

    An exit 0 that counts as failed, out of memory, starts again only under Always or by a rule.
    """
    if not init_container_failed(newest):
        return False
    if newest.state == "unknown":
        return (container.restartPolicy or seen.pod.spec.restartPolicy) == "Never"
    return not should_container_be_restarted(container, seen.pod, seen.runtime)


def lets_the_next_start(container: Container, newest: RuntimeContainer, probes: ProbeResults) -> bool:
    """An init container must have succeeded, a sidecar must run and have passed its startup probe (B8.3, B9.2)."""
    if not is_sidecar(container):
        return newest.state == "exited" and not init_container_failed(newest)
    if newest.state != "running":
        return False
    return container.startupProbe is None or probes.get(newest.id, ProbeType.STARTUP) is ProbeResult.SUCCESS


def init_action(container: Container, newest: RuntimeContainer) -> ContainerAction:
    """A failed init container, and one that the runtime made but never started, starts again (B8.5)."""
    if newest.state == "unknown":
        return ContainerAction(start=True, kill=kill_unknown(container, newest))
    return ContainerAction(start=newest.state == "created" or init_container_failed(newest))


def sidecar_action(container: Container, newest: RuntimeContainer, seen: Seen) -> ContainerAction:
    """A sidecar that does not run starts; one that runs is replaced when a probe failed, its spec changed or a resize
    needs it (B9.3 to B9.7)."""
    if newest.state == "unknown":
        return ContainerAction(start=True, kill=kill_unknown(container, newest))
    if newest.state != "running":
        return ContainerAction(start=True)
    if container.startupProbe is not None:
        startup = seen.probes.get(newest.id, ProbeType.STARTUP)
        if startup is ProbeResult.FAILURE:
            return replace(container, newest, "failed startup probe", "StartupProbe")
        if startup is not ProbeResult.SUCCESS:
            return ContainerAction()
    if newest.specChanged:
        return replace(container, newest, "definition changed")
    if container.livenessProbe is not None:
        liveness = seen.probes.get(newest.id, ProbeType.LIVENESS)
        if liveness is ProbeResult.FAILURE:
            return replace(container, newest, "failed liveness probe", "LivenessProbe")
        if liveness is None:
            return ContainerAction()
    return resize_action(container, newest, seen.actuated)


def replace(container: Container, newest: RuntimeContainer, why: str, reason: str = "") -> ContainerAction:
    """Kill this instance of a sidecar and start another."""
    message = f"Init container {container.name} {why}"
    return ContainerAction(start=True, kill=ContainerToKill(newest.id, container.name, message, reason))


def kill_unknown(container: Container, newest: RuntimeContainer) -> ContainerToKill:
    """It may still run, so it is stopped first: never two instances of one container (B6.15)."""
    message = 'Init container is in "unknown" state, try killing it before restart'
    return ContainerToKill(newest.id, container.name, message, "Unknown")
