"""PodObject: the API object of a Pod from its creation to its removal from storage (semantics B.1)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from ..objects.grace import Grace

# Rules
CREATED = Rule(
    "B1.1", "registry/core/pod strategy PrepareForCreate", "a created Pod starts with phase Pending and generation 1"
)
BOUND = Rule(
    "B1.2", "registry/core/pod setPodNodeAndMetadata", "binding names the node and sets PodScheduled in one write"
)
MARKED = Rule(
    "B1.6", "registry/rest BeforeDelete", "a graceful delete marks the Pod: deletionTimestamp is now plus the grace"
)
REMOVED = Rule(
    "B1.7", "registry/core/pod CheckGracefulDelete", "an unbound or ended Pod has no grace: it is removed at once"
)
FORCED = Rule(
    "B14.16", "registry/core/pod CheckGracefulDelete", "grace 0 removes the object at once, without the kubelet"
)
SHORTENED = Rule("B1.8", "registry/rest BeforeDelete", "a later delete may shorten the grace that is left")
NOT_LONGER = Rule(
    "B1.9", "registry/rest BeforeDelete", "a later delete with the same or a longer grace changes nothing"
)
FINISHED = Rule("B1.10", "kubelet/status syncPod", "the kubelet removes a Pod that has ended, by its uid, with grace 0")
HELD = Rule(
    "B1.10", "registry/generic updateForGracefulDeletionAndFinalizers", "a finalizer keeps the object, with grace 0"
)
GUARDED = Rule("A1.8", "registry/rest BeforeUpdate", "a finalizer may be added to an object that is not being deleted")
RELEASED = Rule(
    "A1.8", "registry/generic updateForGracefulDeletionAndFinalizers", "the last finalizer's removal lets the object go"
)
ENDED = Rule("B1.5", "kubelet/status syncPod", "a terminal phase is written once")


# States
class PodObjectState(Enum):
    ABSENT = "Absent"
    UNBOUND = "Unbound"
    BOUND = "Bound"
    DONE = "Done"
    TERMINATING = "Terminating"
    GONE = "Gone"


# Record
@frozen
class PodObject:
    state: PodObjectState = PodObjectState.ABSENT
    bound: bool = False
    """spec.nodeName is set."""
    grace: Grace = Grace.UNSET
    """deletionGracePeriodSeconds, as a stage."""
    finalizers: bool = False
    """metadata.finalizers is not empty."""


# View
@frozen
class PodObjectView:
    has_ended: bool = False
    """The phase in the API is terminal."""
    kubelet_is_done: bool = False
    """The kubelet has seen the deletion and has finished with the Pod."""


# Events
@frozen
class Create(Event):
    actor = Actor.USER
    bound: bool = False
    """spec.nodeName was given by the creator."""
    finalizers: bool = False


@frozen
class Bind(Event):
    actor = Actor.SCHEDULER


@frozen
class Delete(Event):
    """A DELETE request; `grace` is what it asks for, FULL where it asks for nothing."""

    actor = Actor.USER
    grace: Grace = Grace.FULL


@frozen
class FinalDelete(Event):
    """The kubelet's DELETE with grace 0 and the uid as a precondition."""

    actor = Actor.KUBELET


@frozen
class AddFinalizers(Event):
    actor = Actor.USER


@frozen
class RemoveFinalizers(Event):
    actor = Actor.USER


@frozen
class WriteEnd(Event):
    """A status write whose phase is terminal."""

    actor = Actor.KUBELET


# Guards
def is_bound(view: PodObjectView, me: PodObject, event: Create) -> bool:
    return event.bound


def asks_for_something(view: PodObjectView, me: PodObject, event: Delete) -> bool:
    return event.grace is not Grace.UNSET


def is_free(view: PodObjectView, me: PodObject, event: Event) -> bool:
    return not me.finalizers


def needs_no_waiting(view: PodObjectView, me: PodObject, event: Delete) -> bool:
    return event.grace is Grace.ZERO and not me.finalizers


def is_shorter(view: PodObjectView, me: PodObject, event: Delete) -> bool:
    return event.grace.shorter_than(me.grace)


