"""Instance: what a scripted runtime has of one Pod: its sandboxes and its containers, with the runs that they follow."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from ..cluster.pod_life import PodLife
from ..core.simulation import Timer
from ..objects.pod import Pod
from ..objects.runtime import RuntimeContainer, SandboxStatus
from .script import Run, Script

START_ERROR = 128
REBOOTED = 255
PREFIX = "scripted://"
"""The runtime's name before each container id, as the kubelet shows it."""


@define(eq=False)
class Instance:
    """One container of the runtime while it exists."""

    status: RuntimeContainer
    run: Run
    number: int
    """Which instance of this name in this Pod it is, from 0."""
    ends: Timer | None = None
    on_end: list[Callable[[], None]] = field(factory=list)
    was_signalled: bool = False
    kill: Timer | None = None
    """SIGKILL, while a StopContainer is under way."""
    exec_calls: dict[str, int] = field(factory=dict)
    requests: dict[tuple[int, str], int] = field(factory=dict)
    """Requests so far, by port and by path or service."""


@define(eq=False)
class RuntimePod:
    """All that the runtime has of one Pod."""

    pod: Pod
    life: PodLife
    script: Script
    sandboxes: list[SandboxStatus] = field(factory=list)
    """Newest first."""
    instances: list[Instance] = field(factory=list)
    """Newest first."""
    created: dict[str, int] = field(factory=dict)
    pulls: dict[str, int] = field(factory=dict)
    sandbox_tries: int = 0
