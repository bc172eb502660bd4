"""workers: the answers to workers.jsonl (PW UpdatePod, startPodSync, the completions, SyncKnownPods)."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules import pod_worker_answers as answers
from ....model.kubelet.rules.pod_worker_sync import Listed, Result, Work, complete, start_sync, sync_known_pod
from ....model.kubelet.rules.pod_workers import Kill, Update, UpdateType, Worker, WorkType, update_pod
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSpec
from ....model.objects.status import PodStatus
from ....model.objects.time import Time
from ..structure import Given

FLAGS = {
    "started": "started",
    "terminationRequested": "termination_requested",
    "terminationStarted": "termination_started",
    "terminated": "terminated",
    "finished": "finished",
    "evicted": "evicted",
    "deleted": "deleted",
    "restartRequested": "restart_requested",
}
"""The flags of the vectors and the fields of the Worker."""


def answer(given: Given) -> dict[str, Any]:
    """The worker after each operation."""
    worker: Worker | None = None
    pods_synced = False
    steps = []
    for op in given["ops"]:
        shown: dict[str, Any] = {}
        match op["op"]:
            case "update":
                worker = update_pod(worker, update_of(op, given), runs=given["runtimeHasRunningContainer"])
            case "killRuntimePod":
                worker = update_pod(worker, Update(type=UpdateType.KILL), runs=True)
            case "work":
                worker, shown = work(worker, Result(op["result"]))
            case "housekeeping":
                pods_synced = True
                worker, listed = (None, None) if worker is None else sync_known_pod(worker, desired=op["desired"])
                shown = {"listed": listed_as_recorded(listed)}
        steps.append({**shown, **state_of(worker), **answers_of(worker, pods_synced=pods_synced)})
    return {"steps": steps}


def update_of(op: Given, given: Given) -> Update:
    """The Pod as the API shows it, with what else comes along."""
    deleted = op.get("deleted", False)
    metadata = ObjectMeta(
        deletionTimestamp=Time(0) if deleted else None,
        deletionGracePeriodSeconds=op.get("deletionGracePeriodSeconds"),
    )
    spec = PodSpec(terminationGracePeriodSeconds=given["terminationGracePeriodSeconds"])
    pod = Pod(metadata=metadata, spec=spec, status=PodStatus(phase=op["phase"]))
    kill = Kill(evict=op.get("evict", False), grace=op.get("override")) if op["type"] == "kill" else None
    return Update(type=UpdateType(op["type"]), pod=pod, kill=kill)


def work(worker: Worker | None, result: Result) -> tuple[Worker | None, dict[str, Any]]:
    """One pass of the worker, if there is anything to do."""
    taken: Work | None = None
    if worker is not None:
        worker, taken = start_sync(worker)
    if worker is None or taken is None:
        return worker, {"ran": None}
    shown: dict[str, Any] = {"ran": "terminatingRuntime" if taken.only_in_runtime else taken.type.value}
    if taken.type is WorkType.TERMINATING:
        shown["ranGracePeriodSeconds"] = taken.grace
    return complete(worker, taken, result), shown


def listed_as_recorded(listed: Listed | None) -> dict[str, Any] | None:
    """The answer of housekeeping."""
    if listed is None:
        return None
    return {"state": listed.state.value, "orphan": listed.orphan, "hasConfig": listed.has_config}


def state_of(worker: Worker | None) -> dict[str, Any]:
    """What the worker remembers; false and 0 are left out."""
    if worker is None:
        return {"known": False}
    flags = {name: True for name, field in FLAGS.items() if getattr(worker, field)}
    return {
        **flags,
        "known": True,
        "state": worker.work_type.value,
        "gracePeriodSeconds": worker.grace or None,
        "pendingUpdate": worker.pending is not None or None,
    }


def answers_of(worker: Worker | None, *, pods_synced: bool) -> dict[str, Any]:
    """What the other parts of the kubelet are told."""
    return {
        "couldHaveRunningContainers": answers.could_have_running_containers(worker, pods_synced=pods_synced),
        "podTerminationRequested": answers.is_termination_requested(worker),
        "containersShouldBeTerminating": answers.containers_should_be_terminating(worker, pods_synced=pods_synced),
        "knownTerminated": answers.is_known_terminated(worker),
        "runtimeShouldBeRemoved": answers.runtime_should_be_removed(worker, pods_synced=pods_synced),
        "contentShouldBeRemoved": answers.content_should_be_removed(worker, pods_synced=pods_synced),
        "shouldPodBeFinished": answers.should_be_finished(worker, pods_synced=pods_synced),
    }
