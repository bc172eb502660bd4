"""PodCache: what the kubelet's last relist has seen of a Pod's sandbox, and whether that is newer than the last sync (semantics B3.21)."""

from __future__ import annotations

from typing import Annotated

from attrs import frozen

from ..core.domain import UpTo
from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .process import KubeletRestarts
from .sandbox import SandboxState

# Rules
SEEN = Rule(
    "B3.21", "kubelet/pleg Relist", "the kubelet learns of sandboxes and containers by listing them every second"
)
USED = Rule("PW-5", "kubelet podWorkerLoop GetNewerThan", "a sync waits for a listing made after the sync before it")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has listed nothing yet")


# Record
@frozen
class PodCache:
    state: SandboxState = SandboxState.NONE
    """The newest sandbox, as it was seen."""
    attempt: Annotated[int, UpTo(1)] = 0
    """Its attempt; 1 stands for all later ones."""
    is_newer: bool = False
    """Seen after the last sync ended."""


# View
@frozen
class PodCacheView:
    sandbox: SandboxState = SandboxState.NONE
    attempt: Annotated[int, UpTo(1)] = 0
    sync_is_idle: bool = True
    """No sync works from the last snapshot; a listing made meanwhile counts from the sync's end."""


# Events
@frozen
class Relist(Event):
    actor = Actor.KUBELET


@frozen
class Use(Event):
    """A sync that used what was seen has ended; the next one waits for a newer listing."""

    actor = Actor.KUBELET


# Guards
def finds_none(view: PodCacheView, me: PodCache, event: Relist) -> bool:
    return view.sync_is_idle and view.sandbox is SandboxState.NONE


def finds_ready(view: PodCacheView, me: PodCache, event: Relist) -> bool:
    return view.sync_is_idle and view.sandbox is SandboxState.READY


def finds_not_ready(view: PodCacheView, me: PodCache, event: Relist) -> bool:
    return view.sync_is_idle and view.sandbox is SandboxState.NOT_READY


# Effects
def see(view: PodCacheView, me: PodCache, event: Relist) -> Changes:
    return become(attempt=view.attempt, is_newer=True)


def grow_old(view: PodCacheView, me: PodCache, event: Use) -> Changes:
    return become(is_newer=False)


def forget(view: PodCacheView, me: PodCache, event: KubeletRestarts) -> Changes:
    return become(attempt=0, is_newer=False)


N, R, D = SandboxState
# fmt: off
POD_CACHE = Kind(
    name="pod-cache", words="What the kubelet's last relist has seen of a Pod's sandbox.",
    states=SandboxState, record=PodCache, view=PodCacheView, events=(Relist, Use, KubeletRestarts),
    edges=(
        *(Edge(Relist, state, N, by=SEEN, when=finds_none,      then=see) for state in SandboxState),
        *(Edge(Relist, state, R, by=SEEN, when=finds_ready,     then=see) for state in SandboxState),
        *(Edge(Relist, state, D, by=SEEN, when=finds_not_ready, then=see) for state in SandboxState),
        *(Edge(Use,    state, state, by=USED, then=grow_old) for state in SandboxState),
        *(Edge(KubeletRestarts, state, N, by=LOST, then=forget) for state in SandboxState),
    ),
)
# fmt: on
