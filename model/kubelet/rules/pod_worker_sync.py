"""Pod worker sync: taking the pending update, completing its pass, and forgetting workers (PW; semantics B.3)."""

from __future__ import annotations

from enum import Enum

from attrs import evolve, frozen

from .grace import effective_grace_period
from .pod_workers import Update, Worker, WorkType


class Result(Enum):
    """How a pass ended; TERMINAL: the sync found that the Pod has ended by itself."""

    OK = "ok"
    TERMINAL = "terminal"
    ERROR = "error"


@frozen
class Work:
    """One pass: `grace` in seconds for its kills, None where none was recorded with the update."""

    type: WorkType
    update: Update
    only_in_runtime: bool

    @property
    def grace(self) -> int | None:
        return None if self.update.kill is None else self.update.kill.grace


def start_sync(worker: Worker) -> tuple[Worker, Work | None]:
    """The worker after it has taken the pending update, and the pass that begins; None: nothing is pending (PW
    startPodSync). A termination that begins is acknowledged: no container is started any more (B3.6)."""
    update = worker.pending
    if update is None:
        return worker, None
    work = Work(worker.work_type, update, only_in_runtime=update.pod is None)
    started = worker.started or not work.only_in_runtime
    worker = evolve(worker, pending=None, started=started, active=merged(worker.active, update))
    if work.type is WorkType.TERMINATING:
        worker = evolve(worker, termination_started=True)
    return worker, work


def merged(active: Update | None, update: Update) -> Update:
    """A configuration and a kill, once given, stay until others come (PW mergeLastUpdate)."""
    if active is None:
        return update
    return evolve(update, pod=update.pod or active.pod, kill=update.kill or active.kill)


def complete(worker: Worker, work: Work, result: Result) -> Worker | None:
    """The worker after the pass; None: it is forgotten (PW completeSync, completeTerminating, completeTerminated)."""
    if result is Result.ERROR:
        return worker
    match work.type:
        case WorkType.TERMINATED:
            return evolve(worker, finished=True, pending=None)
        case WorkType.TERMINATING if work.only_in_runtime:
            return None
        case WorkType.TERMINATING:
            return requeued(evolve(worker, terminated=True))
        case WorkType.SYNC if result is Result.TERMINAL:
            return requeued(evolve(worker, termination_requested=True, termination_started=True))
        case _:
            return worker


def requeued(worker: Worker) -> Worker:
    """The next pass takes what the last one took, unless there is news (PW requeueLastPodUpdate)."""
    return worker if worker.pending is not None else evolve(worker, pending=worker.active)


@frozen
class Listed:
    """How housekeeping lists a worker that stays (PW PodWorkerSync)."""

    state: WorkType
    orphan: bool
    has_config: bool


def sync_known_pod(worker: Worker, *, desired: bool) -> tuple[Worker | None, Listed | None]:
    """The worker after housekeeping, which forgets what is finished and nobody wants, and sees to it that the rest of
    the unwanted terminates (PW SyncKnownPods; B3.14, B3.15)."""
    orphan = not desired
    if orphan or worker.restart_requested:
        kept = after_orphan_check(worker, orphan=orphan)
        if kept is None:
            return None, None
        worker = kept
    source = worker.active or worker.pending
    return worker, Listed(worker.work_type, orphan, has_config=source is not None and source.pod is not None)


def after_orphan_check(worker: Worker, *, orphan: bool) -> Worker | None:
    """None: the worker is removed (PW removeTerminatedWorker)."""
    if worker.finished:
        return None
    if not orphan:
        return worker
    worker = evolve(worker, deleted=True)
    if not worker.started and not worker.observed_runtime:
        return None
    if not worker.termination_requested:
        pod = worker.active.pod if worker.active is not None else None
        grace = 1 if pod is None else effective_grace_period(pod, recorded=worker.grace)
        worker = evolve(worker, termination_requested=True, grace=grace)
    return requeued(worker)
