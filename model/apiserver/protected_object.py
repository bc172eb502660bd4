"""ProtectedObject: a claim or a volume in the API: live, marked but held by finalizers while it is in use, gone."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .owner_object import SetFinalizers

# Rules
PROTECTS = Rule(
    "A5.10",
    "plugin/pkg/admission/storage/storageobjectinuseprotection",
    "claims and volumes are created with a finalizer that protects them, and get it back while they live",
)
HOLDS = Rule("B28.9", "volume/pvcprotection, volume/pvprotection", "the protection goes when nothing uses the object")
FREES = Rule("GC-4", "registry/generic DeleteDependents", "any finalizer keeps a deleted object in the API")


# States
class ProtectedObjectState(Enum):
    LIVE = "Live"
    MARKED = "Marked"
    GONE = "Gone"


# Record
@frozen
class ProtectedObject:
    state: ProtectedObjectState = ProtectedObjectState.LIVE
    finalizers: bool = True
    """It has some, its protection or others."""


# View
@frozen
class ProtectedView:
    in_use: bool = False
    """A claim: a Pod that has a node names it. A volume: it is bound."""


# Events
@frozen
class DeleteProtected(Event):
    actor = Actor.USER


@frozen
class Protect(Event):
    actor = Actor.CONTROLLER


@frozen
class Unprotect(Event):
    """The protection goes; `others`: finalizers of others are left."""

    actor = Actor.CONTROLLER
    others: bool


# Guards
def nothing_holds(view: ProtectedView, me: ProtectedObject, event: DeleteProtected) -> bool:
    return not me.finalizers


def something_holds(view: ProtectedView, me: ProtectedObject, event: DeleteProtected) -> bool:
    return me.finalizers


def was_the_last(view: ProtectedView, me: ProtectedObject, event: Unprotect) -> bool:
    return not view.in_use and not event.others


def others_hold(view: ProtectedView, me: ProtectedObject, event: Unprotect) -> bool:
    return not view.in_use and event.others


def none_is_left(view: ProtectedView, me: ProtectedObject, event: SetFinalizers) -> bool:
    return not event.finalizers


def some_are_left(view: ProtectedView, me: ProtectedObject, event: SetFinalizers) -> bool:
    return event.finalizers


# Effects
def keep_finalizers(view: ProtectedView, me: ProtectedObject, event: SetFinalizers) -> Changes:
    return become(finalizers=event.finalizers)


def hold(view: ProtectedView, me: ProtectedObject, event: Protect) -> Changes:
    return become(finalizers=True)


def let_go(view: ProtectedView, me: ProtectedObject, event: Unprotect) -> Changes:
    return become(finalizers=False)


LIVE, MARKED, GONE = ProtectedObjectState

# fmt: off
PROTECTED_OBJECT = Kind(
    name="protected-object", words="A claim or a volume in the API, and what keeps it there once it is deleted.",
    states=ProtectedObjectState, record=ProtectedObject, view=ProtectedView,
    events=(DeleteProtected, Protect, Unprotect, SetFinalizers),
    edges=(
        Edge(Protect,         LIVE,   LIVE,   by=PROTECTS, then=hold),
        Edge(SetFinalizers,   LIVE,   LIVE,   by=FREES,    then=keep_finalizers),
        Edge(DeleteProtected, LIVE,   GONE,   by=FREES,    when=nothing_holds),
        Edge(DeleteProtected, LIVE,   MARKED, by=HOLDS,    when=something_holds),
        Edge(DeleteProtected, MARKED, MARKED, by=HOLDS),
        Edge(Unprotect,       MARKED, GONE,   by=HOLDS,    when=was_the_last, then=let_go),
        Edge(Unprotect,       MARKED, MARKED, by=HOLDS,    when=others_hold),
        Edge(SetFinalizers,   MARKED, GONE,   by=FREES,    when=none_is_left, then=keep_finalizers),
        Edge(SetFinalizers,   MARKED, MARKED, by=FREES,    when=some_are_left),
    ),
)
# fmt: on
