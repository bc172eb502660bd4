"""terminal: the end of a status, what is sent of it, and which updates are dropped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from podlaw.model.kubelet.rules.terminal import illegal_restart, merge_pod_status, terminate_pod
from podlaw.model.objects.container import Container, ContainerRestartRule, ExitCodes
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
from podlaw.model.objects.time import Time

WAITS = ContainerState(waiting=ContainerStateWaiting())
RUNS = ContainerState(running=ContainerStateRunning())


def ended(code: int) -> ContainerState:
    return ContainerState(terminated=ContainerStateTerminated(exitCode=code))


def status_of(state: ContainerState, name: str = "c") -> PodStatus:
    return PodStatus(phase="Running", containerStatuses=(ContainerStatus(name=name, state=state),))


def condition(kind: str, status: str, time: int = 1) -> PodCondition:
    return PodCondition(type=kind, status=status, lastTransitionTime=Time(time))


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("terminal")


def test_a_container_of_unknown_fate_has_failed_at_the_end() -> None:
    pod = Pod(spec=PodSpec(containers=(Container(name="c"),)))
    after = terminate_pod(pod, status_of(WAITS))
    assert after.phase == "Failed"
    assert after.containerStatuses[0].state.terminated is not None
    assert after.containerStatuses[0].state.terminated.exitCode == 137


def test_app_containers_of_a_pod_that_never_initialized_are_left_waiting() -> None:
    pod = Pod(spec=PodSpec(containers=(Container(name="c"),), initContainers=(Container(name="i"),)))
    status = evolve(status_of(WAITS), initContainerStatuses=(ContainerStatus(name="i", state=RUNS),))
    after = terminate_pod(pod, status)
    assert after.containerStatuses[0].state == WAITS
    assert after.initContainerStatuses[0].state.terminated is not None


def test_the_phase_of_a_static_pod_is_left_alone() -> None:
    static = Pod(metadata=ObjectMeta(annotations={"kubernetes.io/config.source": "file"}))
    assert terminate_pod(static, PodStatus(phase="Running")).phase == "Running"


def test_a_terminal_phase_is_held_back_while_a_container_may_run() -> None:
    old = PodStatus(phase="Running", message="old")
    new = PodStatus(
        phase="Failed", reason="Evicted", message="new", conditions=(condition("DisruptionTarget", "True"),)
    )
    held = merge_pod_status(old, new, could_have_running_containers=True)
    sent = merge_pod_status(old, new, could_have_running_containers=False, now=Time(9))
    assert (held.phase, held.reason, held.message, held.conditions) == ("Running", "", "old", ())
    assert (sent.phase, sent.reason, sent.message) == ("Failed", "Evicted", "new")
    assert sent.conditions == (condition("DisruptionTarget", "True", time=9),)


def test_a_terminal_phase_is_never_sent_as_ready() -> None:
    new = PodStatus(phase="Succeeded", conditions=(condition("Ready", "True"), condition("ContainersReady", "False")))
    sent = merge_pod_status(
        PodStatus(phase="Running"), new, could_have_running_containers=False, generation=2, now=Time(9)
    )
    shown = [(c.type, c.status, c.reason, c.observedGeneration, c.lastTransitionTime) for c in sent.conditions]
    assert shown == [("Ready", "False", "PodCompleted", 2, 9), ("ContainersReady", "False", "PodCompleted", 2, 1)]


def test_conditions_of_foreign_types_come_from_the_api() -> None:
    old = PodStatus(phase="Running", conditions=(condition("gate", "True"), condition("Ready", "True")))
    new = PodStatus(phase="Running", conditions=(condition("gate", "False"), condition("Ready", "False")))
    merged = merge_pod_status(old, new, could_have_running_containers=True)
    assert merged.conditions == (condition("gate", "True"), condition("Ready", "False"))


# fmt: off
UPDATES = (
    ("Always",    ended(0), WAITS,    None),
    ("OnFailure", ended(0), WAITS,    "c"),
    ("OnFailure", ended(1), WAITS,    None),
    ("OnFailure", ended(0), ended(1), None),
    ("Never",     ended(1), RUNS,     "c"),
    ("Never",     RUNS,     WAITS,    None),
)
# fmt: on


@pytest.mark.parametrize(("policy", "before", "after", "dropped_for"), UPDATES)
def test_a_container_may_leave_terminated_only_to_restart(
    policy: str, before: ContainerState, after: ContainerState, dropped_for: str | None
) -> None:
    spec = PodSpec(restartPolicy=policy, containers=(Container(name="c"),))
    assert illegal_restart(spec, status_of(before), status_of(after)) == dropped_for


def test_the_status_freezes_while_a_completed_init_container_runs_again_under_on_failure() -> None:
    spec = PodSpec(
        restartPolicy="OnFailure", initContainers=(Container(name="i"), Container(name="s", restartPolicy="Always"))
    )

    def both(state: ContainerState) -> PodStatus:
        return PodStatus(initContainerStatuses=tuple(ContainerStatus(name=name, state=state) for name in ("i", "s")))

    assert illegal_restart(spec, both(ended(0)), both(WAITS)) == "i"
    assert illegal_restart(evolve(spec, initContainers=spec.initContainers[1:]), both(ended(0)), both(WAITS)) is None


def test_every_restart_is_legal_where_a_rule_may_restart_all() -> None:
    rule = ContainerRestartRule(action="RestartAllContainers", exitCodes=ExitCodes(operator="In", values=(1,)))
    helper = Container(name="d", restartPolicy="Never", restartPolicyRules=(rule,))
    spec = PodSpec(restartPolicy="Never", containers=(Container(name="c"), helper))
    assert illegal_restart(spec, status_of(ended(0)), status_of(WAITS)) is None
