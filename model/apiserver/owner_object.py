"""OwnerObject: an object in the API that may own others: there, being deleted in one of three ways, gone."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule

# Rules
BACKGROUND = Rule("GC-1", "garbagecollector, DELETE with Background", "an object without finalizers goes at once")
FOREGROUND = Rule(
    "GC-2",
    "garbagecollector processDeletingDependentsItem",
    "foreground deletion holds the owner until those go that block it",
)
ORPHAN = Rule("GC-3", "garbagecollector orphanDependents", "orphaning takes the owner out of its dependents first")
HELD = Rule("GC-4", "registry/generic DeleteDependents", "any finalizer keeps a deleted object in the API")


# States
class OwnerObjectState(Enum):
    LIVE = "Live"
    ORPHANING = "Orphaning"
    DELETING_DEPENDENTS = "Deleting dependents"
    HELD = "Held"
    GONE = "Gone"


class Propagation(Enum):
    BACKGROUND = "Background"
    FOREGROUND = "Foreground"
    ORPHAN = "Orphan"


# Record
@frozen
class OwnerObject:
    state: OwnerObjectState = OwnerObjectState.LIVE
    finalizers: bool = False
    """It has finalizers of others."""


# View
@frozen
class OwnerObjectView:
    blocking_dependents: bool = False
    """Some dependent still there says blockOwnerDeletion."""
    dependents: bool = False
    """Some object still names it as its owner."""


# Events
@frozen
class DeleteOwner(Event):
    actor = Actor.USER
    propagation: Propagation


@frozen
class SetFinalizers(Event):
    actor = Actor.USER
    finalizers: bool


@frozen
class FinishOrphaning(Event):
    actor = Actor.CONTROLLER


@frozen
class FinishDependents(Event):
    actor = Actor.CONTROLLER


# Guards
def goes_at_once(view: OwnerObjectView, me: OwnerObject, event: DeleteOwner) -> bool:
    return event.propagation is Propagation.BACKGROUND and not me.finalizers


def is_background(view: OwnerObjectView, me: OwnerObject, event: DeleteOwner) -> bool:
    return event.propagation is Propagation.BACKGROUND and me.finalizers


def is_foreground(view: OwnerObjectView, me: OwnerObject, event: DeleteOwner) -> bool:
    return event.propagation is Propagation.FOREGROUND


def is_orphan(view: OwnerObjectView, me: OwnerObject, event: DeleteOwner) -> bool:
    return event.propagation is Propagation.ORPHAN


def none_blocks(view: OwnerObjectView, me: OwnerObject, event: FinishDependents) -> bool:
    return not view.blocking_dependents and not me.finalizers


def none_blocks_but_finalizers(view: OwnerObjectView, me: OwnerObject, event: FinishDependents) -> bool:
    return not view.blocking_dependents and me.finalizers


def has_no_dependents(view: OwnerObjectView, me: OwnerObject, event: FinishOrphaning) -> bool:
    return not view.dependents and not me.finalizers


def has_only_finalizers(view: OwnerObjectView, me: OwnerObject, event: FinishOrphaning) -> bool:
    return not view.dependents and me.finalizers


def has_none_left(view: OwnerObjectView, me: OwnerObject, event: SetFinalizers) -> bool:
    return not event.finalizers


def keeps_some(view: OwnerObjectView, me: OwnerObject, event: SetFinalizers) -> bool:
    return event.finalizers and me.finalizers


# Effects
def keep_finalizers(view: OwnerObjectView, me: OwnerObject, event: SetFinalizers) -> Changes:
    return become(finalizers=event.finalizers)


LIVE, ORPHANING, DEPENDENTS, HELD_BY, GONE = OwnerObjectState

# fmt: off
OWNER_OBJECT = Kind(
    name="owner-object", words="An API object that may own others, and how it is deleted.",
    states=OwnerObjectState, record=OwnerObject, view=OwnerObjectView,
    events=(DeleteOwner, SetFinalizers, FinishOrphaning, FinishDependents),
    edges=(
        Edge(DeleteOwner,      LIVE,       GONE,       by=BACKGROUND, when=goes_at_once),
        Edge(DeleteOwner,      LIVE,       HELD_BY,    by=HELD,       when=is_background),
        Edge(DeleteOwner,      LIVE,       DEPENDENTS, by=FOREGROUND, when=is_foreground),
        Edge(DeleteOwner,      LIVE,       ORPHANING,  by=ORPHAN,     when=is_orphan),
        Edge(DeleteOwner,      DEPENDENTS, ORPHANING,  by=ORPHAN,     when=is_orphan),
        Edge(DeleteOwner,      DEPENDENTS, DEPENDENTS, by=FOREGROUND),
        Edge(DeleteOwner,      ORPHANING,  DEPENDENTS, by=FOREGROUND, when=is_foreground),
        Edge(DeleteOwner,      ORPHANING,  ORPHANING,  by=ORPHAN),
        Edge(DeleteOwner,      HELD_BY,    DEPENDENTS, by=FOREGROUND, when=is_foreground),
        Edge(DeleteOwner,      HELD_BY,    ORPHANING,  by=ORPHAN,     when=is_orphan),
        Edge(DeleteOwner,      HELD_BY,    HELD_BY,    by=HELD),
        Edge(FinishDependents, DEPENDENTS, GONE,       by=FOREGROUND, when=none_blocks),
        Edge(FinishDependents, DEPENDENTS, HELD_BY,    by=HELD,       when=none_blocks_but_finalizers),
        Edge(FinishOrphaning,  ORPHANING,  GONE,       by=ORPHAN,     when=has_no_dependents),
        Edge(FinishOrphaning,  ORPHANING,  HELD_BY,    by=HELD,       when=has_only_finalizers),
        Edge(SetFinalizers,    LIVE,       LIVE,       by=HELD,       then=keep_finalizers),
        Edge(SetFinalizers,    DEPENDENTS, DEPENDENTS, by=HELD,       then=keep_finalizers),
        Edge(SetFinalizers,    ORPHANING,  ORPHANING,  by=HELD,       then=keep_finalizers),
        Edge(SetFinalizers,    HELD_BY,    GONE,       by=HELD,       when=has_none_left, then=keep_finalizers),
        Edge(SetFinalizers,    HELD_BY,    HELD_BY,    by=HELD,       when=keeps_some),
    ),
)
# fmt: on
