"""MirrorPod: the mirror of a static Pod in the API, as the static Pod's kubelet knows it (semantics B34.5, D49)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
MADE = Rule("B34.5", "kubelet tryReconcileMirrorPods", "a sync of a static Pod that has not ended makes its mirror")
MADE_ALREADY = Rule("B34.5", "kubelet/pod CreateMirrorPod", "a mirror that is there already is left as it is")
SEEN = Rule("B2.7", "kubelet HandlePodAdditions", "the kubelet learns of mirrors by its watch, as of all Pods")
UNFIT = Rule(
    "B34.5", "kubelet tryReconcileMirrorPods", "a mirror that is being deleted or shows another manifest is replaced"
)
ORPHANED = Rule("B34.5", "kubelet HandlePodCleanups", "housekeeping removes a mirror whose static Pod is gone")
GONE = Rule("D49", "kubelet HandlePodRemoves", "a mirror may go at any time; the containers do not care")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet knows no mirrors until it has listed the API's Pods")


# States
class MirrorPodState(Enum):
    UNKNOWN = "Unknown"
    MADE = "Made"
    CURRENT = "Current"
    UNFIT = "Unfit"


# Record
@frozen
class MirrorPod:
    state: MirrorPodState = MirrorPodState.UNKNOWN


# View
@frozen
class MirrorPodView:
    syncs: bool = False
    """A sync of the static Pod is under way, and found no terminal phase."""
    is_unwanted: bool = False
    """The manifest is gone, and the Pod does not terminate any more."""


# Events
@frozen
class SeeMirror(Event):
    """The watch shows the mirror; `fits`: it is of this very manifest and not being deleted."""

    actor = Actor.API_SERVER
    fits: bool = True


@frozen
class MirrorGoes(Event):
    """The watch shows that the mirror is gone."""

    actor = Actor.API_SERVER


@frozen
class MakeMirror(Event):
    actor = Actor.KUBELET


@frozen
class RemoveMirror(Event):
    actor = Actor.KUBELET


# Guards
def fits(view: MirrorPodView, me: MirrorPod, event: SeeMirror) -> bool:
    return event.fits


def syncs(view: MirrorPodView, me: MirrorPod, event: Event) -> bool:
    return view.syncs


def is_unwanted(view: MirrorPodView, me: MirrorPod, event: RemoveMirror) -> bool:
    return view.is_unwanted


U, M, C, X = MirrorPodState
# fmt: off
MIRROR_POD = Kind(
    name="mirror-pod", words="The mirror of a static Pod in the API, as the kubelet knows it.",
    states=MirrorPodState, record=MirrorPod, view=MirrorPodView,
    events=(SeeMirror, MirrorGoes, MakeMirror, RemoveMirror, KubeletRestarts),
    edges=(
        *(Edge(SeeMirror, state, C, by=SEEN, when=fits) for state in MirrorPodState),
        *(Edge(SeeMirror, state, X, by=SEEN) for state in MirrorPodState),
        *(Edge(MirrorGoes, state, U, by=GONE) for state in (M, C, X)),
        Edge(MakeMirror,   U, M, by=MADE,         when=syncs),
        Edge(MakeMirror,   M, M, by=MADE_ALREADY, when=syncs),
        Edge(RemoveMirror, X, U, by=UNFIT,        when=syncs),
        *(Edge(RemoveMirror, state, U, by=ORPHANED, when=is_unwanted) for state in (M, C, X)),
        *(Edge(KubeletRestarts, state, U, by=LOST) for state in MirrorPodState),
    ),
)
# fmt: on
