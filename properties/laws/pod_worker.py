"""PodWorker: laws of the kubelet's own life of a Pod and of its syncs (semantics C.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import pod_cache, pod_worker, sync
from ...model.kubelet.container import CONTAINER, ContainerInstance, ContainerState, ContainerView
from ...model.kubelet.pod_cache import POD_CACHE, PodCache, PodCacheView
from ...model.kubelet.pod_worker import POD_WORKER, PodWorker, PodWorkerState, PodWorkerView
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.sandbox import SandboxState
from ...model.kubelet.sync import SYNC, Sync, SyncState, SyncView
from ...model.objects.grace import Grace
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import indices, running

U, W, S, T, D, F = PodWorkerState
RANK = {state: rank for rank, state in enumerate((U, W, S, T, D, F))}
FORGETS = (pod_worker.Forget, KubeletRestarts)
VIEW = PodWorkerView()


@law(
    "PW-1", POD_WORKER, by=(pod_worker.DELETED, pod_worker.LATE),
    given=lambda view, before, event, after: not isinstance(event, FORGETS) and not _was_no_workers(before, event),
    witness="{event} took it from {before.state.value} back to {after.state.value}",
    breach=Step(VIEW, PodWorker(T, Grace.FULL), pod_worker.Add(), PodWorker(S)),
)  # fmt: skip
def a_worker_only_advances(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A worker only advances, from Waiting over Sync, Terminating and Terminated to Finished, until it is forgotten."""
    return RANK[after.state] >= RANK[before.state]


def _was_no_workers(before: PodWorker, event: Event) -> bool:
    """A static Pod that goes while it waits, and one that was only stopped, are forgotten at once."""
    if before.state is W:
        return isinstance(event, pod_worker.Terminate)
    return before.only_runtime and isinstance(event, pod_worker.Stopped)


