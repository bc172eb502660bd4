"""Printers: the rows of `kubectl get pods -o wide` are those that Kubernetes printed of the same Pods."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from podlaw.model.apiserver.printers import PodRow, pod_row
from podlaw.model.objects.container import Container
from podlaw.model.objects.located import locate
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    PodCondition,
    PodStatus,
)
from podlaw.model.objects.structure import structure
from podlaw.model.objects.time import Millis, Time

RECORDED = Path(__file__).parents[2] / "data" / "table-pods.jsonl"
ENTRIES = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]

RUNNING = ContainerState(running=ContainerStateRunning())
COMPLETED = ContainerState(terminated=ContainerStateTerminated(reason="Completed"))
READY = PodCondition(type="Ready", status="True")
INITIALIZED = PodCondition(type="Initialized", status="True")


def row_of(pod: Pod, now: int = 100_000) -> PodRow:
    return pod_row(pod, Millis(now))


def pod_with(*apps: ContainerState, init: tuple[ContainerState, ...] = (), **status: Any) -> Pod:
    """A Pod whose containers are in these states; those that run are ready."""

    def statuses(states: tuple[ContainerState, ...], letter: str) -> tuple[ContainerStatus, ...]:
        return tuple(
            ContainerStatus(name=f"{letter}{n}", state=state, ready=state.running is not None)
            for n, state in enumerate(states)
        )

    spec = PodSpec(
        containers=tuple(Container(name=each.name) for each in statuses(apps, "a")),
        initContainers=tuple(Container(name=each.name) for each in statuses(init, "i")),
    )
    status.setdefault("phase", "Running")
    status.setdefault("conditions", () if init else (INITIALIZED,))
    shown = PodStatus(initContainerStatuses=statuses(init, "i"), containerStatuses=statuses(apps, "a"), **status)
    return Pod(metadata=ObjectMeta(name="p", creationTimestamp=Time(90)), spec=spec, status=shown)


def ended(code: int, reason: str = "", signal: int = 0) -> ContainerState:
    return ContainerState(terminated=ContainerStateTerminated(exitCode=code, reason=reason, signal=signal))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['cells'][0]}-{entry['cells'][2]}")
def test_every_recorded_row_is_the_same(entry: dict[str, Any]) -> None:
    pod, flaws = structure(Pod, locate(entry["pod"]))
    assert pod is not None
    assert flaws == []
    assert list(row_of(pod, entry["now"]).wide_cells) == entry["cells"]


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (ended(3), "ExitCode:3"),
        (ended(0), "ExitCode:0"),
        (ended(137, signal=9), "Signal:9"),
        (ended(1, "Error"), "Error"),
        (ContainerState(waiting=ContainerStateWaiting(reason="CrashLoopBackOff")), "CrashLoopBackOff"),
        (ContainerState(waiting=ContainerStateWaiting()), "Running"),
        (ContainerState(), "Running"),
    ],
)
def test_the_status_of_an_app_container_is_that_of_the_pod(state: ContainerState, status: str) -> None:
    assert row_of(pod_with(state)).status == status


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (ended(3), "Init:ExitCode:3"),
        (ended(137, signal=9), "Init:Signal:9"),
        (ended(1, "Error"), "Init:Error"),
        (ContainerState(waiting=ContainerStateWaiting(reason="CrashLoopBackOff")), "Init:CrashLoopBackOff"),
        (ContainerState(waiting=ContainerStateWaiting(reason="PodInitializing")), "Init:1/2"),
        (RUNNING, "Init:1/2"),
    ],
)
def test_the_first_unfinished_init_container_is_what_a_pod_waits_for(state: ContainerState, status: str) -> None:
    assert row_of(pod_with(ContainerState(), init=(COMPLETED, state), phase="Pending")).status == status


def test_the_first_app_container_with_something_to_say_wins() -> None:
    assert row_of(pod_with(ended(1, "Error"), ended(2, "OOMKilled"))).status == "Error"


@pytest.mark.parametrize(("conditions", "status"), [((INITIALIZED, READY), "Running"), ((INITIALIZED,), "NotReady")])
def test_beside_a_container_that_runs_nothing_is_completed(conditions: tuple[PodCondition, ...], status: str) -> None:
    row = row_of(pod_with(COMPLETED, RUNNING, conditions=conditions))
    assert (row.status, row.ready) == (status, "1/2")


@pytest.mark.parametrize(
    ("phase", "reason", "status"),
    [("Running", "", "Terminating"), ("Succeeded", "", "Completed"), ("Running", "NodeLost", "Unknown")],
)
def test_a_deleted_pod_is_terminating_until_it_has_ended(phase: str, reason: str, status: str) -> None:
    pod = pod_with(COMPLETED, phase=phase, reason=reason)
    deleted = evolve(pod, metadata=evolve(pod.metadata, deletionTimestamp=Time(99)))
    assert row_of(deleted).status == status


def test_restarts_of_init_containers_count_until_the_pod_has_initialized() -> None:
    pod = pod_with(RUNNING, init=(ended(1, "Error"),), phase="Pending")
    again = evolve(
        pod.status.initContainerStatuses[0],
        restartCount=2,
        lastState=ContainerState(terminated=ContainerStateTerminated(finishedAt=Time(95))),
    )
    assert row_of(evolve(pod, status=evolve(pod.status, initContainerStatuses=(again,)))).restarts == "2 (5s ago)"
    over = evolve(pod.status, initContainerStatuses=(again,), conditions=(INITIALIZED,))
    assert row_of(evolve(pod, status=over)).restarts == "0"


def test_a_pod_without_a_time_of_creation_has_an_unknown_age() -> None:
    assert row_of(Pod()).age == "<unknown>"
