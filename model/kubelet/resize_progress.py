"""ResizeProgress: none, in progress, failed; how far what was allocated to a Pod has reached its running containers (B13.9)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts
from .resize_request import ENDED, EndResize

# Rules
BEGUN = Rule(
    "B13.9", "kubelet/allocation handlePodResourcesResize", "what is allocated and not in force yet is in progress"
)
FAILED = Rule(
    "B13.9", "kubelet/kuberuntime doPodResizeAction", "an error is told in the condition; the next sync tries again"
)
COMPLETED = Rule(
    "B13.9", "kubelet isPodResizeInProgress", "it is over when every running container has what is allocated to it"
)
LOST = Rule("D47", "kubelet Run", "a restarted kubelet finds out anew what is in progress")


# States
class ResizeProgressState(Enum):
    NONE = "None"
    IN_PROGRESS = "In progress"
    FAILED = "Failed"


# Record
@frozen
class ResizeProgress:
    state: ResizeProgressState = ResizeProgressState.NONE


# View
@frozen
class ResizeProgressView:
    is_in_force: bool = True
    """Every container that was seen running has the resources that are allocated to it."""


# Events
@frozen
class BeginResize(Event):
    actor = Actor.KUBELET


@frozen
class FailResize(Event):
    actor = Actor.KUBELET


@frozen
class CompleteResize(Event):
    actor = Actor.KUBELET


# Guards
def is_in_force(view: ResizeProgressView, me: ResizeProgress, event: CompleteResize) -> bool:
    return view.is_in_force


N, P, F = ResizeProgressState
# fmt: off
RESIZE_PROGRESS = Kind(
    name="resize-progress", words="How far what was allocated to a Pod has reached its running containers.",
    states=ResizeProgressState, record=ResizeProgress, view=ResizeProgressView,
    events=(BeginResize, FailResize, CompleteResize, EndResize, KubeletRestarts),
    edges=(
        *(Edge(BeginResize, state, P, by=BEGUN) for state in ResizeProgressState),
        Edge(FailResize,     P, F, by=FAILED),
        Edge(FailResize,     F, F, by=FAILED),
        Edge(CompleteResize, P, N, by=COMPLETED, when=is_in_force),
        Edge(CompleteResize, F, N, by=COMPLETED, when=is_in_force),
        *(Edge(EndResize, state, N, by=ENDED) for state in ResizeProgressState),
        *(Edge(KubeletRestarts, state, N, by=LOST) for state in ResizeProgressState),
    ),
)
# fmt: on
