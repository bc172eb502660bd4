"""Condition: unset, true or false; one condition that the kubelet writes into a Pod's status, by type (semantics B.13)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
SCHEDULED = Rule("B13.1", "kubelet generateAPIPodStatus", "a Pod that a kubelet has is scheduled, for good")
NETWORK = Rule(
    "B13.2",
    "kubelet/status GeneratePodReadyToStartContainersCondition",
    "true while a ready sandbox with its network exists",
)
INITIALIZED = Rule(
    "B13.3", "kubelet/status GeneratePodInitializedCondition", "true when init containers are done, and then for good"
)
READY = Rule("B13.5", "kubelet/status GeneratePodReadyCondition", "readiness may come and go")
UNMOVED = Rule(
    "B13.11", "kubelet/status updateLastTransitionTime", "the same status again does not move the condition's time"
)


# States
class ConditionState(Enum):
    UNSET = "Unset"
    FALSE = "False"
    TRUE = "True"


class ConditionType(Enum):
    POD_SCHEDULED = "PodScheduled"
    READY_TO_START = "PodReadyToStartContainers"
    INITIALIZED = "Initialized"
    CONTAINERS_READY = "ContainersReady"
    READY = "Ready"


STICKY = (ConditionType.POD_SCHEDULED, ConditionType.INITIALIZED)
"""What was true once stays true (COND-4, COND-5)."""


# Record
@frozen
class Condition:
    state: ConditionState = ConditionState.UNSET


# View
@frozen
class ConditionView:
    type: ConditionType = ConditionType.READY


# Events
@frozen
class SetTrue(Event):
    actor = Actor.KUBELET


@frozen
class SetFalse(Event):
    actor = Actor.KUBELET


# Guards
def may_be_false(view: ConditionView, me: Condition, event: SetFalse) -> bool:
    return view.type is not ConditionType.POD_SCHEDULED


def may_turn_false(view: ConditionView, me: Condition, event: SetFalse) -> bool:
    return view.type not in STICKY


U, F, T = ConditionState
# fmt: off
CONDITION = Kind(
    name="condition", words="One condition that the kubelet writes into a Pod's status.",
    states=ConditionState, record=Condition, view=ConditionView, events=(SetTrue, SetFalse),
    edges=(
        Edge(SetTrue,  U, T, by=SCHEDULED),
        Edge(SetFalse, U, F, by=NETWORK,     when=may_be_false),
        Edge(SetTrue,  F, T, by=INITIALIZED),
        Edge(SetFalse, F, F, by=UNMOVED),
        Edge(SetTrue,  T, T, by=UNMOVED),
        Edge(SetFalse, T, F, by=READY,       when=may_turn_false),
    ),
)
# fmt: on
