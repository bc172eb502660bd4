"""NamespaceLife: a namespace from its creation to its end: active, then its Pods go, then all else, then itself (B.26)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
ROOM = Rule(
    "B26.3", "plugin/pkg/admission/namespace/lifecycle Admit", "only in an active namespace something is created"
)
MARKS = Rule(
    "B26.2",
    "registry/core/namespace Delete",
    "a deleted namespace is Terminating; three of the system's cannot be deleted",
)
PODS_FIRST = Rule(
    "B26.4", "namespaced_resources_deleter deleteAllContent", "other objects are deleted only when no Pod is left"
)
EMPTIES = Rule("B26.5", "namespaced_resources_deleter Delete", "the namespace goes when nothing is left in it")


# States
class NamespaceState(Enum):
    ACTIVE = "Active"
    DELETING_PODS = "Terminating, deleting Pods"
    DELETING_REST = "Terminating, deleting all else"
    GONE = "Gone"


# Record
@frozen
class NamespaceLife:
    state: NamespaceState = NamespaceState.ACTIVE


# View
@frozen
class NamespaceView:
    protected: bool = False
    """It is default, kube-system or kube-public."""
    pods: bool = False
    """Some Pod is in it."""
    others: bool = False
    """Something else is in it."""


# Events
@frozen
class CreateInside(Event):
    actor = Actor.USER


@frozen
class DeleteNamespace(Event):
    actor = Actor.USER


@frozen
class PodsHaveGone(Event):
    actor = Actor.CONTROLLER


@frozen
class AllHasGone(Event):
    actor = Actor.CONTROLLER


# Guards
def may_be_deleted(view: NamespaceView, me: NamespaceLife, event: DeleteNamespace) -> bool:
    return not view.protected


def has_no_pods(view: NamespaceView, me: NamespaceLife, event: PodsHaveGone) -> bool:
    return not view.pods


def is_empty(view: NamespaceView, me: NamespaceLife, event: AllHasGone) -> bool:
    return not view.pods and not view.others


ACTIVE, PODS, REST, GONE = NamespaceState

# fmt: off
NAMESPACE = Kind(
    name="namespace", words="A namespace in the API.",
    states=NamespaceState, record=NamespaceLife, view=NamespaceView,
    events=(CreateInside, DeleteNamespace, PodsHaveGone, AllHasGone),
    edges=(
        Edge(CreateInside,    ACTIVE, ACTIVE, by=ROOM),
        Edge(DeleteNamespace, ACTIVE, PODS, by=MARKS,      when=may_be_deleted),
        Edge(DeleteNamespace, PODS,   PODS, by=MARKS),
        Edge(DeleteNamespace, REST,   REST, by=MARKS),
        Edge(PodsHaveGone,    PODS,   REST, by=PODS_FIRST, when=has_no_pods),
        Edge(AllHasGone,      REST,   GONE, by=EMPTIES,    when=is_empty),
    ),
)
# fmt: on
