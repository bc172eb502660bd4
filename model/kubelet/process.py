"""Process: the kubelet itself; when it restarts, what it only remembered is lost and its containers run on (semantics D47)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind, Nothing
from ..core.rule import Rule

# Rules
RESTARTED = Rule(
    "D47", "kubelet Run", "a restarted kubelet has lost workers, syncs, caches and back-offs; containers run on"
)

CAUGHT_UP = Rule(
    "B4.10",
    "kubelet podWorkers.SyncKnownPods",
    "until its first housekeeping a restarted kubelet takes any Pod for running",
)


# States
class ProcessState(Enum):
    FIRST_RUN = "First run"
    RESTARTED = "Restarted"
    CAUGHT_UP = "Caught up"


# Record
@frozen
class Process:
    state: ProcessState = ProcessState.FIRST_RUN


# Events
@frozen
class KubeletRestarts(Event):
    """The kubelet's process ends and a new one begins; every machine of the kubelet hears of it."""

    actor = Actor.FAULT


@frozen
class CatchUp(Event):
    """The first housekeeping since the restart: what the kubelet does not know now, is not there."""

    actor = Actor.KUBELET


F, R, C = ProcessState
# fmt: off
PROCESS = Kind(
    name="kubelet-process", words="The kubelet itself: whether it has restarted since the Pod came to its node.",
    states=ProcessState, record=Process, view=Nothing, events=(KubeletRestarts, CatchUp),
    edges=(
        Edge(KubeletRestarts, F, R, by=RESTARTED),
        Edge(KubeletRestarts, R, R, by=RESTARTED),
        Edge(KubeletRestarts, C, R, by=RESTARTED),
        Edge(CatchUp,         R, C, by=CAUGHT_UP),
    ),
)
# fmt: on
