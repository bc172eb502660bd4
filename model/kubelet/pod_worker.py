"""PodWorker: the kubelet's own life of one Pod: it syncs, terminates, has terminated, is finished (semantics B.3)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from ..objects.grace import Grace
from .process import KubeletRestarts

# Rules
ADDED = Rule("B3.1", "kubelet HandlePodAdditions", "a Pod that was added gets a worker that syncs")
ADDED_ENDED = Rule(
    "B3.3", "kubelet podWorkers.UpdatePod", "an ended Pod of which nothing runs is terminated from the start"
)
ADDED_ENDING = Rule(
    "B3.5", "kubelet podWorkers.UpdatePod", "a Pod with a terminal phase is terminated, whatever still runs"
)
DELETED = Rule("B3.4", "kubelet podWorkers.UpdatePod", "a deletionTimestamp or the object's removal begins termination")
SHORTER = Rule(
    "B3.9", "kubelet calculateEffectiveGracePeriod", "of two graces the shorter is kept; the least is one second"
)
LATE = Rule("B3.13", "kubelet podWorkers.UpdatePod", "what has terminated cannot be terminated again")
KILLED = Rule(
    "B3.6",
    "kubelet podWorkers.UpdatePod",
    "another part of the kubelet ends a Pod: eviction, preemption, node shutdown",
)
ENDED = Rule("B3.7", "kubelet podWorkers.completeSync", "a sync that finds a terminal phase begins termination")
ACKNOWLEDGED = Rule(
    "PW-2", "kubelet acknowledgeTerminating", "termination begins when no sync runs any more, from a listing made since"
)
STOPPED = Rule("B3.11", "kubelet SyncTerminatingPod", "it has terminated when no container runs")
CLEANED = Rule("B3.12", "kubelet SyncTerminatedPod", "volumes are unmounted, then the worker is finished")
FORGOTTEN = Rule("B3.14", "kubelet removeTerminatedWorker", "a finished worker of a Pod that is gone is forgotten")
ORPHANED = Rule(
    "B3.16", "kubelet HandlePodCleanups", "containers of a Pod that nobody wants are killed with a grace of one second"
)
REJECTED = Rule(
    "D47",
    "kubelet HandlePodCleanups",
    "containers of a Pod that a restarted kubelet did not admit are killed as unwanted",
)
RUNTIME_ONLY = Rule(
    "B3.16", "kubelet SyncTerminatingRuntimePod", "a Pod that was only stopped has no worker afterwards"
)
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has no workers")
WAITS = Rule(
    "PW-7", "kubelet allowStaticPodStart", "a static Pod whose full name is taken waits until the name is free"
)
NEXT = Rule("PW-7", "kubelet allowStaticPodStart", "a static Pod starts when no other of its full name has started")
NEVER_STARTED = Rule("B3.4", "kubelet cleanupUnstartedPod", "a Pod that goes while it waits was never there")
AGAIN = Rule(
    "B3.15", "kubelet podWorkers.UpdatePod", "a uid that is added while it ends is begun anew when it has ended"
)


# States
class PodWorkerState(Enum):
    UNKNOWN = "Unknown"
    WAITING = "Waiting"
    SYNC = "Sync"
    TERMINATING = "Terminating"
    TERMINATED = "Terminated"
    FINISHED = "Finished"


class Initialized(Enum):
    """Whether the init containers of a Pod that has terminated are taken for done; AS_SHOWN: by its newest status."""

    AS_SHOWN = "as shown"
    YES = "yes"
    NO = "no"


class Disruption(Enum):
    """Whether the kubelet itself ends the Pod, and what its status then says; EVICTED: whatever its containers' ends were."""

    NONE = "none"
    KILLED = "killed"
    EVICTED = "evicted"


# Record
@frozen
class PodWorker:
    state: PodWorkerState = PodWorkerState.UNKNOWN
    grace: Grace = Grace.UNSET
    """The grace period recorded for the termination."""
    acknowledged: bool = False
    """startedTerminating: no sync runs, none will start a container."""
    deleted: bool = False
    """A deletion was seen (not only an end)."""
    disruption: Disruption = Disruption.NONE
    only_runtime: bool = False
    """It only stops what the runtime has of a Pod that was not admitted; nothing is published."""
    restart_requested: bool = False
    """The same uid was added again meanwhile: a static Pod whose manifest is back."""
    evicted: bool = False
    """An eviction began the termination: the containers' records go with the Pod."""


