"""Story: what a Pod's items add up to."""

from __future__ import annotations

from functools import reduce

from podlaw.model.objects.time import Time
from podlaw.properties.laws.observed.examples import created, did, exited, pod, seen, status
from podlaw.properties.record import Call, Item
from podlaw.properties.story import EXITED, NEW, RUNNING, Story, tell


def told(*items: Item) -> Story:
    return reduce(tell, items, NEW)


def test_an_instance_is_created_started_and_ended() -> None:
    story = told(did("RunPodSandbox", 0.5), *created(1.0))
    assert story.running == ["app"]
    assert (story.sandbox, story.attempt, story.sandbox_is_ready) == ("s0", 0, True)
    app = told(did("RunPodSandbox", 0.5), *created(1.0), exited(3, 2.0)).instances["app"]
    assert (app.state, app.exit_code, app.ended, app.ended_by_itself) == (EXITED, 3, 2.0, True)


def test_a_new_instance_is_counted_and_an_old_ones_end_is_not_mistaken_for_its_own() -> None:
    story = told(*created(1.0), exited(1, 2.0), *created(3.0, id="app-1"), exited(1, 4.0))
    assert (story.instances["app"].starts, story.instances["app"].state) == (2, RUNNING)


def test_what_failed_did_not_happen() -> None:
    story = told(did("RunPodSandbox", error="no network"), did("CreateContainer", error="no name"))
    assert (story.attempt, story.instances) == (-1, {})
    assert told(did("CreateContainer"), did("StartContainer", error="no file")).instances["app"].exit_code == 128


def test_the_first_of_two_stops_counts() -> None:
    story = told(*created(1.0), did("StopContainer", 2.0, timeout=30), did("StopContainer", 5.0, timeout=3))
    assert (story.instances["app"].stop, story.instances["app"].deadline) == (2.0, 8.0)


def test_a_hook_that_hangs_is_over_when_the_container_is_stopped() -> None:
    hanging = told(*created(1.0), did("ExecSync", 2.0, cmd="preStop", answer="hang"))
    assert not hanging.instances["app"].hook_is_over
    assert hanging.told(did("StopContainer", 9.0, timeout=2)).instances["app"].hook_is_over


def test_what_the_api_shows_is_remembered_with_its_time() -> None:
    marked = {"deletionTimestamp": Time(130), "deletionGracePeriodSeconds": 30}
    story = told(
        seen(pod("Pending", spec={"nodeName": ""}), 1.0), seen(pod("Running", status()), 2.0),
        seen(pod("Running", status(), meta=marked), 3.0), seen(pod("Failed"), 4.0), seen(None, 5.0, pod("Failed")),
    )  # fmt: skip
    assert (story.bound, story.marked, story.longest_grace, story.ended) == (2.0, 3.0, 30, 4.0)
    assert story.is_gone


def test_a_restart_of_the_kubelet_counts_for_no_pod_as_a_call() -> None:
    story = told(Call(1.0, "start-kubelet", "", ""))
    assert (story.kubelet_restarts, story.calls) == (1, 0)
