"""pod_actions: what one sync starts, kills and makes anew."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.kubelet.rules.actions import ContainerToReset, PodActions
from podlaw.model.kubelet.rules.pod_actions import pod_actions
from podlaw.model.kubelet.rules.probe_results import ProbeResults
from podlaw.model.objects.container import Container, ContainerRestartRule, ExitCodes
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus, SandboxStatus

READY = SandboxStatus(id="sb-1", ready=True, attempt=1, ip="10.0.0.1")
DEAD = SandboxStatus(id="sb-1", ready=False, attempt=1)
APP = Container(name="app")
SIDECAR = Container(name="sidecar", restartPolicy="Always")


def pod(*containers: Container, policy: str = "Always", init: tuple[Container, ...] = ()) -> Pod:
    return Pod(spec=PodSpec(containers=containers or (APP,), initContainers=init, restartPolicy=policy))


def running(name: str, *, changed: bool = False) -> RuntimeContainer:
    return RuntimeContainer(name=name, id=f"{name}-0", state="running", specChanged=changed)


def exited(name: str, code: int = 0) -> RuntimeContainer:
    return RuntimeContainer(name=name, id=f"{name}-0", state="exited", exitCode=code)


def plan(
    pod: Pod, *containers: RuntimeContainer, sandbox: SandboxStatus | None = READY, all_: bool = False
) -> PodActions:
    runtime = RuntimeStatus(sandboxes=() if sandbox is None else (sandbox,), containers=containers)
    return pod_actions(pod, runtime, ProbeResults(), restart_all_containers=all_)


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("actions")


def test_a_new_pod_gets_a_sandbox_and_its_containers() -> None:
    assert plan(pod(), sandbox=None) == PodActions(kill_pod=True, create_sandbox=True, containers_to_start=(0,))


def test_a_new_pod_starts_with_its_first_init_container() -> None:
    actions = plan(pod(init=(Container(name="i0"), Container(name="i1"))), sandbox=None)
    assert (actions.init_containers_to_start, actions.containers_to_start) == ((0,), ())


def test_a_pod_whose_containers_run_is_left_alone() -> None:
    assert plan(pod(), running("app")) == PodActions(sandbox_id="sb-1", attempt=1)


def test_a_dead_sandbox_is_made_anew_without_what_has_succeeded_under_on_failure() -> None:
    actions = plan(pod(APP, Container(name="b"), policy="OnFailure"), exited("app"), exited("b", 1), sandbox=DEAD)
    assert (actions.create_sandbox, actions.attempt, actions.containers_to_start) == (True, 2, (1,))


def test_a_dead_sandbox_is_the_end_of_a_pod_that_never_restarts() -> None:
    actions = plan(pod(policy="Never"), exited("app"), sandbox=DEAD)
    assert (actions.kill_pod, actions.create_sandbox) == (True, False)


def test_a_dead_sandbox_is_not_made_anew_when_all_have_succeeded() -> None:
    actions = plan(pod(policy="OnFailure"), exited("app"), sandbox=DEAD)
    assert (actions.kill_pod, actions.create_sandbox) == (True, False)


def test_sidecars_do_not_keep_a_pod_alive() -> None:
    other = Container(name="other", restartPolicy="Always")
    actions = plan(pod(policy="Never", init=(other, SIDECAR)), exited("app"), exited("other"), running("sidecar"))
    assert (actions.kill_pod, actions.init_containers_to_start, actions.containers_to_start) == (True, (), ())


def test_a_last_sidecar_that_ended_with_the_app_starts_again_all_the_same() -> None:
    actions = plan(pod(policy="Never", init=(SIDECAR,)), exited("app"), exited("sidecar"))
    assert (actions.kill_pod, actions.init_containers_to_start, actions.containers_to_start) == (False, (0,), ())


def test_app_containers_wait_for_init_containers() -> None:
    actions = plan(pod(init=(Container(name="i0"),)), running("i0"))
    assert actions == PodActions(sandbox_id="sb-1", attempt=1)


def test_an_init_container_that_fails_for_good_ends_the_pod() -> None:
    actions = plan(pod(policy="Never", init=(Container(name="i0"),)), exited("i0", 1))
    assert (actions.kill_pod, actions.create_sandbox) == (True, False)


def test_an_ephemeral_container_starts_once_even_before_the_init_containers_are_done() -> None:
    spec = PodSpec(
        containers=(APP,), initContainers=(Container(name="i0"),), ephemeralContainers=(Container(name="debug"),)
    )
    assert plan(Pod(spec=spec), running("i0")).ephemeral_containers_to_start == (0,)
    assert plan(Pod(spec=spec), running("i0"), exited("debug")).ephemeral_containers_to_start == ()


def test_the_container_that_asks_to_restart_all_is_reset_last() -> None:
    rule = ContainerRestartRule(action="RestartAllContainers", exitCodes=ExitCodes(operator="In", values=(42,)))
    source = Container(name="source", restartPolicy="Never", restartPolicyRules=(rule,))
    actions = plan(
        pod(source, APP, init=(Container(name="i0"),)), exited("i0"), exited("source", 42), running("app"), all_=True
    )
    assert actions.containers_to_reset == (
        ContainerToReset("app-0", "app", kill=True),
        ContainerToReset("i0-0", "i0", kill=False),
        ContainerToReset("source-0", "source", kill=False),
    )
    assert (actions.containers_to_start, actions.kill_pod) == ((), False)
