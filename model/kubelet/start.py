"""Start: one attempt of a sync to start one container: planned, image, create, start; any step may fail (semantics B.6, B.10)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
PLANNED = Rule(
    "B10.1", "kubelet/kuberuntime computePodActions", "what is due, and what its policy or a rule restarts, is planned"
)
BACKED_OFF = Rule("B6.2", "kubelet/kuberuntime doBackOff", "in back-off it is not started: CrashLoopBackOff")
PULLED = Rule("B7.3", "kubelet/images EnsureImageExists", "the image is on the node before the container is created")
NOT_PULLED = Rule(
    "B6.3", "kubelet/images EnsureImageExists", "without its image it waits: ErrImagePull, ImagePullBackOff"
)
CREATED = Rule("CTR-5", "kubelet/kuberuntime startContainer", "created, after its image and before its start")
NOT_CREATED = Rule(
    "B6.4",
    "kubelet/kuberuntime startContainer",
    "what cannot be created waits: CreateContainerError, CreateContainerConfigError",
)
STARTED = Rule("B6.6", "kubelet/kuberuntime startContainer", "started")
NOT_STARTED = Rule("B6.5", "kubelet/kuberuntime startContainer", "what cannot be started waits: RunContainerError")
ABORTED = Rule("B5.2", "kubelet/kuberuntime SyncPod", "without a sandbox nothing is started")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has no plan")


# States
class StartState(Enum):
    NONE = "None"
    PLANNED = "Planned"
    IMAGE_PRESENT = "Image present"
    CREATED = "Created"


# Record
@frozen
class StartAttempt:
    state: StartState = StartState.NONE


# View
@frozen
class StartView:
    is_planned: bool = False
    """The decision of this sync starts it (computePodActions): its turn has come, and its policy or a probe asks for it."""
    backs_off: bool = False
    """Its crash-loop back-off is not over."""
    is_next: bool = True
    """The sync has tried all containers before it."""
    sandbox_is_ready: bool = True


# Events
@frozen
class Plan(Event):
    actor = Actor.KUBELET


@frozen
class BackOff(Event):
    actor = Actor.KUBELET


@frozen
class PullSucceeds(Event):
    actor = Actor.RUNTIME


@frozen
class PullFails(Event):
    actor = Actor.RUNTIME


@frozen
class CreateSucceeds(Event):
    actor = Actor.RUNTIME


@frozen
class CreateFails(Event):
    actor = Actor.RUNTIME


@frozen
class StartSucceeds(Event):
    actor = Actor.RUNTIME


@frozen
class StartFails(Event):
    actor = Actor.RUNTIME


@frozen
class Abort(Event):
    actor = Actor.KUBELET


# Guards
def is_planned(view: StartView, me: StartAttempt, event: Plan) -> bool:
    return view.is_planned


def is_backed_off(view: StartView, me: StartAttempt, event: BackOff) -> bool:
    return view.is_next and view.backs_off


def may_start(view: StartView, me: StartAttempt, event: Event) -> bool:
    return view.is_next and not view.backs_off


def sandbox_is_ready(view: StartView, me: StartAttempt, event: Event) -> bool:
    return view.sandbox_is_ready


N, P, I, C = StartState  # noqa: E741 -- I is "image present"; the table is read beside its states
# fmt: off
START = Kind(
    name="start", words="One attempt of a sync to start one container: its image, its creation, its start.",
    states=StartState, record=StartAttempt, view=StartView,
    events=(Plan, BackOff, PullSucceeds, PullFails, CreateSucceeds, CreateFails, StartSucceeds, StartFails, Abort, KubeletRestarts),
    edges=(
        Edge(Plan,           N, P, by=PLANNED,     when=is_planned),
        Edge(BackOff,        P, N, by=BACKED_OFF,  when=is_backed_off),
        Edge(PullSucceeds,   P, I, by=PULLED,      when=may_start),
        Edge(PullFails,      P, N, by=NOT_PULLED,  when=may_start),
        Edge(CreateSucceeds, I, C, by=CREATED,     when=sandbox_is_ready),
        Edge(CreateFails,    I, N, by=NOT_CREATED),
        Edge(StartSucceeds,  C, N, by=STARTED,     when=sandbox_is_ready),
        Edge(StartFails,     C, N, by=NOT_STARTED),
        Edge(Abort,          P, N, by=ABORTED),
        *(Edge(KubeletRestarts, state, N, by=LOST) for state in StartState),
    ),
)
# fmt: on
