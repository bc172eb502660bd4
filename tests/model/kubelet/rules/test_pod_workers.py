"""pod workers: what the kubelet remembers of a Pod, pass by pass."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from podlaw.model.kubelet.rules.pod_worker_answers import (
    containers_should_be_terminating,
    content_should_be_removed,
    could_have_running_containers,
    is_known_terminated,
    is_termination_requested,
    runtime_should_be_removed,
    should_be_finished,
)
from podlaw.model.kubelet.rules.pod_worker_sync import Result, Work, complete, start_sync, sync_known_pod
from podlaw.model.kubelet.rules.pod_workers import Kill, Update, UpdateType, Worker, WorkType, update_pod
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import PodStatus
from podlaw.model.objects.time import Time

SPEC = PodSpec(terminationGracePeriodSeconds=30)
RUNNING = Pod(spec=SPEC, status=PodStatus(phase="Running"))
FAILED = Pod(spec=SPEC, status=PodStatus(phase="Failed"))
ONLY_IN_RUNTIME = Update(type=UpdateType.KILL)


def deleted(grace: int) -> Pod:
    return evolve(RUNNING, metadata=ObjectMeta(deletionTimestamp=Time(0), deletionGracePeriodSeconds=grace))


def told(worker: Worker | None, pod: Pod, kind: UpdateType = UpdateType.UPDATE, kill: Kill | None = None) -> Worker:
    after = update_pod(worker, Update(type=kind, pod=pod, kill=kill), runs=False)
    assert after is not None
    return after


def worked(worker: Worker, result: Result = Result.OK) -> Worker | None:
    worker, work = start_sync(worker)
    assert work is not None
    return complete(worker, work, result)


def ran(worker: Worker, result: Result = Result.OK) -> Worker:
    after = worked(worker, result)
    assert after is not None
    return after


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("workers")


def test_a_deleted_pod_terminates_has_terminated_and_is_finished() -> None:
    worker = told(ran(told(None, RUNNING)), deleted(5))
    assert (worker.work_type, worker.deleted, worker.grace) == (WorkType.TERMINATING, True, 5)
    assert not containers_should_be_terminating(worker, pods_synced=True)  # not before the pass begins
    worker = ran(worker)
    assert worker.work_type is WorkType.TERMINATED
    assert content_should_be_removed(worker, pods_synced=True)
    worker = ran(worker)
    assert worker.finished
    assert worker.pending is None
    assert told(worker, RUNNING) == worker  # nothing brings it back


def test_a_pod_that_ended_before_the_kubelet_started_is_only_cleaned_up() -> None:
    worker = told(None, FAILED)
    assert worker.work_type is WorkType.TERMINATED
    assert ran(worker).finished
    still_running = update_pod(None, Update(type=UpdateType.CREATE, pod=FAILED), runs=True)
    assert still_running is not None
    assert still_running.work_type is WorkType.TERMINATING


def test_a_sync_that_finds_the_end_terminates_at_once() -> None:
    worker = ran(told(None, RUNNING), Result.TERMINAL)
    assert worker.work_type is WorkType.TERMINATING
    assert worker.pending == worker.active
    assert containers_should_be_terminating(worker, pods_synced=False)


def test_a_failed_pass_changes_nothing_more() -> None:
    worker = ran(told(told(None, RUNNING), deleted(5)), Result.ERROR)
    assert (worker.work_type, worker.pending) == (WorkType.TERMINATING, None)


def test_a_grace_only_gets_shorter() -> None:
    worker = told(told(None, RUNNING), deleted(20))
    assert told(worker, deleted(60)).grace == 20
    shorter = told(worker, deleted(60), UpdateType.KILL, Kill(grace=3))
    _, work = start_sync(shorter)
    assert (shorter.grace, work and work.grace) == (3, 3)


def test_an_eviction_keeps_no_content() -> None:
    worker = told(told(None, RUNNING), RUNNING, UpdateType.KILL, Kill(evict=True, grace=0))
    assert (worker.evicted, worker.deleted, worker.grace) == (True, False, 1)
    assert content_should_be_removed(worker, pods_synced=False)


def test_the_same_uid_again_waits_until_the_old_pod_is_gone() -> None:
    worker = told(told(told(None, RUNNING), deleted(1)), RUNNING, UpdateType.CREATE)
    assert worker.restart_requested
    assert sync_known_pod(worker, desired=True)[0] is worker
    assert sync_known_pod(ran(ran(worker)), desired=True) == (None, None)


def test_what_only_the_runtime_knows_is_killed_and_forgotten() -> None:
    worker = update_pod(None, ONLY_IN_RUNTIME, runs=True)
    assert worker is not None
    assert (worker.deleted, worker.grace) == (True, 1)
    assert worked(worker) is None
    started = ran(told(None, RUNNING))
    known = update_pod(started, ONLY_IN_RUNTIME, runs=True)
    assert known is not None
    assert known.grace == 30  # the configuration that is known tells the grace
    assert ran(known).terminated


def test_an_orphan_is_terminated_and_then_forgotten() -> None:
    fresh, started = told(None, RUNNING), ran(told(None, RUNNING))
    assert sync_known_pod(fresh, desired=False) == (None, None)  # it never started
    worker, listed = sync_known_pod(started, desired=False)
    assert worker is not None
    assert listed is not None
    assert (worker.work_type, worker.deleted, worker.grace) == (WorkType.TERMINATING, True, 30)
    assert (listed.state, listed.orphan, listed.has_config) == (WorkType.TERMINATING, True, True)
    assert sync_known_pod(ran(ran(worker)), desired=False) == (None, None)


def test_an_update_without_a_pod_is_only_ever_a_kill() -> None:
    assert update_pod(None, Update(type=UpdateType.SYNC), runs=False) is None


def test_of_an_unknown_pod_the_answers_depend_on_housekeeping() -> None:
    questions = (
        should_be_finished,
        containers_should_be_terminating,
        runtime_should_be_removed,
        content_should_be_removed,
    )
    assert [ask(None, pods_synced=True) for ask in questions] == [True] * 4
    assert [ask(None, pods_synced=False) for ask in questions] == [False] * 4
    assert could_have_running_containers(None, pods_synced=False)
    assert not could_have_running_containers(None, pods_synced=True)
    assert not is_known_terminated(None)
    assert not is_termination_requested(None)


def test_work_without_a_kill_has_no_grace() -> None:
    assert Work(WorkType.SYNC, Update(type=UpdateType.SYNC, pod=RUNNING), only_in_runtime=False).grace is None
