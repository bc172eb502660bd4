"""sandbox: whether the Pod needs another sandbox, and which containers live in the present one (semantics B.5)."""

from __future__ import annotations

from attrs import frozen

from ...objects.pod import Pod, PodSpec
from ...objects.runtime import RuntimeContainer, RuntimeStatus


@frozen
class SandboxChange:
    """`changed`: another sandbox is needed, and would be number `attempt`; `sandbox_id`: the present one or ""."""

    changed: bool
    attempt: int
    sandbox_id: str


def pod_sandbox_changed(pod: Pod, runtime: RuntimeStatus) -> SandboxChange:
    """Another sandbox is needed when there is none, several are ready, the newest is not ready, has the wrong network
    mode or has no address (KRU PodSandboxChanged)."""
    if not runtime.sandboxes:
        return SandboxChange(True, 0, "")
    newest = runtime.sandboxes[0]
    if sum(sandbox.ready for sandbox in runtime.sandboxes) > 1 or not newest.ready:
        return SandboxChange(True, newest.attempt + 1, newest.id)
    if newest.network != ("NODE" if pod.spec.hostNetwork else "POD"):
        return SandboxChange(True, newest.attempt + 1, "")
    if not pod.spec.hostNetwork and not newest.ip:
        return SandboxChange(True, newest.attempt + 1, newest.id)
    return SandboxChange(False, newest.attempt, newest.id)


def active_containers(runtime: RuntimeStatus) -> tuple[RuntimeContainer, ...]:
    """The containers of the newest sandbox, if that is ready (kubecontainer.PodStatus ActiveContainerStatuses)."""
    if not runtime.sandboxes or not runtime.sandboxes[0].ready:
        return ()
    return runtime.in_sandbox(runtime.sandboxes[0].id)


def any_active_app_container(spec: PodSpec, runtime: RuntimeStatus) -> bool:
    """An app container was created in the present sandbox, so the Pod has initialized there (KCH
    HasAnyActiveRegularContainerStarted)."""
    names = [container.name for container in spec.containers]
    return any(container.name in names for container in active_containers(runtime))
