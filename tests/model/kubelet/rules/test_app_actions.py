"""app_actions: what happens to one app container of an initialized Pod."""

from __future__ import annotations

import pytest

from podlaw.model.kubelet.rules.actions import ContainerAction, ContainerToKill, Seen
from podlaw.model.kubelet.rules.app_actions import app_container_action
from podlaw.model.kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from podlaw.model.objects.container import Container, ContainerRestartRule, ExitCodes
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus

LIVENESS_FAILED = ProbeResults({("c-0", ProbeType.LIVENESS): ProbeResult.FAILURE})
STARTUP_FAILED = ProbeResults({("c-0", ProbeType.STARTUP): ProbeResult.FAILURE})


def action(
    container: Container,
    state: str | None,
    *,
    policy: str = "Always",
    probes: ProbeResults | None = None,
    changed: bool = False,
) -> ContainerAction:
    pod = Pod(spec=PodSpec(containers=(container,), restartPolicy=policy))
    instance = RuntimeContainer(name="c", id="c-0", state=state or "", exitCode=1, specChanged=changed)
    runtime = RuntimeStatus(containers=() if state is None else (instance,))
    return app_container_action(container, Seen(pod, runtime, probes or ProbeResults(), {}))


@pytest.mark.parametrize("state", [None, "created", "exited"])
def test_what_should_run_and_does_not_is_started(state: str | None) -> None:
    assert action(Container(name="c"), state) == ContainerAction(start=True)


def test_what_runs_is_kept() -> None:
    assert action(Container(name="c"), "running") == ContainerAction()


def test_what_may_still_run_is_killed_before_another_starts() -> None:
    message = 'Container is in "unknown" state, try killing it before restart'
    kill = ContainerToKill("c-0", "c", message, "Unknown")
    assert action(Container(name="c"), "unknown") == ContainerAction(start=True, kill=kill)


def test_a_changed_spec_restarts_even_under_never() -> None:
    kill = ContainerToKill("c-0", "c", "Container c definition changed, will be restarted")
    assert action(Container(name="c"), "running", policy="Never", changed=True) == ContainerAction(True, kill)


@pytest.mark.parametrize(
    ("probes", "reason", "words"),
    [(LIVENESS_FAILED, "LivenessProbe", "liveness"), (STARTUP_FAILED, "StartupProbe", "startup")],
)
def test_a_failed_probe_kills_and_restarts_where_the_policy_allows(
    probes: ProbeResults, reason: str, words: str
) -> None:
    message = f"Container c failed {words} probe"
    restarted = action(Container(name="c"), "running", policy="OnFailure", probes=probes)
    assert restarted == ContainerAction(True, ContainerToKill("c-0", "c", f"{message}, will be restarted", reason))
    ended = action(Container(name="c"), "running", policy="Never", probes=probes)
    assert ended == ContainerAction(False, ContainerToKill("c-0", "c", message, reason))


def test_restart_rules_are_not_asked_about_a_failed_probe() -> None:
    always = ContainerRestartRule(action="Restart", exitCodes=ExitCodes(operator="NotIn", values=(0,)))
    container = Container(name="c", restartPolicy="Never", restartPolicyRules=(always,))
    assert action(container, "running", probes=LIVENESS_FAILED).start is False
    assert action(container, "exited").start is True