# View
@frozen
class PodWorkerView:
    something_runs: bool = False
    """The runtime has a running container of this Pod."""
    has_ended: bool = False
    """The phase in the API is terminal."""
    sync_is_idle: bool = True
    has_newer_status: bool = True
    """The runtime was looked at since the last pass of the worker ended."""
    containers_were_killed: bool = False
    """killPod has ended: every container and then the sandbox was stopped."""
    is_removed: bool = False
    """The kubelet has seen that the object is gone, or it never was there."""
    is_there: bool = False
    """The kubelet has seen the Pod, and it is there."""
    name_is_taken: bool = False
    """Another static Pod of the same full name has started, or comes first."""


# Events
@frozen
class Add(Event):
    actor = Actor.KUBELET


@frozen
class Terminate(Event):
    """A deletion was seen; `grace` as it was seen, FULL where the object just vanished."""

    actor = Actor.KUBELET
    grace: Grace = Grace.FULL


@frozen
class Kill(Event):
    """Another part of the kubelet asks that the Pod end within this grace; `evict`: it is an eviction."""

    actor = Actor.KUBELET
    grace: Grace = Grace.FULL
    evict: bool = False


@frozen
class End(Event):
    """A sync computed a terminal phase."""

    actor = Actor.KUBELET


@frozen
class Acknowledge(Event):
    actor = Actor.KUBELET


@frozen
class Stopped(Event):
    actor = Actor.KUBELET


@frozen
class CleanUp(Event):
    """`initialized`: what the kubelet takes the Pod for; it goes by the status in the API when the termination began."""

    actor = Actor.KUBELET
    initialized: Initialized = Initialized.AS_SHOWN


@frozen
class Forget(Event):
    actor = Actor.KUBELET


@frozen
class TurnComes(Event):
    """A static Pod may start: its full name is free."""

    actor = Actor.KUBELET


@frozen
class FindOrphan(Event):
    actor = Actor.KUBELET


# Guards
def has_ended_and_rests(view: PodWorkerView, me: PodWorker, event: Add) -> bool:
    return view.has_ended and not view.something_runs


def has_ended_but_runs(view: PodWorkerView, me: PodWorker, event: Add) -> bool:
    return view.has_ended


def is_shorter(view: PodWorkerView, me: PodWorker, event: Terminate) -> bool:
    return _least(event.grace).shorter_than(me.grace)


def is_grace(view: PodWorkerView, me: PodWorker, event: Terminate | Kill) -> bool:
    return event.grace is not Grace.UNSET


def no_sync_runs(view: PodWorkerView, me: PodWorker, event: Acknowledge) -> bool:
    return view.sync_is_idle and view.has_newer_status and not me.acknowledged


def nothing_runs(view: PodWorkerView, me: PodWorker, event: Stopped) -> bool:
    return me.acknowledged and view.containers_were_killed and not view.something_runs


def name_is_taken(view: PodWorkerView, me: PodWorker, event: Add) -> bool:
    return view.name_is_taken


def name_is_free(view: PodWorkerView, me: PodWorker, event: TurnComes) -> bool:
    return not view.name_is_taken


def is_gone(view: PodWorkerView, me: PodWorker, event: Forget) -> bool:
    return view.is_removed


def is_asked_for(view: PodWorkerView, me: PodWorker, event: Forget) -> bool:
    return me.restart_requested


def runs_unwanted(view: PodWorkerView, me: PodWorker, event: FindOrphan) -> bool:
    return view.is_removed and view.something_runs


def runs_rejected(view: PodWorkerView, me: PodWorker, event: FindOrphan) -> bool:
    return view.is_there and view.something_runs


def nothing_runs_that_was_rejected(view: PodWorkerView, me: PodWorker, event: Stopped) -> bool:
    return me.only_runtime and nothing_runs(view, me, event)


# Effects
def record_grace(view: PodWorkerView, me: PodWorker, event: Terminate) -> Changes:
    return become(grace=_least(event.grace), deleted=True)


def record_deletion(view: PodWorkerView, me: PodWorker, event: Terminate) -> Changes:
    return become(deleted=True)


def record_kill(view: PodWorkerView, me: PodWorker, event: Kill) -> Changes:
    return become(grace=_least(event.grace), disruption=_disruption(event), evicted=event.evict)


def record_late_kill(view: PodWorkerView, me: PodWorker, event: Kill) -> Changes:
    """Of several requests the last one says what the status says, until the termination has begun."""
    grace = _least(event.grace)
    return become(
        grace=grace if grace.shorter_than(me.grace) else me.grace,
        disruption=me.disruption if me.acknowledged else _disruption(event),
    )


