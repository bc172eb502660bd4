"""InitFlow: which init container is due, whether all are done or one has failed for good (semantics B.8)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from attrs import frozen

from ..core.domain import UpTo
from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .process import KubeletRestarts

MOST = 7
"""How many init containers a World can have; the rules themselves know no bound."""

# Rules
IN_TURN = Rule(
    "B8.3",
    "kubelet/kuberuntime computeInitContainerActions",
    "an init container is due when the one before it succeeded",
)
INITIALIZED = Rule(
    "B8.4", "kubelet/kuberuntime computeInitContainerActions", "after the last one the Pod has initialized"
)
FAILED = Rule(
    "B8.6", "kubelet/kuberuntime computeInitContainerActions", "one that failed and may not restart fails the Pod"
)
STAYS = Rule(
    "B8.9",
    "kubelet/kuberuntime computeInitContainerActions",
    "while an app container exists init containers are not looked at again",
)
ANEW = Rule("B8.8", "kubelet/kuberuntime computePodActions", "a new sandbox begins the sequence again")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet knows nothing of it and scans again")


# States
class InitFlowState(Enum):
    PENDING = "Pending"
    INITIALIZED = "Initialized"
    FAILED = "Failed"


# Record
@frozen
class InitFlow:
    state: InitFlowState = InitFlowState.PENDING
    due: Annotated[int, UpTo(MOST)] = 0
    """The index of the init container that is due."""


# View
@frozen
class InitFlowView:
    due: Annotated[int, UpTo(MOST)] = 0
    """By the records that the last relist has seen."""
    all_done: bool = False
    has_failed: bool = False


# Events
@frozen
class Scan(Event):
    actor = Actor.KUBELET


# Guards
def all_done(view: InitFlowView, me: InitFlow, event: Scan) -> bool:
    return view.all_done


def has_failed(view: InitFlowView, me: InitFlow, event: Scan) -> bool:
    return view.has_failed and not view.all_done


def goes_on(view: InitFlowView, me: InitFlow, event: Scan) -> bool:
    return not view.all_done and not view.has_failed


# Effects
def point(view: InitFlowView, me: InitFlow, event: Scan) -> Changes:
    return become(due=view.due)


def forget(view: InitFlowView, me: InitFlow, event: KubeletRestarts) -> Changes:
    return become(due=0)


P, I, F = InitFlowState  # noqa: E741 -- I is Initialized; the table is read beside its states
# fmt: off
INIT_FLOW = Kind(
    name="init-flow", words="The sequence of init containers: which one is due, whether all are done or one has failed for good.",
    states=InitFlowState, record=InitFlow, view=InitFlowView, events=(Scan, KubeletRestarts),
    edges=(
        Edge(Scan, P, P, by=IN_TURN,     when=goes_on,    then=point),
        Edge(Scan, P, I, by=INITIALIZED, when=all_done,   then=point),
        Edge(Scan, P, F, by=FAILED,      when=has_failed, then=point),
        Edge(Scan, I, I, by=STAYS,       when=all_done,   then=point),
        Edge(Scan, I, P, by=ANEW,        when=goes_on,    then=point),
        Edge(Scan, I, F, by=FAILED,      when=has_failed, then=point),
        Edge(Scan, F, F, by=FAILED,      when=has_failed, then=point),
        Edge(Scan, F, P, by=ANEW,        when=goes_on,    then=point),
        *(Edge(KubeletRestarts, state, P, by=LOST, then=forget) for state in InitFlowState),
    ),
)
# fmt: on
