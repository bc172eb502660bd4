"""restart: the restart decision, its rules and RestartAllContainers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.kubelet.rules.restart import (
    ALL_CONTAINERS_RESTARTING,
    RestartPolicy,
    all_containers_are_removed,
    all_containers_could_restart,
    container_should_restart,
    policy_allows_restart,
    should_all_containers_restart,
    should_container_be_restarted,
)
from podlaw.model.objects.container import Container, ContainerRestartRule, ExitCodes
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus
from podlaw.model.objects.status import (
    ContainerState,
    ContainerStateTerminated,
    ContainerStatus,
    PodCondition,
    PodStatus,
)
from podlaw.model.objects.time import Time


def rule(action: str, operator: str, *values: int) -> ContainerRestartRule:
    return ContainerRestartRule(action=action, exitCodes=ExitCodes(operator=operator, values=values))


def exited(code: int, name: str = "c") -> RuntimeStatus:
    return RuntimeStatus(containers=(RuntimeContainer(name=name, id="1", state="exited", exitCode=code),))


ALL_ON_42 = Container(name="c", restartPolicy="Never", restartPolicyRules=(rule("RestartAllContainers", "In", 42),))


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("restart")


# fmt: off
DECISIONS = (
    (RestartPolicy.ALWAYS,     True,  True),
    (RestartPolicy.ALWAYS,     False, True),
    (RestartPolicy.ON_FAILURE, True,  False),
    (RestartPolicy.ON_FAILURE, False, True),
    (RestartPolicy.NEVER,      True,  False),
    (RestartPolicy.NEVER,      False, False),
)
# fmt: on


@pytest.mark.parametrize(("policy", "succeeded", "restarts"), DECISIONS)
def test_the_policy_decides_by_the_outcome(policy: RestartPolicy, succeeded: bool, restarts: bool) -> None:
    assert policy_allows_restart(policy, succeeded) is restarts
    assert container_should_restart(Container(name="c"), policy.value, 0 if succeeded else 1) is restarts


def test_the_first_matching_rule_beats_the_policy() -> None:
    rules = (rule("Restart", "In", 3), rule("Restart", "NotIn", 1, 2))
    container = Container(name="c", restartPolicy="Never", restartPolicyRules=rules)
    assert [code for code in range(5) if container_should_restart(container, "Always", code)] == [0, 3, 4]


def test_rules_count_only_beside_a_policy_of_the_container() -> None:
    container = Container(name="c", restartPolicyRules=(rule("Restart", "In", 1),))
    assert not container_should_restart(container, "Never", 1)


def test_a_deleted_pod_restarts_nothing() -> None:
    spec = PodSpec(containers=(Container(name="c"),))
    deleted = Pod(metadata=ObjectMeta(deletionTimestamp=Time(1)), spec=spec)
    assert should_container_be_restarted(spec.containers[0], Pod(spec=spec), exited(1))
    assert not should_container_be_restarted(spec.containers[0], deleted, exited(1))


def test_the_newest_instance_decides() -> None:
    newest = RuntimeContainer(name="c", id="2", state="running")
    runtime = RuntimeStatus(containers=(newest, *exited(1).containers))
    assert not should_container_be_restarted(Container(name="c"), Pod(), runtime)


def test_an_exit_that_only_the_api_shows_asks_for_all_unless_the_runtime_shows_a_newer_state() -> None:
    end = ContainerState(terminated=ContainerStateTerminated(exitCode=42))
    old = PodStatus(containerStatuses=(ContainerStatus(name="c", state=end),))
    pod = Pod(spec=PodSpec(containers=(ALL_ON_42,)))
    assert should_all_containers_restart(pod, None, old)
    assert not should_all_containers_restart(pod, RuntimeStatus(), old)
    assert should_all_containers_restart(pod, exited(42), None)
    assert not should_all_containers_restart(pod, exited(41), None)


def test_all_containers_go_on_restarting_while_the_condition_says_so() -> None:
    old = PodStatus(conditions=(PodCondition(type=ALL_CONTAINERS_RESTARTING, status="True"),))
    assert should_all_containers_restart(Pod(), RuntimeStatus(), old)


def test_only_a_rule_for_all_makes_all_restartable() -> None:
    assert all_containers_could_restart(PodSpec(initContainers=(ALL_ON_42,)))
    assert not all_containers_could_restart(PodSpec(containers=(Container(name="c"),)))


def test_removal_is_complete_when_the_runtime_has_no_container_of_the_spec() -> None:
    pod = Pod(spec=PodSpec(containers=(ALL_ON_42,)))
    assert all_containers_are_removed(pod, exited(1, name="debug"))
    assert not all_containers_are_removed(pod, exited(1))
