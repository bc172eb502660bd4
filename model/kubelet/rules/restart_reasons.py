"""restart_reasons: by which row of the restart decision an app container that does not run is started or stays ended."""

from __future__ import annotations

from typing import Final

from ...core.decision import Input, Reason
from ...core.rule import Rule
from ...objects.container import Container
from ...objects.pod import Pod
from ...objects.runtime import RuntimeStatus
from .restart import matching_restart_rule, should_container_be_restarted

DELETED: Final = Rule("B10.1", "kubelet/container ShouldContainerBeRestarted", "a deleted Pod starts nothing")
NEVER_RAN: Final = Rule("B10.2", "kubelet/container ShouldContainerBeRestarted", "what never ran is started")
BY_RULE: Final = Rule("B10.3", "api/v1/pod/util.go ContainerShouldRestart", "the first rule for the exit code decides")
BY_OWN_POLICY: Final = Rule(
    "B10.4", "api/v1/pod/util.go ContainerShouldRestart", "then the container's own policy decides"
)
BY_POLICY: Final = Rule("B10.5", "api/v1/pod/util.go ContainerShouldRestart", "then the Pod's policy decides")
RULES: Final = (DELETED, NEVER_RAN, BY_RULE, BY_OWN_POLICY, BY_POLICY)


def restart_reason(container: Container, pod: Pod, runtime: RuntimeStatus) -> Reason:
    """The row that decides (B10.1 to B10.5), what it decides, and what it looks at."""
    starts, newest = should_container_be_restarted(container, pod, runtime), runtime.newest(container.name)
    if pod.metadata.deletionTimestamp is not None:
        return Reason(DELETED, "not started", {"deletionTimestamp": "set"}, container.name)
    if newest is None or newest.state != "exited":
        state = "not created" if newest is None else newest.state
        return Reason(NEVER_RAN, "start" if starts else "not started", {"state": state}, container.name)
    rule, looked_at = _row(container, pod, newest.exitCode)
    inputs: dict[str, Input] = {"exitCode": newest.exitCode, **looked_at}
    return Reason(rule, "start again" if starts else "stays ended", inputs, container.name)


def _row(container: Container, pod: Pod, exit_code: int) -> tuple[Rule, dict[str, Input]]:
    if container.restartPolicy is None:
        return BY_POLICY, {"restartPolicy": pod.spec.restartPolicy}
    found = matching_restart_rule(container, exit_code)
    if found is not None and found.exitCodes is not None:
        codes = " ".join(map(str, found.exitCodes.values))
        return BY_RULE, {"restartPolicyRule": f"{found.action} if {found.exitCodes.operator} {codes}"}
    return BY_OWN_POLICY, {"container restartPolicy": container.restartPolicy}
