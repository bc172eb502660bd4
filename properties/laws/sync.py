"""Sync: laws of one pass of the kubelet over one Pod: what it decides and how it ends (semantics C.3, C.5)."""

from __future__ import annotations

from ...model.core.event import Event
from ...model.kubelet import sync
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.sync import SYNC, KillPlan, Sync, SyncState, SyncView
from ..law import Step, law

I, L, K, M, S = SyncState  # noqa: E741 -- I is Idle
ENDS_KILL = (sync.PodKilled, sync.ContainersKilled, sync.ContainersReset, sync.SetupFails, KubeletRestarts)
DECIDING = SyncView(worker_syncs=True, has_newer_status=True)


@law(
    "SBX-4", SYNC, by=(sync.DECIDED, sync.RESETS, sync.REPLACES),
    given=lambda view, before, event, after: isinstance(event, sync.Decide),
    witness="with {sight} it kills {after.kills.value}",
    breach=Step(DECIDING, Sync(L), sync.Decide(), Sync(K, KillPlan.POD)),
)  # fmt: skip
def a_sync_kills_what_the_decision_says(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A sync kills the whole Pod if nothing is to be kept, all containers if all restart, single ones if some are to be
    replaced, else nothing."""
    if view.needs_kill:
        return after.state is K and after.kills is (KillPlan.SANDBOX if view.needs_sandbox else KillPlan.POD)
    if view.needs_reset:
        return after.state is K and after.kills is KillPlan.RESET
    if view.needs_replacing:
        return after.state is K and after.kills is KillPlan.CONTAINERS
    return after.state is S and after.kills is before.kills


@law(
    "SBX-4", SYNC, by=(sync.KILLED, sync.KILLED_ONLY, sync.RESETS, sync.REPLACES, sync.LOST),
    given=lambda view, before, event, after: isinstance(event, ENDS_KILL),
    witness="{event} left it with the plan to kill {after.kills.value}",
    breach=Step(SyncView(), Sync(K, KillPlan.POD), sync.PodKilled(), Sync(I, KillPlan.POD)),
)  # fmt: skip
def a_plan_is_carried_out_once(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A plan to kill is done with when it was carried out or given up, and when the kubelet restarts."""
    return after.kills is KillPlan.NONE


@law(
    "PW-6", SYNC, by=(sync.REPLACES,),
    given=lambda view, before, event, after: isinstance(event, sync.ContainersKilled),
    witness="it went on with {sight}",
    breach=Step(
        SyncView(kills_are_over=False), Sync(K, KillPlan.CONTAINERS), sync.ContainersKilled(), Sync(S)
    ),
)  # fmt: skip
def what_is_replaced_has_ended(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A sync goes on to starts only when the containers that it replaces have ended."""
    return view.kills_are_over and before.kills is KillPlan.CONTAINERS


@law(
    "SBX-6", SYNC, by=(sync.NOT_SET_UP,),
    given=lambda view, before, event, after: isinstance(event, sync.SetupFails) and before.state is K,
    witness="it was given up with {sight}",
    breach=Step(SyncView(something_runs=True), Sync(K, KillPlan.POD), sync.SetupFails(), Sync(I)),
)  # fmt: skip
def a_kill_is_not_given_up(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A sync that kills is given up only while nothing of its Pod runs."""
    return not view.something_runs


@law(
    "SBX-4", SYNC, by=(sync.KILLED,),
    given=lambda view, before, event, after: isinstance(event, sync.PodKilled),
    witness="after the kill it was {after.state.value}",
    breach=Step(SyncView(), Sync(K, KillPlan.POD), sync.PodKilled(), Sync(M)),
)  # fmt: skip
def a_sandbox_is_made_if_it_was_planned(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """After the kill a sandbox is made if that was the plan, and the sync is over if not."""
    return after.state is (M if before.kills is KillPlan.SANDBOX else I)


@law(
    "CTR-9", SYNC, by=(sync.DONE,),
    given=lambda view, before, event, after: isinstance(event, sync.SyncEnds),
    witness="it ended with {sight}",
    breach=Step(SyncView(something_planned=True), Sync(S), sync.SyncEnds(), Sync(I)),
)  # fmt: skip
def every_planned_start_is_tried(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A sync ends only when every start of its plan was tried, whatever became of the others."""
    return not view.something_planned
