"""RuntimeStatus: what the container runtime reports of a Pod: its sandboxes and containers (CRI)."""

from __future__ import annotations

from attrs import frozen

from .time import Millis


@frozen(kw_only=True)
class SandboxStatus:
    """One sandbox; `network` is POD or NODE, the mode it was made with; createdAt in milliseconds."""

    id: str
    ready: bool
    attempt: int = 0
    ip: str = ""
    network: str = "POD"
    createdAt: Millis = Millis(0)


@frozen(kw_only=True)
class RuntimeContainer:
    """One container instance; `state` is created, running, exited or unknown; times in milliseconds."""

    name: str
    id: str
    state: str
    sandbox: str = ""
    image: str = ""
    imageID: str = ""
    restartCount: int = 0
    exitCode: int = 0
    reason: str = ""
    message: str = ""
    createdAt: Millis = Millis(0)
    startedAt: Millis | None = None
    finishedAt: Millis | None = None
    specChanged: bool = False


@frozen(kw_only=True)
class RuntimeStatus:
    """What the kubelet's pod cache holds (kubecontainer.PodStatus): newest first in both lists; `at` in milliseconds."""

    sandboxes: tuple[SandboxStatus, ...] = ()
    containers: tuple[RuntimeContainer, ...] = ()
    at: Millis = Millis(0)

    def newest(self, name: str) -> RuntimeContainer | None:
        """The newest instance of this container, or None."""
        return next((c for c in self.containers if c.name == name), None)

    def in_sandbox(self, sandbox: str) -> tuple[RuntimeContainer, ...]:
        """The containers that belong to this sandbox, newest first."""
        return tuple(c for c in self.containers if c.sandbox == sandbox)
