"""SyncPass: a sync decides from one listing, and what it decides agrees with the machines."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.kubelet.agent import sync_pass
from podlaw.model.kubelet.agent.disagreement import Disagreement
from podlaw.model.kubelet.rules.actions import PodActions
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]


def test_a_plan_that_the_machines_do_not_have_is_told(
    start: Start, make_pod: MakePod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_pass, "pod_actions", lambda *args, **kwargs: PodActions())
    cluster = start(make_pod())
    with pytest.raises(Disagreement, match="kill of the Pod: the machines say True, the rule says False") as caught:
        cluster.advance(5)
    assert (caught.value.machines, caught.value.rule) == (True, False)
    assert "Pod default/web at 0.0" in str(caught.value)


def test_a_lost_sandbox_is_replaced_and_init_containers_run_again(
    start: Start, make_pod: MakePod, calls: Calls
) -> None:
    cluster = start(make_pod(inits=("init",)), {"init": {"runs": [{"after": "1s"}]}})
    cluster.advance(10)
    cluster.kill_sandbox("web")
    cluster.advance(20)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["init", "app", "init", "app"]
    assert [call.detail["attempt"] for call in cluster.calls if call.call == "RunPodSandbox"] == [0, 1]
    assert cluster.pod("web").status.containerStatuses[0].restartCount == 1


def test_under_never_a_lost_sandbox_ends_the_pod(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(restartPolicy="Never"))
    cluster.advance(10)
    cluster.kill_sandbox("web")
    cluster.advance(20)
    assert len(calls(cluster, "RunPodSandbox")) == 1
    assert cluster.pod("web").status.phase == "Failed"


def test_a_failed_init_container_under_never_fails_the_pod(start: Start, make_pod: MakePod, calls: Calls) -> None:
    pod = make_pod(inits=("one", "two"), restartPolicy="Never")
    cluster = start(pod, {"one": {"runs": [{"after": "1s", "exit": 1}]}})
    cluster.advance(20)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == ["one"]
    assert cluster.pod("web").status.phase == "Failed"


def test_a_sandbox_that_cannot_be_made_is_tried_again(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(make_pod(), {"_sandbox": {"fails": 2}})
    cluster.advance("1m")
    tried = [at for at, _, _ in calls(cluster, "RunPodSandbox")]
    assert len(tried) == 3
    assert all(later - earlier >= 10 for earlier, later in pairwise(tried))
    assert "FailedCreatePodSandBox" in [event.reason for event in cluster.events]
