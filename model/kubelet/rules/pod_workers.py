"""Pod workers: what the kubelet remembers of one Pod, and how news of the Pod changes it (PW; semantics B.3).

The bookkeeping is a frozen record without clock or threads; `pod_worker_sync` takes and completes the work that it asks
for, `pod_worker_answers` tells the rest of the kubelet what follows from it.
"""

from __future__ import annotations

from enum import Enum

from attrs import evolve, frozen

from ...objects.pod import Pod, PodSpec, is_terminal
from .grace import effective_grace_period


class UpdateType(Enum):
    """Why the worker is told (kubetypes SyncPodType)."""

    CREATE = "create"
    UPDATE = "update"
    SYNC = "sync"
    KILL = "kill"


class WorkType(Enum):
    """What the worker would run next (PW PodWorkerState)."""

    SYNC = "sync"
    TERMINATING = "terminating"
    TERMINATED = "terminated"


@frozen(kw_only=True)
class Kill:
    """Who kills and how fast: `evict` keeps the Pod's content; `grace` in seconds, None leaves it to the Pod."""

    evict: bool = False
    grace: int | None = None


@frozen(kw_only=True)
class Update:
    """News of a Pod; `pod` is None for a Pod that only the runtime knows (UpdatePodOptions with RunningPod)."""

    type: UpdateType
    pod: Pod | None = None
    kill: Kill | None = None


@frozen(kw_only=True)
class Worker:
    """One Pod, by uid (PW podSyncStatus); the moments of the original are flags here."""

    started: bool = False
    termination_requested: bool = False
    termination_started: bool = False
    terminated: bool = False
    finished: bool = False
    deleted: bool = False
    evicted: bool = False
    restart_requested: bool = False
    """The same uid was created again meanwhile: forget this one once it is finished."""
    observed_runtime: bool = False
    """The runtime had it without a configuration."""
    grace: int = 0
    """Seconds for the termination under way; 0: none."""
    pending: Update | None = None
    """What the next pass will take."""
    active: Update | None = None
    """What passes have taken so far, merged."""

    @property
    def work_type(self) -> WorkType:
        if self.terminated:
            return WorkType.TERMINATED
        return WorkType.TERMINATING if self.termination_requested else WorkType.SYNC


def update_pod(worker: Worker | None, update: Update, *, runs: bool) -> Worker | None:
    """The record after news of the Pod (PW UpdatePod); `worker` None: not known yet. `runs`: by the kubelet's cache a
    container of the Pod runs, which matters when the first news shows an ended Pod (B3.3)."""
    is_runtime_pod = update.pod is None
    if is_runtime_pod and update.type is not UpdateType.KILL:
        return worker
    if worker is None:
        worker = first_seen(update, runs=runs)
    elif worker.termination_requested and update.type is UpdateType.CREATE:
        return evolve(worker, restart_requested=True)
    if is_runtime_pod:
        worker = evolve(worker, observed_runtime=True)
        update = evolve(update, pod=known_pod(worker))
    if worker.finished:
        return worker
    worker = begin_termination(worker, update, is_runtime_pod=is_runtime_pod)
    if worker.terminated:
        return worker if is_runtime_pod else evolve(worker, pending=evolve(update, kill=None))
    if worker.termination_requested:
        return record_grace(worker, update)
    return evolve(worker, pending=evolve(update, kill=None))


def first_seen(update: Update, *, runs: bool) -> Worker:
    """A Pod that had ended before this kubelet started only has to be cleaned up (B3.3)."""
    if update.pod is not None and is_terminal(update.pod.status.phase) and not runs:
        return Worker(termination_requested=True, termination_started=True, terminated=True)
    return Worker()


def known_pod(worker: Worker) -> Pod | None:
    """The newest configuration that the worker was given."""
    return next((each.pod for each in (worker.pending, worker.active) if each is not None and each.pod), None)


def begin_termination(worker: Worker, update: Update, *, is_runtime_pod: bool) -> Worker:
    """Deletion, a terminal phase, and any kill begin termination; it never ends otherwise (B3.4, B3.5)."""
    if worker.termination_requested:
        return worker
    if is_runtime_pod or (update.pod is not None and update.pod.metadata.deletionTimestamp is not None):
        return evolve(worker, deleted=True, termination_requested=True)
    if update.pod is not None and is_terminal(update.pod.status.phase):
        return evolve(worker, termination_requested=True)
    if update.type is UpdateType.KILL:
        is_eviction = update.kill is not None and update.kill.evict
        return evolve(worker, evicted=is_eviction, termination_requested=True)
    return worker


def record_grace(worker: Worker, update: Update) -> Worker:
    """Every update of a Pod that terminates is a kill, and its grace only ever gets shorter (B3.9)."""
    kill = update.kill or Kill()
    pod = update.pod or Pod(spec=PodSpec())
    grace = effective_grace_period(pod, recorded=worker.grace, override=kill.grace)
    return evolve(worker, grace=grace, pending=evolve(update, kill=evolve(kill, grace=grace)))