@law(
    "PW-2", POD_WORKER, by=(pod_worker.ACKNOWLEDGED,),
    given=lambda view, before, event, after: after.acknowledged and not before.acknowledged,
    witness="{event} acknowledged it with {view}",
    breach=Step(
        PodWorkerView(sync_is_idle=False), PodWorker(T), pod_worker.Acknowledge(), PodWorker(T, acknowledged=True)
    ),
)  # fmt: skip
def termination_waits_for_the_sync(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """Termination is acknowledged only when no sync runs, or when nothing runs that it could touch."""
    return view.sync_is_idle or (isinstance(event, pod_worker.Add) and not view.something_runs)


@law(
    "PW-2", POD, by=(pod_worker.ACKNOWLEDGED,),
    given=lambda before, firings, after: before.worker.acknowledged,
    witness="{moves}, after termination was acknowledged",
    breach=Move(
        ex.world(worker=PodWorker(T, acknowledged=True)),
        ((("containers", 0, "life"), life.Create()),),
        ex.world(ex.app(ex.CREATED), worker=PodWorker(T, acknowledged=True)),
    ),
)  # fmt: skip
def the_terminating_start_nothing(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Once its worker has acknowledged termination, no container of a Pod is created or started."""
    return not indices(firings, "life", life.Create, life.Start)


@law(
    "PW-3", POD_WORKER, by=(pod_worker.STOPPED,),
    given=lambda view, before, event, after: before.state is T and isinstance(event, pod_worker.Stopped),
    witness="{event} ended it with {view}",
    breach=Step(PodWorkerView(something_runs=True), PodWorker(T), pod_worker.Stopped(), PodWorker(D)),
)  # fmt: skip
def the_terminated_run_nothing(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A worker has terminated only when no container of its Pod runs."""
    return not view.something_runs


@law(
    "PW-3", POD, by=(pod_worker.STOPPED,),
    given=lambda world: world.worker.state in (D, F),
    witness="a container ran while the worker was {world.worker.state.value}",
    breach=ex.world(ex.app(ex.RUNNING), worker=PodWorker(D)), mood=Mood.ALWAYS,
)  # fmt: skip
def what_has_terminated_rests(world: Any) -> bool:
    """While a worker has terminated or is finished, no container of its Pod runs."""
    return not running(world)


@law(
    "PW-4", POD_WORKER, by=(pod_worker.SHORTER,),
    given=lambda view, before, event, after: before.state is T and after.state is T and before.grace is not Grace.UNSET,
    witness="{event} made the grace {after.grace.value} of {before.grace.value}",
    breach=Step(
        VIEW, PodWorker(T, Grace.SHORT), pod_worker.Terminate(Grace.FULL), PodWorker(T, Grace.FULL, deleted=True)
    ),
)  # fmt: skip
def a_workers_grace_never_grows(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """The grace that a terminating worker has recorded never grows."""
    return not before.grace.shorter_than(after.grace)


@law(
    "PW-4", POD_WORKER, by=(pod_worker.SHORTER,),
    given=lambda view, before, event, after: (
        after.state is T and (before.state is not T or before.grace not in (Grace.ZERO, Grace.UNSET))
    ),
    witness="{event} left it the grace {after.grace.value}",
    breach=Step(VIEW, PodWorker(S), pod_worker.Terminate(Grace.ZERO), PodWorker(T, Grace.ZERO, deleted=True)),
)  # fmt: skip
def a_worker_gives_a_second(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A terminating worker gives a grace, and never less than one second."""
    return after.grace not in (Grace.ZERO, Grace.UNSET)


@law(
    "PW-5", SYNC, by=(pod_cache.USED,),
    given=lambda view, before, event, after: isinstance(event, sync.Look),
    witness="it looked with {view}",
    breach=Step(SyncView(worker_syncs=True), Sync(), sync.Look(), Sync(SyncState.LOOKING)),
)  # fmt: skip
def a_sync_waits_for_news(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A sync begins only when the runtime was looked at after the last sync ended."""
    return view.has_newer_status


@law(
    "PW-5", POD_WORKER, by=(pod_cache.USED, pod_worker.ACKNOWLEDGED),
    given=lambda view, before, event, after: isinstance(event, pod_worker.Acknowledge),
    witness="termination began with {sight}",
    breach=Step(
        PodWorkerView(has_newer_status=False), PodWorker(T), pod_worker.Acknowledge(), PodWorker(T, acknowledged=True)
    ),
)  # fmt: skip
def termination_waits_for_news(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A termination begins only when the runtime was looked at after the last sync ended."""
    return view.has_newer_status


@law(
    "PW-5", POD_CACHE, by=(pod_cache.USED,),
    given=lambda view, before, event, after: after.is_newer and not before.is_newer,
    witness="{event} counted as newer with {view}",
    breach=Step(
        PodCacheView(sync_is_idle=False), PodCache(), pod_cache.Relist(), PodCache(SandboxState.NONE, is_newer=True)
    ),
)  # fmt: skip
def news_comes_between_syncs(view: PodCacheView, before: PodCache, event: Event, after: PodCache) -> bool:
    """What was seen counts as newer only after a listing that was made while no sync ran."""
    return isinstance(event, pod_cache.Relist) and view.sync_is_idle


@law(
    "PW-5", POD, by=(pod_cache.USED,), mood=Mood.ORDER, initial=False,
    witness="no listing was made since the sync before it",
    breach=(Move(ex.world(), ((("sync",), sync.Look()),), ex.world(sync=Sync(SyncState.STARTING))),),
)  # fmt: skip
def each_sync_has_its_own_listing(is_listed: bool, before: Any, firings: Sequence[Firing], after: Any) -> bool | None:
    """Between the end of one sync and the beginning of the next the runtime is listed."""
    for path, event in firings:
        if isinstance(event, pod_cache.Relist) and before.sync.state is SyncState.IDLE:
            is_listed = True
        elif isinstance(event, sync.Look):
            if not is_listed:
                return None
            is_listed = False
        elif path == ("process",) and isinstance(event, KubeletRestarts):
            is_listed = False
    return is_listed


@law(
    "PW-6", CONTAINER, by=("kubelet/kuberuntime computePodActions",),
    given=lambda view, before, event, after: before.state is ContainerState.RUNNING,
    witness="{event} made another instance while one ran",
    breach=Step(ContainerView(sandbox_is_ready=True), ex.RUNNING, life.Create(), ex.CREATED),
)  # fmt: skip
def one_instance_runs(
    view: ContainerView, before: ContainerInstance, event: Event, after: ContainerInstance
) -> bool:  # fmt: skip
    """Of one container name at most one instance runs: a running one ends before the next is created."""
    return after.state in (ContainerState.RUNNING, ContainerState.EXITED) and not isinstance(event, life.Create)


@law(
    "PW-6", POD, by=("kubelet/kuberuntime computePodActions",),
    given=lambda before, firings, after: bool(indices(firings, "life", life.Create)),
    witness="{moves}, while an instance of the same container ran",
    breach=Move(
        ex.world(ex.app(ex.RUNNING)), ((("containers", 0, "life"), life.Create()),), ex.world(ex.app(ex.CREATED))
    ),
)  # fmt: skip
def a_container_is_not_doubled(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """No instance of a container is created while another one of the same name runs."""
    return not any(n in running(before) for n in indices(firings, "life", life.Create))


@law(
    "PW-1", POD_WORKER, by=(pod_worker.FORGOTTEN, pod_worker.LOST),
    given=lambda view, before, event, after: isinstance(event, FORGETS),
    witness="{event} left it {after.state.value}, with {sight}",
    breach=Step(VIEW, PodWorker(F, deleted=True), pod_worker.Forget(), PodWorker(U)),
)  # fmt: skip
def a_worker_is_forgotten_whole(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A worker is forgotten with all that it knew, and only when its Pod is gone, is asked for anew, or its kubelet restarts."""
    nothing = after.state is U and after.grace is Grace.UNSET and not after.acknowledged and not after.deleted
    may_go = view.is_removed or before.restart_requested or isinstance(event, KubeletRestarts)
    return nothing and may_go and not after.restart_requested


@law(
    "PW-7", POD_WORKER, by=(pod_worker.WAITS, pod_worker.NEXT),
    given=lambda view, before, event, after: after.state is S and before.state is not S,
    witness="{event} let it start with {sight}",
    breach=Step(PodWorkerView(name_is_taken=True), PodWorker(W), pod_worker.TurnComes(), PodWorker(S)),
)  # fmt: skip
def one_static_pod_of_a_name(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A static Pod starts only when no other one of its full name has started and is still remembered."""
    return not view.name_is_taken


@law(
    "PW-7", POD, by=(pod_worker.WAITS,),
    given=lambda before, firings, after: before.worker.state is W,
    witness="{moves}, while its worker waited for its full name",
    breach=Move(
        ex.world(worker=PodWorker(W)),
        ((("containers", 0, "life"), life.Create()),),
        ex.world(ex.app(ex.CREATED), worker=PodWorker(W)),
    ),
)  # fmt: skip
def who_waits_starts_nothing(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """While a static Pod waits for its full name, no container of it is created or started."""
    return not indices(firings, "life", life.Create, life.Start)


@law(
    "PW-1", POD_WORKER, by=(pod_worker.AGAIN,),
    given=lambda view, before, event, after: isinstance(event, pod_worker.Add) and before.state is not U,
    witness="{event} left it {after.state.value}, and it was not remembered",
    breach=Step(VIEW, PodWorker(T, Grace.FULL), pod_worker.Add(), PodWorker(T, Grace.FULL)),
)  # fmt: skip
def what_is_added_while_it_ends_ends_first(
    view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker
) -> bool:  # fmt: skip
    """A Pod that is added again while it ends, ends first, and the worker remembers that it is asked for."""
    return after.state is before.state and after.restart_requested


@law(
    "DEL-6", POD_WORKER, by=(pod_worker.DELETED, pod_worker.LATE),
    given=lambda view, before, event, after: isinstance(event, pod_worker.Terminate) and before.state is not W,
    witness="{event} was not remembered",
    breach=Step(VIEW, PodWorker(F), pod_worker.Terminate(), PodWorker(F)),
)  # fmt: skip
def a_deletion_is_remembered(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A deletion that comes late is remembered all the same: the object is removed when the worker has finished."""
    asked = isinstance(event, pod_worker.Terminate) and event.grace is not Grace.UNSET
    return after.deleted and asked


@law(
    "PW-4", POD_WORKER, by=(pod_worker.SHORTER,),
    given=lambda view, before, event, after: (
        isinstance(event, pod_worker.Terminate) and before.state is T and event.grace is not Grace.UNSET
        and event.grace is not Grace.ZERO and event.grace.shorter_than(before.grace)
    ),
    witness="{event} left the grace {after.grace.value}",
    breach=Step(
        VIEW, PodWorker(T, Grace.FULL), pod_worker.Terminate(Grace.SHORT), PodWorker(T, Grace.FULL, deleted=True)
    ),
)  # fmt: skip
def a_shorter_grace_is_recorded(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A shorter grace takes the place of the one that a terminating worker has."""
    return isinstance(event, pod_worker.Terminate) and after.grace is event.grace


@law(
    "PW-3", POD_WORKER, by=(pod_worker.STOPPED, pod_worker.ADDED_ENDED),
    given=lambda view, before, event, after: after.state is D and before.state is not D,
    witness="{event} left it with the grace {after.grace.value}, or not acknowledged",
    breach=Step(VIEW, PodWorker(U), pod_worker.Add(), PodWorker(D)),
)  # fmt: skip
def the_terminated_have_no_grace_left(view: PodWorkerView, before: PodWorker, event: Event, after: PodWorker) -> bool:
    """A worker that has terminated has acknowledged that, and has no grace left to give."""
    fresh = before.state is T or before.grace is Grace.UNSET
    return after.acknowledged and (after.grace is Grace.UNSET or not fresh)