def give_full_grace(view: PodWorkerView, me: PodWorker, event: Event) -> Changes:
    return become(grace=Grace.FULL)


def give_least_grace(view: PodWorkerView, me: PodWorker, event: FindOrphan) -> Changes:
    return become(grace=Grace.MINIMUM, deleted=True)


def stop_only(view: PodWorkerView, me: PodWorker, event: FindOrphan) -> Changes:
    return become(grace=Grace.MINIMUM, only_runtime=True)


def acknowledge(view: PodWorkerView, me: PodWorker, event: Event) -> Changes:
    return become(acknowledged=True)


def drop_grace(view: PodWorkerView, me: PodWorker, event: Event) -> Changes:
    return become(grace=Grace.UNSET)


def ask_again(view: PodWorkerView, me: PodWorker, event: Add) -> Changes:
    return become(restart_requested=True)


def forget_all(view: PodWorkerView, me: PodWorker, event: Event) -> Changes:
    return become(
        grace=Grace.UNSET, acknowledged=False, deleted=False, disruption=Disruption.NONE, only_runtime=False,
        restart_requested=False, evicted=False,
    )  # fmt: skip


def _disruption(event: Kill) -> Disruption:
    return Disruption.EVICTED if event.evict else Disruption.KILLED


def _least(grace: Grace) -> Grace:
    return Grace.MINIMUM if grace is Grace.ZERO else grace


U, W, S, T, D, F = PodWorkerState
# fmt: off
POD_WORKER = Kind(
    name="pod-worker", words="The kubelet's own life of one Pod, by uid: it syncs, terminates, has terminated, is finished.",
    states=PodWorkerState, record=PodWorker, view=PodWorkerView,
    events=(Add, TurnComes, Terminate, Kill, End, Acknowledge, Stopped, CleanUp, Forget, FindOrphan, KubeletRestarts),
    edges=(
        Edge(Add,         U, D, by=ADDED_ENDED,  when=has_ended_and_rests, then=acknowledge),
        Edge(Add,         U, T, by=ADDED_ENDING, when=has_ended_but_runs,  then=give_full_grace),
        Edge(Add,         U, W, by=WAITS,        when=name_is_taken),
        Edge(Add,         U, S, by=ADDED),
        Edge(TurnComes,   W, S, by=NEXT,         when=name_is_free),
        Edge(Terminate,   W, U, by=NEVER_STARTED, when=is_grace),
        *(Edge(Add, state, state, by=AGAIN, then=ask_again) for state in (T, D, F)),
        Edge(FindOrphan,  U, T, by=ORPHANED,     when=runs_unwanted,       then=give_least_grace),
        Edge(FindOrphan,  U, T, by=REJECTED,     when=runs_rejected,       then=stop_only),
        Edge(Terminate,   S, T, by=DELETED,      when=is_grace,            then=record_grace),
        Edge(Kill,        S, T, by=KILLED,       when=is_grace,            then=record_kill),
        Edge(End,         S, T, by=ENDED,                                  then=give_full_grace),
        Edge(Terminate,   T, T, by=SHORTER,      when=is_shorter,          then=record_grace),
        Edge(Terminate,   T, T, by=SHORTER,      when=is_grace,            then=record_deletion),
        Edge(Kill,        T, T, by=SHORTER,      when=is_grace,            then=record_late_kill),
        Edge(Acknowledge, T, T, by=ACKNOWLEDGED, when=no_sync_runs,        then=acknowledge),
        Edge(Stopped,     T, U, by=RUNTIME_ONLY, when=nothing_runs_that_was_rejected, then=forget_all),
        Edge(Stopped,     T, D, by=STOPPED,      when=nothing_runs,        then=drop_grace),
        Edge(Terminate,   D, D, by=LATE,         when=is_grace,            then=record_deletion),
        Edge(Kill,        D, D, by=LATE,         when=is_grace),
        Edge(CleanUp,     D, F, by=CLEANED),
        Edge(Terminate,   F, F, by=LATE,         when=is_grace,            then=record_deletion),
        Edge(Kill,        F, F, by=LATE,         when=is_grace),
        Edge(Forget,      F, U, by=FORGOTTEN,    when=is_gone,             then=forget_all),
        Edge(Forget,      F, U, by=AGAIN,        when=is_asked_for,        then=forget_all),
        *(Edge(KubeletRestarts, state, U, by=LOST, then=forget_all) for state in PodWorkerState),
    ),
)
# fmt: on