def is_past_grace(view: PodObjectView, me: PodObject, event: RemoveFinalizers) -> bool:
    return me.grace is Grace.ZERO


def has_finalizers(view: PodObjectView, me: PodObject, event: Event) -> bool:
    return me.finalizers


def is_ending(view: PodObjectView, me: PodObject, event: FinalDelete) -> bool:
    return view.has_ended and view.kubelet_is_done


def is_ending_freely(view: PodObjectView, me: PodObject, event: FinalDelete) -> bool:
    return view.has_ended and view.kubelet_is_done and not me.finalizers


# Effects
def keep_what_was_given(view: PodObjectView, me: PodObject, event: Create) -> Changes:
    return become(bound=event.bound, finalizers=event.finalizers)


def name_node(view: PodObjectView, me: PodObject, event: Bind) -> Changes:
    return become(bound=True)


def give_grace(view: PodObjectView, me: PodObject, event: Delete) -> Changes:
    return become(grace=event.grace)


def give_none(view: PodObjectView, me: PodObject, event: Event) -> Changes:
    return become(grace=Grace.ZERO)


def take_finalizers(view: PodObjectView, me: PodObject, event: AddFinalizers) -> Changes:
    return become(finalizers=True)


def drop_finalizers(view: PodObjectView, me: PodObject, event: RemoveFinalizers) -> Changes:
    return become(finalizers=False)


def go(view: PodObjectView, me: PodObject, event: RemoveFinalizers) -> Changes:
    return become(grace=Grace.ZERO, finalizers=False)


A, U, B, D, T, G = PodObjectState
# fmt: off
POD_OBJECT = Kind(
    name="pod-object", words="The API object of a Pod, from its creation to its removal from storage.",
    states=PodObjectState, record=PodObject, view=PodObjectView,
    events=(Create, Bind, Delete, FinalDelete, AddFinalizers, RemoveFinalizers, WriteEnd),
    edges=(
        Edge(Create,           A, B, by=CREATED,    when=is_bound,            then=keep_what_was_given),
        Edge(Create,           A, U, by=CREATED,                              then=keep_what_was_given),
        Edge(Bind,             U, B, by=BOUND,                                then=name_node),
        Edge(WriteEnd,         B, D, by=ENDED),
        Edge(WriteEnd,         T, T, by=ENDED),
        Edge(Delete,           U, G, by=REMOVED,    when=is_free,             then=give_none),
        Edge(Delete,           U, T, by=HELD,                                 then=give_none),
        Edge(Delete,           D, G, by=REMOVED,    when=is_free,             then=give_none),
        Edge(Delete,           D, T, by=HELD,                                 then=give_none),
        Edge(Delete,           B, G, by=FORCED,     when=needs_no_waiting,    then=give_none),
        Edge(Delete,           B, T, by=MARKED,     when=asks_for_something,  then=give_grace),
        Edge(Delete,           T, G, by=FORCED,     when=needs_no_waiting,    then=give_none),
        Edge(Delete,           T, T, by=SHORTENED,  when=is_shorter,          then=give_grace),
        Edge(Delete,           T, T, by=NOT_LONGER, when=asks_for_something),
        Edge(FinalDelete,      T, G, by=FINISHED,   when=is_ending_freely,    then=give_none),
        Edge(FinalDelete,      T, T, by=HELD,       when=is_ending,           then=give_none),
        *(Edge(AddFinalizers, state, state, by=GUARDED,                       then=take_finalizers) for state in (U, B, D)),
        Edge(RemoveFinalizers, U, U, by=RELEASED,   when=has_finalizers,      then=drop_finalizers),
        Edge(RemoveFinalizers, B, B, by=RELEASED,   when=has_finalizers,      then=drop_finalizers),
        Edge(RemoveFinalizers, D, D, by=RELEASED,   when=has_finalizers,      then=drop_finalizers),
        Edge(RemoveFinalizers, T, G, by=RELEASED,   when=is_past_grace,       then=go),
        Edge(RemoveFinalizers, T, T, by=RELEASED,   when=has_finalizers,      then=drop_finalizers),
    ),
)
# fmt: on
