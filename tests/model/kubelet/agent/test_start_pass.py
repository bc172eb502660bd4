"""StartPass: image, creation, start, and the back-off before them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.status import ContainerStateWaiting

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]


def waiting(cluster: Cluster, name: str = "app") -> ContainerStateWaiting:
    status = next(each for each in cluster.pod("web").status.containerStatuses if each.name == name)
    assert status.state.waiting is not None
    return status.state.waiting


def test_restarts_come_at_once_and_then_after_ten_twenty_forty_seconds(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(), {"app": {"runs": [{"after": "1s", "exit": 1}]}})
    cluster.advance("4m")
    ends = [c.at for c in cluster.calls if c.call == "exit"]
    begins = [c.at for c in cluster.calls if c.call == "CreateContainer"][1:]
    waited = [(begin - end) / 1000 for begin, end in zip(begins, ends, strict=False)]
    assert waited[0] < 1.5
    assert [10 <= waited[1] < 20, 20 <= waited[2] < 40, 40 <= waited[3] < 80] == [True, True, True]
    assert "BackOff" in [event.reason for event in cluster.events]


def test_a_restart_that_cannot_be_created_still_backs_off_from_the_old_end(start: Start, make_pod: MakePod) -> None:
    """The entry made by the first restart holds the next ones up, though no new instance has come and ended."""
    script = {"app": {"runs": [{"after": "0s", "exit": 0}, {"create": "fails"}]}}
    cluster = start(make_pod(), script)
    cluster.advance("1m")
    failed = [c.at for c in cluster.calls if c.call == "CreateContainer" and "error" in c.detail]
    ended = next(c.at for c in cluster.calls if c.call == "exit")
    assert len(failed) > 1
    assert failed[1] - ended >= 10_000


@pytest.mark.parametrize(
    ("container", "script", "reason"),
    [
        ({"name": "app", "imagePullPolicy": "Never"}, {}, "ErrImageNeverPull"),
        ({"name": "app", "image": "UPPER:1"}, {}, "InvalidImageName"),
        ({"name": "app"}, {"image": {"fails": -1}}, "ImagePullBackOff"),
        ({"name": "app"}, {"runs": [{"create": "fails"}]}, "CreateContainerError"),
        (
            {"name": "app", "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "no", "key": "a"}}}]},
            {},
            "CreateContainerConfigError",
        ),
    ],
)
def test_what_keeps_a_container_from_starting_is_shown(
    start: Start, make_pod: MakePod, container: dict[str, Any], script: dict[str, Any], reason: str
) -> None:
    cluster = start(make_pod(apps=(container,)), {"app": script})
    shown: list[str] = []
    for _ in range(60):
        cluster.advance(0.5)
        statuses = cluster.pod("web").status.containerStatuses
        shown += [waiting(cluster).reason] if statuses else []
    assert reason in shown
    assert cluster.pod("web").status.phase == "Pending"


def test_containers_that_share_an_image_share_its_back_off(start: Start, make_pod: MakePod, calls: Calls) -> None:
    """One that never pulls does not end the back-off of another one with the same image."""
    apps = ({"name": "a"}, {"name": "b", "imagePullPolicy": "Never"}, {"name": "c"})
    cluster = start(make_pod(apps=apps), {"a": {"image": {"fails": -1}}, "c": {"image": {"fails": -1}}})
    cluster.advance(35)
    pulls = [at for at, _, _ in calls(cluster, "PullImage")]
    assert all(later - earlier >= 10 for earlier, later in pairwise(pulls))
    assert waiting(cluster, "b").reason == "ErrImageNeverPull"


def test_containers_start_one_after_the_other_in_the_specs_order(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(apps=("b", "a"), inits=("y", "x")), {n: {"runs": [{"after": "1s"}]} for n in "yx"})
    cluster.advance(10)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["y", "x", "b", "a"]


def test_housekeeping_forgets_a_delay_that_was_not_raised_for_ten_minutes(start: Start, make_pod: MakePod) -> None:
    """Six short runs bring the delay to five minutes; a run of six minutes and the wait after it last longer than ten."""
    script = {
        "app": {"runs": [*[{"after": "1s", "exit": 1}] * 7, {"after": "6m", "exit": 1}, {"after": "1s", "exit": 1}]}
    }
    cluster = start(make_pod(), script)
    cluster.advance("40m")
    ends = [c.at for c in cluster.calls if c.call == "exit"]
    begins = [c.at for c in cluster.calls if c.call == "CreateContainer"][1:]
    waited = [(begin - end) // 1000 for begin, end in zip(begins, ends, strict=False)]
    assert [waited[6] >= 300, waited[7] >= 300, 10 <= waited[8] < 20] == [True, True, True]


def test_a_created_instance_that_never_started_hides_no_end(start: Start, make_pod: MakePod) -> None:
    """A kubelet that restarts between creation and start counts a restart from the end before it."""
    cluster = start(make_pod(), {"app": {"runs": [*[{"after": "3s", "exit": 1}] * 3, {}]}})
    cluster.run_until(lambda: len([c for c in cluster.calls if c.call == "CreateContainer"]) == 2)
    cluster.restart_kubelet("node-1")
    cluster.advance(10)
    assert [event.reason for event in cluster.events].count("BackOff") == 1
