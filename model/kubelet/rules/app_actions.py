"""app_actions: what a sync does with one app container once the Pod is initialized (semantics B.10)."""

from __future__ import annotations

from ...objects.container import Container
from ...objects.runtime import RuntimeContainer, RuntimeStatus
from .actions import ContainerAction, ContainerToKill, Seen
from .probe_results import ProbeResult, ProbeType
from .resize_actions import resize_action
from .restart import should_container_be_restarted


def app_container_action(container: Container, seen: Seen) -> ContainerAction:
    """One app container: start what should run and does not, kill what runs and should not (KRM computePodActions).

    A changed spec restarts whatever the policy; a failed probe only where the policy is not Never, and restart rules
    are not asked since there is no exit code yet (B10.7, B10.8).
    """
    newest = seen.runtime.newest(container.name)
    if newest is None or newest.state != "running":
        if not should_container_be_restarted(container, seen.pod, seen.runtime):
            return ContainerAction()
        return ContainerAction(start=True, kill=kill_if_unknown(container, newest))
    if newest.specChanged:
        return kill_running(container, newest, "definition changed", "", restart=True)
    restart = (container.restartPolicy or seen.pod.spec.restartPolicy) != "Never"
    if seen.probes.get(newest.id, ProbeType.LIVENESS) is ProbeResult.FAILURE:
        return kill_running(container, newest, "failed liveness probe", "LivenessProbe", restart=restart)
    if seen.probes.get(newest.id, ProbeType.STARTUP) is ProbeResult.FAILURE:
        return kill_running(container, newest, "failed startup probe", "StartupProbe", restart=restart)
    return resize_action(container, newest, seen.actuated)


def kill_running(
    container: Container, newest: RuntimeContainer, why: str, reason: str, *, restart: bool
) -> ContainerAction:
    """Kill a running app container, and start another if it restarts."""
    message = f"Container {container.name} {why}" + (", will be restarted" if restart else "")
    return ContainerAction(start=restart, kill=ContainerToKill(newest.id, container.name, message, reason))


def kill_if_unknown(container: Container, newest: RuntimeContainer | None) -> ContainerToKill | None:
    """What may still run is stopped first: never two instances of one container (B6.15)."""
    if newest is None or newest.state != "unknown":
        return None
    message = 'Container is in "unknown" state, try killing it before restart'
    return ContainerToKill(newest.id, container.name, message, "Unknown")


def is_running(container: Container, runtime: RuntimeStatus) -> bool:
    """Its newest instance runs."""
    newest = runtime.newest(container.name)
    return newest is not None and newest.state == "running"
