"""pod workers and kind: the full bookkeeping, seen through the states of the Kind `pod-worker`, moves along its edges.

One call of the original may do what the Kind does in several steps, so a change is a path of at most three edges; what
the Kind leaves out is listed below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from podlaw.model.core.domain import instances
from podlaw.model.kubelet.pod_worker import POD_WORKER, PodWorker, PodWorkerState, PodWorkerView
from podlaw.model.kubelet.process import KubeletRestarts
from podlaw.model.kubelet.rules.pod_worker_sync import Result, complete, start_sync, sync_known_pod
from podlaw.model.kubelet.rules.pod_workers import Update, UpdateType, Worker, update_pod
from podlaw.model.objects.grace import Grace, stage
from podlaw.properties.vectors.answers.workers import update_of

RECORDED = Path(__file__).parents[3] / "data" / "vectors" / "workers.jsonl"
MOST_EDGES = 3


@frozen
class Change:
    """One change of a worker, and the grace of the Pod's spec."""

    before: Worker | None
    after: Worker | None
    spec_grace: int


def changes(given: dict[str, Any]) -> Iterator[Change]:
    """What the operations of a recorded case do, a pass of the worker in its two parts."""
    worker: Worker | None = None
    grace = given["terminationGracePeriodSeconds"]
    for op in given["ops"]:
        before = worker
        match op["op"]:
            case "update":
                worker = update_pod(worker, update_of(op, given), runs=given["runtimeHasRunningContainer"])
            case "killRuntimePod":
                worker = update_pod(worker, Update(type=UpdateType.KILL), runs=True)
            case "housekeeping" if worker is not None:
                worker, _ = sync_known_pod(worker, desired=op["desired"])
            case "work" if worker is not None:
                middle, work = start_sync(worker)
                yield Change(before, middle, grace)
                before = middle
                worker = middle if work is None else complete(middle, work, Result(op["result"]))
        yield Change(before, worker, grace)


def seen_as_kind(worker: Worker | None, spec_grace: int) -> PodWorker:
    """The record of the Kind; it forgets the grace of what has terminated, and gives all of it where none is set."""
    if worker is None:
        return PodWorker()
    state, grace = PodWorkerState.SYNC, Grace.UNSET
    if worker.finished:
        state = PodWorkerState.FINISHED
    elif worker.terminated:
        state = PodWorkerState.TERMINATED
    elif worker.termination_requested:
        state = PodWorkerState.TERMINATING
        is_whole = worker.grace == 0 or worker.grace >= spec_grace
        grace = Grace.FULL if is_whole else stage(worker.grace, spec_grace)
    return PodWorker(state=state, grace=grace, acknowledged=worker.termination_started, deleted=worker.deleted)


@cache
def next_records(record: PodWorker) -> frozenset[PodWorker]:
    """Where one edge may lead, whatever the view."""
    events = [event for kind in POD_WORKER.events if kind is not KubeletRestarts for event in instances(kind)]
    found = (POD_WORKER.changes(view, record, event) for view in instances(PodWorkerView) for event in events)
    return frozenset(POD_WORKER.apply(record, change) for change in found if change is not None)


@cache
def is_path(before: PodWorker, after: PodWorker) -> bool:
    reached = {before}
    for _ in range(MOST_EDGES):
        reached |= {following for record in reached for following in next_records(record)}
    return after in reached


def is_left_out(change: Change) -> str:
    """Why the Kind has no such path, or ""."""
    before, after = change.before, change.after
    if after is None:
        return "what never started is forgotten at once" if before is not None and not before.started else ""
    if not after.deleted:
        return "kills by eviction, preemption or shutdown, and ends, shorten the grace without a deletion"
    if before is not None and after.grace > before.grace:
        return "a grace of 0 counts as not set, so a later one may be longer"
    return ""


def recorded_changes() -> list[tuple[str, Change]]:
    cases = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]
    return [(case["id"], change) for case in cases for change in changes(case["in"])]


def fits(change: Change) -> bool:
    return is_path(seen_as_kind(change.before, change.spec_grace), seen_as_kind(change.after, change.spec_grace))


def test_every_recorded_change_is_a_path_of_the_kind() -> None:
    strange = [(name, change) for name, change in recorded_changes() if not fits(change) and not is_left_out(change)]
    assert strange == []


def test_nearly_all_changes_need_no_excuse() -> None:
    found = [change for _, change in recorded_changes()]
    assert sum(map(fits, found)) > 0.95 * len(found)
