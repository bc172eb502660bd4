"""RestartAll: an exit that a rule with RestartAllContainers names restarts all containers of the Pod in place (B10.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.container import (
    Container,
    ContainerRestartRule,
    ExecAction,
    ExitCodes,
    Lifecycle,
    LifecycleHandler,
)
from podlaw.model.objects.pod import Pod

MakePod = Callable[..., Pod]
Start = Callable[..., Cluster]
Calls = Callable[..., list[tuple[float, str, str]]]

ON_42 = ContainerRestartRule(action="RestartAllContainers", exitCodes=ExitCodes(operator="In", values=(42,)))
SCRIPT: Mapping[str, Any] = {
    "init": {"runs": [{"after": "1s"}]},
    "app": {"on_sigterm": {"after": "1s"}},
    "worker": {"runs": [{"after": "3s", "exit": 42}, {}]},
}


def a_pod(make_pod: MakePod, *, lifecycle: Lifecycle | None = None) -> Pod:
    """init, then app beside worker, whose exit 42 restarts all; the Pod's own policy is Never."""
    pod = make_pod(inits=("init",), restartPolicy="Never")
    worker = Container(name="worker", image="img:1", restartPolicy="Never", restartPolicyRules=(ON_42,))
    app = evolve(pod.spec.containers[0], lifecycle=lifecycle)
    return evolve(pod, spec=evolve(pod.spec, containers=(app, worker)))


def restarting(cluster: Cluster) -> list[str]:
    """The statuses that the condition AllContainersRestarting had, one after the other."""
    found = [
        each.status
        for event in cluster.watch
        if event.kind == "Pod"
        for each in event.object.status.conditions
        if each.type == "AllContainersRestarting"
    ]
    return [status for index, status in enumerate(found) if index == 0 or found[index - 1] != status]


def test_all_containers_start_anew_in_the_same_sandbox(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(a_pod(make_pod), SCRIPT)
    cluster.advance(30)
    assert [name for _, _, name in calls(cluster, "StartContainer")] == [
        "init", "app", "worker", "init", "app", "worker",
    ]  # fmt: skip
    assert len(calls(cluster, "RunPodSandbox")) == 1
    assert restarting(cluster) == ["False", "True", "False"]
    status = cluster.pod("web").status
    assert status.phase == "Running"
    for each in (*status.initContainerStatuses, *status.containerStatuses):
        assert each.restartCount == 1
        assert each.lastState.terminated is not None
        assert (each.lastState.terminated.exitCode, each.lastState.terminated.reason) == (
            137, "RestartingAllContainers",
        )  # fmt: skip


def test_the_container_whose_exit_asked_for_it_is_removed_last(start: Start, make_pod: MakePod, calls: Calls) -> None:
    cluster = start(a_pod(make_pod), SCRIPT)
    cluster.advance(30)
    assert [name for _, _, name in calls(cluster, "RemoveContainer")] == ["app", "init", "worker"]


def test_what_still_runs_gets_two_seconds_and_no_hook(start: Start, make_pod: MakePod, calls: Calls) -> None:
    hook = Lifecycle(preStop=LifecycleHandler(exec=ExecAction(command=("preStop",))))
    cluster = start(a_pod(make_pod, lifecycle=hook), {**SCRIPT, "app": {"on_sigterm": "ignore"}})
    cluster.advance(30)
    stops = [call.detail["timeout"] for call in cluster.calls if call.call == "StopContainer"]
    assert stops == [2]
    assert calls(cluster, "ExecSync") == []
    assert len(calls(cluster, "SIGKILL")) == 1


def test_a_container_that_was_alone_starts_anew_at_once(start: Start, make_pod: MakePod, calls: Calls) -> None:
    """Nothing died while it was removed, so no relist tells of it: the sync itself asks for the next one."""
    pod = make_pod(restartPolicy="Never")
    app = evolve(pod.spec.containers[0], restartPolicy="Never", restartPolicyRules=(ON_42,))
    pod = evolve(pod, spec=evolve(pod.spec, containers=(app,)))
    cluster = start(pod, {"app": {"runs": [{"after": "3s", "exit": 42}, {}]}})
    cluster.advance(30)
    first, second = (at for at, _, _ in calls(cluster, "StartContainer"))
    assert second - first < 6


def test_a_restarted_kubelet_goes_on_with_it(start: Start, make_pod: MakePod, calls: Calls) -> None:
    script = {**SCRIPT, "app": {"on_sigterm": "ignore"}}
    cluster = start(a_pod(make_pod), script)
    cluster.run_until(lambda: bool(calls(cluster, "StopContainer")))
    cluster.restart_kubelet("node-1")
    cluster.advance(30)
    assert [name for _, _, name in calls(cluster, "StartContainer")][3:] == ["init", "app", "worker"]
    assert cluster.pod("web").status.phase == "Running"
