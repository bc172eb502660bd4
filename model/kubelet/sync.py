"""Sync: one pass of the kubelet over one Pod, serial and from a snapshot: decide, kill, make the sandbox, start (B3.19, B3.20)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
DECIDED = Rule(
    "B3.20", "kubelet/kuberuntime computePodActions", "what to do is decided once, from what the last relist saw"
)
PUBLISHED = Rule("B3.19", "kubelet SyncPod", "status first; a Pod whose phase is terminal is not synced further")
KILLED = Rule("B5.3", "kubelet/kuberuntime SyncPod", "a new sandbox is made only after all containers were stopped")
KILLED_ONLY = Rule(
    "B5.4", "kubelet/kuberuntime SyncPod", "a Pod with nothing to keep and nothing to start is only killed"
)
REPLACES = Rule(
    "B10.7", "kubelet/kuberuntime SyncPod", "containers that failed a probe are killed before anything is started"
)
RESETS = Rule(
    "B10.9",
    "kubelet/kuberuntime SyncPod",
    "while all containers restart a sync stops and removes them, and starts nothing",
)
MADE = Rule("B5.1", "kubelet/kuberuntime createPodSandbox", "containers start when the sandbox is ready")
NOT_MADE = Rule(
    "B5.2",
    "kubelet/kuberuntime createPodSandbox",
    "without a sandbox no container is made; the sync ends with an error",
)
NOT_SET_UP = Rule(
    "B3.19",
    "kubelet SyncPod",
    "volumes are waited for before anything is killed or made; without them the sync ends with an error",
)
DONE = Rule("B3.17", "kubelet podWorkers.completeWork", "a sync ends when its last start was tried")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet is in no sync")


# States
class SyncState(Enum):
    IDLE = "Idle"
    LOOKING = "Looking"
    KILLING = "Killing"
    MAKING_SANDBOX = "Making sandbox"
    STARTING = "Starting"


class KillPlan(Enum):
    """Why a sync kills: the whole Pod and no more, the Pod for a new sandbox, single containers to be replaced, or all
    containers to restart them in the sandbox that they have."""

    NONE = "none"
    POD = "the Pod"
    SANDBOX = "for a new sandbox"
    CONTAINERS = "single containers"
    RESET = "all containers, to restart them"


# Record
@frozen
class Sync:
    state: SyncState = SyncState.IDLE
    kills: KillPlan = KillPlan.NONE

    @property
    def makes_sandbox(self) -> bool:
        """The plan has a new sandbox in it, which is not made yet."""
        return self.kills is KillPlan.SANDBOX


# View
@frozen
class SyncView:
    worker_syncs: bool = False
    """The pod worker is in Sync."""
    has_newer_status: bool = False
    """The runtime was looked at since the last sync ended."""
    needs_kill: bool = False
    """Nothing is to be kept: the sandbox is gone or changed, or nothing runs and nothing is to start."""
    needs_sandbox: bool = False
    needs_replacing: bool = False
    """A container that runs has failed a probe."""
    needs_reset: bool = False
    """All containers are being restarted, and some are still there."""
    all_reset: bool = False
    """None of the containers that were to be removed for that is left."""
    kills_are_over: bool = True
    """No kill of a single container is under way."""
    something_runs: bool = False
    something_planned: bool = False
    """A container of the plan was not tried yet."""


# Events
@frozen
class Look(Event):
    """Take the snapshot and publish the status that follows from it; the decision follows in the same step."""

    actor = Actor.KUBELET


@frozen
class Finish(Event):
    """The phase that follows from the snapshot is terminal: nothing is decided any more."""

    actor = Actor.KUBELET


@frozen
class Decide(Event):
    actor = Actor.KUBELET


@frozen
class PodKilled(Event):
    actor = Actor.KUBELET


@frozen
class ContainersKilled(Event):
    """The single containers that had to be killed have ended."""

    actor = Actor.KUBELET


@frozen
class ContainersReset(Event):
    """All containers have ended and their records are removed."""

    actor = Actor.KUBELET


@frozen
class SandboxMade(Event):
    actor = Actor.RUNTIME


@frozen
class SandboxFails(Event):
    actor = Actor.RUNTIME


@frozen
class SetupFails(Event):
    """A volume did not come in time, or the Pod is to be terminated while one is waited for; nothing of the plan was begun."""

    actor = Actor.KUBELET


@frozen
class SyncEnds(Event):
    actor = Actor.KUBELET


# Guards
def may_sync(view: SyncView, me: Sync, event: Look) -> bool:
    return view.worker_syncs and view.has_newer_status


def must_kill(view: SyncView, me: Sync, event: Decide) -> bool:
    return view.needs_kill


def must_replace(view: SyncView, me: Sync, event: Decide) -> bool:
    return view.needs_replacing


def must_reset(view: SyncView, me: Sync, event: Decide) -> bool:
    return view.needs_reset


def nothing_runs_and_sandbox_is_next(view: SyncView, me: Sync, event: PodKilled) -> bool:
    return not view.something_runs and me.kills is KillPlan.SANDBOX


def nothing_runs(view: SyncView, me: Sync, event: PodKilled) -> bool:
    return not view.something_runs and me.kills is KillPlan.POD


def single_kills_are_over(view: SyncView, me: Sync, event: ContainersKilled) -> bool:
    return me.kills is KillPlan.CONTAINERS and view.kills_are_over


def all_are_reset(view: SyncView, me: Sync, event: ContainersReset) -> bool:
    return me.kills is KillPlan.RESET and view.all_reset


def nothing_has_begun(view: SyncView, me: Sync, event: SetupFails) -> bool:
    return not view.something_runs


def all_were_tried(view: SyncView, me: Sync, event: SyncEnds) -> bool:
    return not view.something_planned


# Effects
def plan_pod_kill(view: SyncView, me: Sync, event: Decide) -> Changes:
    return become(kills=KillPlan.SANDBOX if view.needs_sandbox else KillPlan.POD)


def plan_single_kills(view: SyncView, me: Sync, event: Decide) -> Changes:
    return become(kills=KillPlan.CONTAINERS)


def plan_reset(view: SyncView, me: Sync, event: Decide) -> Changes:
    return become(kills=KillPlan.RESET)


def forget_plan(view: SyncView, me: Sync, event: Event) -> Changes:
    return become(kills=KillPlan.NONE)


I, L, K, M, S = SyncState  # noqa: E741 -- I is Idle; the table is read beside its states
# fmt: off
SYNC = Kind(
    name="sync", words="One pass of the kubelet over one Pod: it looks, decides, kills, makes the sandbox, starts containers.",
    states=SyncState, record=Sync, view=SyncView,
    events=(
        Look, Finish, Decide, SetupFails, PodKilled, ContainersKilled, ContainersReset, SandboxMade, SandboxFails, SyncEnds,
        KubeletRestarts,
    ),
    edges=(
        Edge(Look,            I, L, by=PUBLISHED,   when=may_sync),
        Edge(Finish,          L, I, by=PUBLISHED),
        Edge(Decide,          L, K, by=DECIDED,     when=must_kill,                        then=plan_pod_kill),
        Edge(Decide,          L, K, by=RESETS,      when=must_reset,                       then=plan_reset),
        Edge(Decide,          L, K, by=REPLACES,    when=must_replace,                     then=plan_single_kills),
        Edge(Decide,          L, S, by=DECIDED),
        Edge(SetupFails,      K, I, by=NOT_SET_UP,  when=nothing_has_begun,                then=forget_plan),
        Edge(SetupFails,      S, I, by=NOT_SET_UP,                                         then=forget_plan),
        Edge(PodKilled,       K, M, by=KILLED,      when=nothing_runs_and_sandbox_is_next, then=forget_plan),
        Edge(PodKilled,       K, I, by=KILLED_ONLY, when=nothing_runs,                     then=forget_plan),
        Edge(ContainersKilled, K, S, by=REPLACES,   when=single_kills_are_over,            then=forget_plan),
        Edge(ContainersReset, K, S, by=RESETS,      when=all_are_reset,                    then=forget_plan),
        Edge(SandboxMade,     M, S, by=MADE),
        Edge(SandboxFails,    M, I, by=NOT_MADE),
        Edge(SyncEnds,        S, I, by=DONE,        when=all_were_tried),
        *(Edge(KubeletRestarts, state, I, by=LOST, then=forget_plan) for state in SyncState),
    ),
)
# fmt: on
