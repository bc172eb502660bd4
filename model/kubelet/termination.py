"""Termination: killPod for a Pod whose worker terminates: all containers at once, then the sandbox (semantics B.14)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
BEGUN = Rule(
    "B14.5",
    "kubelet/kuberuntime killContainersWithSyncResult",
    "every running container gets a kill task of its own, at once",
)
STOPPED = Rule(
    "B14.10", "kubelet/kuberuntime killPodWithSyncResult", "the sandbox is stopped when all containers have ended"
)
RETRIED = Rule("B3.10", "kubelet podWorkers.completeWork", "a kill after which something still runs is tried again")
ANEW = Rule("B3.15", "kubelet podWorkers.completeSync", "a Pod that is begun anew has not been terminated")
LOST = Rule("B14.34", "kubelet Run", "a restarted kubelet begins the termination anew")


# States
class TerminationState(Enum):
    NONE = "None"
    KILLING = "Killing"
    KILLED = "Killed"


# Record
@frozen
class Termination:
    state: TerminationState = TerminationState.NONE


# View
@frozen
class TerminationView:
    is_acknowledged: bool = False
    """The pod worker terminates and no sync runs."""
    something_runs: bool = False


# Events
@frozen
class BeginTermination(Event):
    actor = Actor.KUBELET


@frozen
class AllStopped(Event):
    actor = Actor.KUBELET


@frozen
class BeginAnew(Event):
    """The Pod got a new worker: what was terminated may be terminated once more."""

    actor = Actor.KUBELET


# Guards
def is_acknowledged(view: TerminationView, me: Termination, event: Event) -> bool:
    return view.is_acknowledged


def nothing_runs(view: TerminationView, me: Termination, event: Event) -> bool:
    return not view.something_runs


def something_runs_still(view: TerminationView, me: Termination, event: Event) -> bool:
    return view.is_acknowledged and view.something_runs


N, K, D = TerminationState
# fmt: off
TERMINATION = Kind(
    name="termination", words="The kill of a whole Pod: all its containers at once, then its sandbox.",
    states=TerminationState, record=Termination, view=TerminationView,
    events=(BeginTermination, AllStopped, BeginAnew, KubeletRestarts),
    edges=(
        Edge(BeginTermination, N, K, by=BEGUN,   when=is_acknowledged),
        Edge(AllStopped,       K, D, by=STOPPED, when=nothing_runs),
        Edge(BeginTermination, D, K, by=RETRIED, when=something_runs_still),
        Edge(BeginAnew,        D, N, by=ANEW),
        *(Edge(KubeletRestarts, state, N, by=LOST) for state in TerminationState),
    ),
)
# fmt: on
