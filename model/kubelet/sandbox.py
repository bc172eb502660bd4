"""Sandbox: the pause container whose network, IPC and UTS namespaces a Pod's containers share (semantics B.5)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from attrs import frozen

from ..core.domain import UpTo
from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule

# Rules
MADE = Rule(
    "B5.1", "kubelet/kuberuntime createPodSandbox", "the first sandbox has attempt 0; the network gives it its address"
)
NOT_MADE = Rule(
    "B5.2", "kubelet/kuberuntime createPodSandbox", "a sandbox that could not be made leaves nothing behind"
)
REPLACED = Rule(
    "B5.3", "kubelet/kuberuntime createPodSandbox", "a new sandbox has the next attempt and may have another address"
)
DIED = Rule("B5.3", "runtime", "a sandbox may die, and its containers with it")
STOPPED = Rule("B5.6", "kubelet/kuberuntime killPodWithSyncResult", "the sandbox is stopped after the last container")
STOPPED_AGAIN = Rule("B5.6", "CRI StopPodSandbox", "stopping a sandbox that does not run is no error")


# States
class SandboxState(Enum):
    NONE = "None"
    READY = "Ready"
    NOT_READY = "NotReady"


# Record
@frozen
class Sandbox:
    state: SandboxState = SandboxState.NONE
    attempt: Annotated[int, UpTo(1)] = 0
    """Which try this is; 1 stands for all later ones."""


# View
@frozen
class SandboxView:
    something_runs: bool = False
    """A container of the Pod runs."""


# Events
@frozen
class RunSandbox(Event):
    actor = Actor.KUBELET


@frozen
class FailToRun(Event):
    actor = Actor.RUNTIME


@frozen
class SandboxDies(Event):
    actor = Actor.RUNTIME


@frozen
class StopSandbox(Event):
    actor = Actor.KUBELET


# Guards
def nothing_runs(view: SandboxView, me: Sandbox, event: Event) -> bool:
    return not view.something_runs


# Effects
def count_attempt(view: SandboxView, me: Sandbox, event: RunSandbox) -> Changes:
    return become(attempt=1)


N, R, D = SandboxState
# fmt: off
SANDBOX = Kind(
    name="sandbox", words="The sandbox of a Pod: the pause container whose namespaces all its containers share.",
    states=SandboxState, record=Sandbox, view=SandboxView, events=(RunSandbox, FailToRun, SandboxDies, StopSandbox),
    edges=(
        Edge(RunSandbox,  N, R, by=MADE,          when=nothing_runs),
        Edge(RunSandbox,  D, R, by=REPLACED,      when=nothing_runs, then=count_attempt),
        Edge(FailToRun,   N, N, by=NOT_MADE),
        Edge(FailToRun,   D, D, by=NOT_MADE),
        Edge(SandboxDies, R, D, by=DIED),
        Edge(StopSandbox, R, D, by=STOPPED,       when=nothing_runs),
        Edge(StopSandbox, D, D, by=STOPPED_AGAIN),
        Edge(StopSandbox, N, N, by=STOPPED_AGAIN),
    ),
)
# fmt: on
