"""restart: whether an ended container starts again (semantics B.10)."""

from __future__ import annotations

from enum import Enum

from ...objects.container import Container, ContainerRestartRule, ExitCodes
from ...objects.pod import Pod, PodSpec, every_container
from ...objects.runtime import RuntimeStatus
from ...objects.status import PodStatus

ALL_CONTAINERS_RESTARTING = "AllContainersRestarting"
"""The type of the condition that is True while RestartAllContainers is in progress."""

RESTARTING_ALL_CONTAINERS = "RestartingAllContainers"
"""The reason of a container that RestartAllContainers removed."""


class RestartPolicy(Enum):
    """What a Pod or a container asks for when a container has ended."""

    ALWAYS = "Always"
    ON_FAILURE = "OnFailure"
    NEVER = "Never"


def policy_allows_restart(policy: RestartPolicy, succeeded: bool) -> bool:
    """Always restarts, Never does not, OnFailure restarts what failed (B10.4, B10.5; PUTIL ContainerShouldRestart)."""
    match policy:
        case RestartPolicy.ALWAYS:
            return True
        case RestartPolicy.ON_FAILURE:
            return not succeeded
        case RestartPolicy.NEVER:
            return False


def exit_code_matches(exit_codes: ExitCodes, exit_code: int) -> bool:
    """In holds for a listed exit code, NotIn for any other (PUTIL findMatchingContainerRestartRule)."""
    match exit_codes.operator:
        case "In":
            return exit_code in exit_codes.values
        case "NotIn":
            return exit_code not in exit_codes.values
        case _:
            return False


def matching_restart_rule(container: Container, exit_code: int) -> ContainerRestartRule | None:
    """The container's first rule for this exit code, or None (B10.3; PUTIL FindMatchingContainerRestartRule)."""
    for rule in container.restartPolicyRules:
        if rule.exitCodes is not None and exit_code_matches(rule.exitCodes, exit_code):
            return rule
    return None


def container_should_restart(container: Container, pod_policy: str, exit_code: int) -> bool:
    """Whether an exit with this code is followed by a restart: first the container's rules, then its own policy, then
    the Pod's (B10.3 to B10.5; PUTIL ContainerShouldRestart)."""
    if container.restartPolicy is None:
        return policy_allows_restart(RestartPolicy(pod_policy), exit_code == 0)
    rule = matching_restart_rule(container, exit_code)
    if rule is not None and rule.action in ("Restart", "RestartAllContainers"):
        return True
    return policy_allows_restart(RestartPolicy(container.restartPolicy), exit_code == 0)


def should_container_be_restarted(container: Container, pod: Pod, runtime: RuntimeStatus) -> bool:
    """Whether the next sync will start this container (B10.1 to B10.5; KCH ShouldContainerBeRestarted).

    A container that never ran is to be started, one that runs is not; a deleted Pod starts nothing.
    """
    if pod.metadata.deletionTimestamp is not None:
        return False
    newest = runtime.newest(container.name)
    if newest is None:
        return True
    match newest.state:
        case "running":
            return False
        case "exited":
            return container_should_restart(container, pod.spec.restartPolicy, newest.exitCode)
        case _:  # created or unknown: it never got to run, or nobody knows
            return True


def asks_to_restart_all(container: Container, exit_code: int) -> bool:
    """The rule for this exit code has the action RestartAllContainers (B10.9; KCH ShouldAllContainersRestart)."""
    rule = matching_restart_rule(container, exit_code)
    return rule is not None and rule.action == "RestartAllContainers"


def should_all_containers_restart(pod: Pod, runtime: RuntimeStatus | None, old: PodStatus | None) -> bool:
    """Whether the Pod is restarting all its containers (B10.9; KCH ShouldAllContainersRestart).

    It is once the condition says so, or an exit that the runtime or the previous status `old` shows asks for it.
    """
    if old is not None and any(c.type == ALL_CONTAINERS_RESTARTING and c.status == "True" for c in old.conditions):
        return True
    return any(
        asks_to_restart_all(container, exit_code)
        for container in every_container(pod.spec)
        for exit_code in seen_exit_codes(container.name, runtime, old)
    )


def seen_exit_codes(name: str, runtime: RuntimeStatus | None, old: PodStatus | None) -> tuple[int, ...]:
    """How this container last ended, by the runtime and by the previous status (KCH ShouldAllContainersRestart).

    What the previous status says of an end no longer counts once the runtime, if it was asked, shows none.
    """
    codes: tuple[int, ...] = ()
    if runtime is not None:
        newest = runtime.newest(name)
        if newest is None or newest.state != "exited":
            return ()
        codes = (newest.exitCode,)
    if old is not None:
        # a name of both lists would take its status from containerStatuses: names are unique in a Pod
        for status in (*old.initContainerStatuses, *old.containerStatuses):
            if status.name == name and status.state.terminated is not None:
                codes += (status.state.terminated.exitCode,)
    return codes


def all_containers_could_restart(spec: PodSpec) -> bool:
    """Some container has a rule with the action RestartAllContainers (PUTIL AllContainersCouldRestart)."""
    return any(
        rule.action == "RestartAllContainers"
        for container in every_container(spec)
        for rule in container.restartPolicyRules
    )


def all_containers_are_removed(pod: Pod, runtime: RuntimeStatus) -> bool:
    """The runtime has no container of the Pod any more (KCH AllContainersRestartCleanedUp)."""
    return all(runtime.newest(container.name) is None for container in every_container(pod.spec))
