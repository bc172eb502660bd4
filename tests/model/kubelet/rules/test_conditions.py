"""conditions: what makes each of the kubelet's conditions True or False."""

from __future__ import annotations

from collections.abc import Callable

from podlaw.model.kubelet.rules.conditions import (
    all_containers_restarting_condition,
    containers_ready_condition,
    pod_initialized_condition,
    pod_ready_condition,
    pod_ready_to_start_containers_condition,
    pod_scheduled_condition,
    put_condition,
)
from podlaw.model.objects.container import Container, ContainerRestartRule, ExitCodes
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodReadinessGate, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus, SandboxStatus
from podlaw.model.objects.status import ContainerStatus, PodCondition, PodStatus

POD = Pod(
    metadata=ObjectMeta(generation=7),
    spec=PodSpec(
        initContainers=(Container(name="i"), Container(name="s", restartPolicy="Always")),
        containers=(Container(name="c"),),
        readinessGates=(PodReadinessGate(conditionType="gate"),),
    ),
)
READY = tuple(ContainerStatus(name=name, ready=True, started=True) for name in ("i", "s", "c"))


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("conditions")


def test_the_message_names_unknown_and_unready_containers_in_the_order_of_the_spec() -> None:
    unready = (ContainerStatus(name="c"),)
    condition = containers_ready_condition(POD, unready, "Running")
    assert condition.message == "containers with unknown status: [s], containers with unready status: [c]"
    assert (condition.reason, condition.observedGeneration) == ("ContainersNotReady", 7)


def test_ready_waits_for_every_gate() -> None:
    closed = PodCondition(type="gate", status="False")
    opened = PodCondition(type="gate", status="True")
    found = [pod_ready_condition(POD, gates, READY, "Running").status for gates in ((), (closed,), (opened,))]
    assert found == ["False", "False", "True"]


def test_a_failed_pod_is_not_ready_even_while_its_containers_are() -> None:
    assert pod_ready_condition(POD, (), READY, "Failed").reason == "PodFailed"
    assert containers_ready_condition(POD, READY, "Succeeded").reason == "PodCompleted"


def test_initialized_never_goes_back_to_false() -> None:
    was = (PodCondition(type="Initialized", status="True"),)
    nothing = tuple(ContainerStatus(name=name) for name in ("i", "s", "c"))
    assert pod_initialized_condition(POD, (), nothing, "Pending").status == "False"
    assert pod_initialized_condition(POD, was, nothing, "Pending").status == "True"


def test_a_sidecar_initializes_by_having_started_and_an_init_container_by_being_ready() -> None:
    init, _, app = READY
    late = ContainerStatus(name="s", ready=True, started=False)
    assert pod_initialized_condition(POD, (), READY, "Pending").status == "True"
    assert pod_initialized_condition(POD, (), (init, late, app), "Pending").message.endswith("incomplete status: [s]")


def test_containers_may_start_in_a_ready_sandbox_with_an_address() -> None:
    def status(*sandboxes: SandboxStatus) -> str:
        return pod_ready_to_start_containers_condition(POD, RuntimeStatus(sandboxes=sandboxes)).status

    good = SandboxStatus(id="1", ready=True, ip="10.0.0.1")
    assert status(good) == "True"
    assert status() == "False"
    assert status(good, good) == "False"
    assert status(SandboxStatus(id="1", ready=True)) == "False"
    assert status(SandboxStatus(id="1", ready=False, ip="10.0.0.1")) == "False"
    assert status(SandboxStatus(id="1", ready=True, ip="10.0.0.1", network="NODE")) == "False"


def test_a_pod_that_a_kubelet_speaks_of_is_scheduled() -> None:
    assert pod_scheduled_condition(POD) == PodCondition(type="PodScheduled", status="True", observedGeneration=7)


def test_all_containers_restart_until_all_are_removed_or_the_pod_has_ended() -> None:
    rule = ContainerRestartRule(action="RestartAllContainers", exitCodes=ExitCodes(operator="In", values=(1,)))
    pod = Pod(spec=PodSpec(containers=(Container(name="c", restartPolicy="Never", restartPolicyRules=(rule,)),)))
    runtime = RuntimeStatus(containers=(RuntimeContainer(name="c", id="1", state="exited", exitCode=1),))
    restarting = PodStatus(conditions=(PodCondition(type="AllContainersRestarting", status="True"),))

    def found(runtime: RuntimeStatus, old: PodStatus, phase: str = "Running") -> tuple[str, str]:
        condition = all_containers_restarting_condition(pod, runtime, old, phase)
        return condition.status, condition.reason

    assert found(runtime, PodStatus()) == ("True", "RestartAllContainersStarted")
    assert found(RuntimeStatus(), restarting) == ("False", "")
    assert found(runtime, restarting, "Failed") == ("False", "PodFailed")


def test_a_condition_takes_the_place_of_the_one_of_its_type() -> None:
    a, b, new = PodCondition(type="a"), PodCondition(type="b"), PodCondition(type="a", status="True")
    assert put_condition((a, b), new) == (new, b)
    assert put_condition((b,), new) == (b, new)
