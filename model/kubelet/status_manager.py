"""StatusManager: the kubelet's queue of one Pod's status: the newest goes to the API, older ones are never sent (semantics B4.10, D1)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind, Nothing
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
SET = Rule("D1", "kubelet/status SetPodStatus", "a changed status waits to be sent")
REPLACED = Rule("D1", "kubelet/status SetPodStatus", "a newer status takes the place of one that was not sent yet")
SENT = Rule("B1.5", "kubelet/status syncPod", "the newest status is written to the API server")
LOST = Rule("D47", "kubelet Run", "a status that was not sent is lost with the kubelet")


# States
class StatusManagerState(Enum):
    UP_TO_DATE = "Up to date"
    TO_SEND = "To send"


# Record
@frozen
class StatusManager:
    state: StatusManagerState = StatusManagerState.UP_TO_DATE


# Events
@frozen
class SetStatus(Event):
    actor = Actor.KUBELET


@frozen
class Send(Event):
    actor = Actor.KUBELET


U, T = StatusManagerState
# fmt: off
STATUS_MANAGER = Kind(
    name="status-manager", words="The kubelet's queue of one Pod's status: the newest goes to the API server.",
    states=StatusManagerState, record=StatusManager, view=Nothing, events=(SetStatus, Send, KubeletRestarts),
    edges=(
        Edge(SetStatus,       U, T, by=SET),
        Edge(SetStatus,       T, T, by=REPLACED),
        Edge(Send,            T, U, by=SENT),
        Edge(KubeletRestarts, U, U, by=LOST),
        Edge(KubeletRestarts, T, U, by=LOST),
    ),
)
# fmt: on
