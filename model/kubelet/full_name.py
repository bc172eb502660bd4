"""FullName: whether another static Pod of the same name and namespace has started on this kubelet (semantics B.3, PW-7)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind, Nothing
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
TAKEN = Rule("PW-7", "kubelet allowStaticPodStart", "one started static Pod has a full name; it keeps it to its end")
FREED = Rule("B3.14", "kubelet removeTerminatedWorker", "a forgotten worker gives the full name back")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has started nothing yet")


# States
class FullNameState(Enum):
    FREE = "Free"
    TAKEN = "Taken"


# Record
@frozen
class FullName:
    state: FullNameState = FullNameState.FREE


# Events
@frozen
class TakeName(Event):
    """Another static Pod of this full name has started, or comes first."""

    actor = Actor.KUBELET


@frozen
class FreeName(Event):
    actor = Actor.KUBELET


F, T = FullNameState
# fmt: off
FULL_NAME = Kind(
    name="full-name", words="Whether another static Pod of the same name and namespace has started on the kubelet.",
    states=FullNameState, record=FullName, view=Nothing, events=(TakeName, FreeName, KubeletRestarts),
    edges=(
        Edge(TakeName,        F, T, by=TAKEN),
        Edge(FreeName,        T, F, by=FREED),
        Edge(KubeletRestarts, F, F, by=LOST),
        Edge(KubeletRestarts, T, F, by=LOST),
    ),
)
# fmt: on
