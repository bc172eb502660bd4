"""PodConfig: what one kubelet has seen of one Pod through its watch; it lags behind the API (semantics B2.7)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from ..objects.grace import Grace
from .process import KubeletRestarts

# Rules
ADD = Rule("B2.7", "kubelet/config checkAndUpdatePod", "a Pod bound to this node that was not known is an ADD")
DELETE = Rule("B2.7", "kubelet/config checkAndUpdatePod", "a deletionTimestamp that was not seen before is a DELETE")
UPDATE = Rule("B2.7", "kubelet/config checkAndUpdatePod", "a shorter grace is an UPDATE")
REMOVE = Rule("B2.7", "kubelet/config filterInvalidPods", "an object that is no longer there is a REMOVE")
BACK = Rule("B3.15", "kubelet/config checkAndUpdatePod", "a Pod that was removed and is there again, by uid, is an ADD")
RELISTED = Rule("B2.4", "client-go reflector", "a restarted kubelet has seen nothing and lists anew")


# States
class PodConfigState(Enum):
    UNSEEN = "Unseen"
    ADDED = "Added"
    DELETED = "Deleted"
    REMOVED = "Removed"


# Record
@frozen
class PodConfig:
    state: PodConfigState = PodConfigState.UNSEEN
    grace: Grace = Grace.UNSET
    """The deletionGracePeriodSeconds that was seen last."""
    rejected: bool = False
    """This process of the kubelet did not admit it; a Pod that a former one ran may end by that."""


# View
@frozen
class PodConfigView:
    is_bound: bool = False
    """The object in the API is there and bound."""
    is_gone: bool = False
    grace: Grace = Grace.UNSET
    """deletionGracePeriodSeconds in the API; UNSET: the Pod is not being deleted."""


# Events
@frozen
class SeeAdd(Event):
    """The Pod is seen; `admitted`: the kubelet takes it (B.17)."""

    actor = Actor.API_SERVER
    admitted: bool = True


@frozen
class SeeDelete(Event):
    actor = Actor.API_SERVER


@frozen
class SeeRemove(Event):
    """The object is gone; `grace` is what its last version said, FULL if that was not seen."""

    actor = Actor.API_SERVER
    grace: Grace = Grace.FULL


# Guards
def is_there(view: PodConfigView, me: PodConfig, event: Event) -> bool:
    return view.is_bound and view.grace is Grace.UNSET


def is_being_deleted(view: PodConfigView, me: PodConfig, event: Event) -> bool:
    return view.is_bound and view.grace is not Grace.UNSET


def has_less_grace(view: PodConfigView, me: PodConfig, event: Event) -> bool:
    return view.is_bound and view.grace is not Grace.UNSET and view.grace.shorter_than(me.grace)


def is_gone(view: PodConfigView, me: PodConfig, event: Event) -> bool:
    return view.is_gone


# Effects
def see_grace(view: PodConfigView, me: PodConfig, event: Event) -> Changes:
    return become(grace=view.grace)


def note_admission(view: PodConfigView, me: PodConfig, event: SeeAdd) -> Changes:
    return become(grace=view.grace, rejected=not event.admitted)


def forget(view: PodConfigView, me: PodConfig, event: Event) -> Changes:
    return become(grace=Grace.UNSET)


def forget_all(view: PodConfigView, me: PodConfig, event: Event) -> Changes:
    return become(grace=Grace.UNSET, rejected=False)


U, A, D, R = PodConfigState
# fmt: off
POD_CONFIG = Kind(
    name="pod-config", words="What one kubelet has seen of one Pod through its watch of the API.",
    states=PodConfigState, record=PodConfig, view=PodConfigView,
    events=(SeeAdd, SeeDelete, SeeRemove, KubeletRestarts),
    edges=(
        Edge(SeeAdd,          U, A, by=ADD,      when=is_there,         then=note_admission),
        Edge(SeeAdd,          R, A, by=BACK,     when=is_there,         then=note_admission),
        Edge(SeeDelete,       U, D, by=DELETE,   when=is_being_deleted, then=see_grace),
        Edge(SeeDelete,       A, D, by=DELETE,   when=is_being_deleted, then=see_grace),
        Edge(SeeDelete,       D, D, by=UPDATE,   when=has_less_grace,   then=see_grace),
        Edge(SeeRemove,       A, R, by=REMOVE,   when=is_gone),
        Edge(SeeRemove,       D, R, by=REMOVE,   when=is_gone,          then=forget),
        *(Edge(KubeletRestarts, state, U, by=RELISTED, then=forget_all) for state in PodConfigState),
    ),
)
# fmt: on
