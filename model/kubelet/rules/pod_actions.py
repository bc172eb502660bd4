"""pod_actions: the plan of one sync: what the kubelet starts, kills and makes anew (semantics B3.20, B.5, B.8-B.10)."""

from __future__ import annotations

from itertools import chain

from attrs import evolve

from ...objects.container import Container
from ...objects.pod import Pod, is_static
from ...objects.runtime import RuntimeStatus
from .actions import Actuated, ContainerAction, ContainerToReset, PodActions, Seen
from .app_actions import app_container_action, is_running
from .init_actions import init_actions
from .probe_results import ProbeResults
from .resize_actions import in_order_of_update
from .restart import asks_to_restart_all
from .sandbox import pod_sandbox_changed


def pod_actions(
    pod: Pod,
    runtime: RuntimeStatus,
    probes: ProbeResults,
    *,
    restart_all_containers: bool = False,
    actuated: Actuated | None = None,
) -> PodActions:
    """What the kubelet does next with this Pod (KRM computePodActions).

    `restart_all_containers`: the Pod is in the middle of RestartAllContainers (B10.9); `actuated`: container name ->
    the resources with which it runs, where they are known.
    """
    change = pod_sandbox_changed(pod, runtime)
    plan = PodActions(
        kill_pod=change.changed, create_sandbox=change.changed, sandbox_id=change.sandbox_id, attempt=change.attempt
    )
    if restart_all_containers:
        return evolve(plan, containers_to_reset=containers_to_reset(pod, runtime))
    if change.changed:
        return with_new_sandbox(pod, runtime, plan)
    plan = evolve(plan, ephemeral_containers_to_start=ephemeral_containers_to_start(pod, runtime))
    # a static Pod comes from a file and is never resized
    resources: Actuated = {} if actuated is None or is_static(pod) else actuated
    return in_present_sandbox(Seen(pod, runtime, probes, resources), plan)


def with_new_sandbox(pod: Pod, runtime: RuntimeStatus, plan: PodActions) -> PodActions:
    """The sandbox is made anew and everything starts from the first init container, unless there is nothing left to
    run: then what remains is only killed (B5.3, B5.5)."""
    if pod.spec.restartPolicy == "Never" and plan.attempt != 0 and runtime.containers:
        return evolve(plan, create_sandbox=False)
    to_start = tuple(
        index for index, container in enumerate(pod.spec.containers) if not is_done(container, pod, runtime)
    )
    if not to_start and any_app_container_was_created(pod, runtime):
        return evolve(plan, create_sandbox=False)
    if pod.spec.initContainers:
        return evolve(plan, init_containers_to_start=(0,))
    return evolve(plan, containers_to_start=to_start)


def in_present_sandbox(seen: Seen, plan: PodActions) -> PodActions:
    """Init containers and sidecars first; once they let the app start, the app containers (B.8, B.10).

    If no app container is kept or started the Pod is over: sidecars do not keep it alive (B5.4, B9.8).
    """
    init = init_actions(seen)
    if init.failed or not init.initialized:
        return with_actions(evolve(plan, kill_pod=init.failed, init_containers_to_start=init.starts), init.actions)
    app = [app_container_action(container, seen) for container in seen.pod.spec.containers]
    starts = tuple(index for index, action in enumerate(app) if action.start)
    is_over = not starts and not any(
        is_running(container, seen.runtime) and action.kill is None
        for container, action in zip(seen.pod.spec.containers, app, strict=True)
    )
    plan = evolve(
        plan,
        kill_pod=is_over,
        init_containers_to_start=() if is_over else init.starts,
        containers_to_start=starts,
    )
    return with_actions(plan, (*init.actions, *app))


def with_actions(plan: PodActions, actions: tuple[ContainerAction, ...]) -> PodActions:
    """The plan with the kills and resizes of these containers."""
    kills = tuple(action.kill for action in actions if action.kill is not None)
    return evolve(
        plan,
        containers_to_kill=kills,
        containers_to_update=in_order_of_update(chain.from_iterable(action.resizes for action in actions)),
        update_pod_resources=any(action.restarts_to_resize for action in actions),
    )


def is_done(container: Container, pod: Pod, runtime: RuntimeStatus) -> bool:
    """It succeeded under OnFailure, its own or the Pod's, so a new sandbox does not start it (B5.3)."""
    newest = runtime.newest(container.name)
    succeeded = newest is not None and newest.state == "exited" and newest.exitCode == 0
    return succeeded and (container.restartPolicy or pod.spec.restartPolicy) == "OnFailure"


def any_app_container_was_created(pod: Pod, runtime: RuntimeStatus) -> bool:
    """The Pod once got past its init containers (KRC HasAnyRegularContainerCreated)."""
    newest = (runtime.newest(container.name) for container in pod.spec.containers)
    return any(container is not None and container.state != "unknown" for container in newest)


def ephemeral_containers_to_start(pod: Pod, runtime: RuntimeStatus) -> tuple[int, ...]:
    """Those that never ran, at any time of the Pod's life: they never restart (B10.10)."""
    containers = enumerate(pod.spec.ephemeralContainers)
    return tuple(index for index, container in containers if runtime.newest(container.name) is None)


def containers_to_reset(pod: Pod, runtime: RuntimeStatus) -> tuple[ContainerToReset, ...]:
    """Every instance, app containers before init containers; those whose exit asked for it come last, so that they
    still tell why until all others are gone (B10.9; KRM getContainersToReset)."""
    targets: list[ContainerToReset] = []
    sources: list[ContainerToReset] = []
    for container in (*pod.spec.containers, *pod.spec.initContainers):
        for instance in runtime.containers:
            if instance.name != container.name:
                continue
            exited = instance.state == "exited"
            asks = exited and asks_to_restart_all(container, instance.exitCode)
            (sources if asks else targets).append(ContainerToReset(instance.id, instance.name, kill=not exited))
    return (*targets, *sources)
