"""StatusWriter: what the API is shown, in which order, and what it is never shown."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]


def phases(cluster: Cluster) -> list[str]:
    """Of the Pod's versions, repetitions left out."""
    listed = [event.object.status.phase for event in cluster.watch if event.kind == "Pod"]
    return [phase for n, phase in enumerate(listed) if n == 0 or listed[n - 1] != phase]


def test_what_comes_while_a_write_is_due_is_merged_into_it(start: Start, make_pod: MakePod) -> None:
    """Two containers that start in one sync are shown running in one write."""
    cluster = start(make_pod(apps=("a", "b")))
    cluster.advance(5)
    versions = [event.object.status.containerStatuses for event in cluster.watch if event.kind == "Pod"]
    running = [[s.state.running is not None for s in statuses] for statuses in versions if statuses]
    assert [True, False] not in running
    assert running[-1] == [True, True]


def test_the_sandbox_is_shown_before_images_are_pulled(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(), {"app": {"image": {"takes": "5s"}}})
    cluster.advance(2)
    conditions = {each.type: each.status for each in cluster.pod("web").status.conditions}
    assert conditions["PodReadyToStartContainers"] == "True"
    assert conditions["Ready"] == "False"


def test_a_condition_is_dated_when_its_status_moves_and_only_then(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(), {"app": {"runs": [{"after": "10s", "exit": 1}, {}]}})
    cluster.advance(5)
    dates = {each.type: each.lastTransitionTime for each in cluster.pod("web").status.conditions}
    assert cluster.run_until(lambda: cluster.pod("web").status.containerStatuses[0].restartCount == 1, limit="1m")
    cluster.advance(3)
    after = {each.type: each.lastTransitionTime for each in cluster.pod("web").status.conditions}
    assert after["PodScheduled"] == dates["PodScheduled"]
    assert after["Ready"] != dates["Ready"]
    assert cluster.pod("web").status.startTime is not None


def test_a_status_that_would_revive_what_has_ended_for_good_is_never_sent(start: Start, make_pod: MakePod) -> None:
    """OnFailure: the init container runs again in a new sandbox, and what was shown of its success stays (CTR-4)."""
    script = {"init": {"runs": [{"after": "1s"}, {"after": "5s"}]}}
    cluster = start(make_pod(inits=("init",), restartPolicy="OnFailure"), script)
    cluster.advance(5)
    cluster.kill_sandbox("web")
    cluster.advance(20)
    shown = [event.object.status.initContainerStatuses for event in cluster.watch if event.kind == "Pod"]
    ends = [statuses[0].state.terminated is not None for statuses in shown if statuses]
    first = ends.index(True)
    assert all(ends[first:])
    assert len([call for call in cluster.calls if call.call == "StartContainer" and call.container == "init"]) == 2


def test_a_terminal_phase_is_the_last_that_is_shown(start: Start, make_pod: MakePod) -> None:
    cluster = start(make_pod(restartPolicy="Never"), {"app": {"runs": [{"after": "2s"}]}})
    cluster.advance("1m")
    cluster.delete("web")
    assert phases(cluster) == ["Pending", "Running", "Succeeded"]
