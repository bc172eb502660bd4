"""plan_reasons: every recorded plan is told in whole: what it starts and kills, each with its rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from podlaw.model.kubelet.rules.actions import PodActions
from podlaw.model.kubelet.rules.plan_reasons import plan_reasons
from podlaw.model.kubelet.rules.pod_actions import pod_actions
from podlaw.model.kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from podlaw.model.objects.container import Container, ExecAction, Probe
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus, SandboxStatus
from podlaw.properties.vectors.answers.actions import as_recorded
from podlaw.properties.vectors.structure import images_of, structure_pod, structure_runtime

RECORDED = Path(__file__).parents[3] / "data" / "vectors" / "actions.jsonl"
CASES = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]

NONE = ProbeResults()
READY = SandboxStatus(id="s0", ready=True, ip="10.0.0.1")
SICK = Probe(exec=ExecAction(command=("liveness",)))


def told(pod: Pod, runtime: RuntimeStatus, probes: ProbeResults = NONE) -> list[tuple[str, str, str]]:
    """(container, rule id, outcome) of every reason; the Pod's own comes first."""
    plan = pod_actions(pod, runtime, probes)
    return [(each.container, each.rule.id, each.outcome) for each in plan_reasons(pod, runtime, probes, plan)]


def one(state: str, exit_code: int = 0, name: str = "app", **more: Any) -> RuntimeContainer:
    return RuntimeContainer(name=name, id=f"{name}-0", sandbox="s0", state=state, exitCode=exit_code, **more)


def started(pod: Pod, plan: PodActions) -> set[str]:
    names = [pod.spec.initContainers[index].name for index in plan.init_containers_to_start]
    names += [pod.spec.containers[index].name for index in plan.containers_to_start]
    return {*names, *(pod.spec.ephemeralContainers[index].name for index in plan.ephemeral_containers_to_start)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_whatever_a_recorded_plan_does_to_a_container_has_a_reason(case: dict[str, Any]) -> None:
    given = case["in"]
    pod = structure_pod(given)
    runtime = structure_runtime(given, images_of(pod.spec))
    probes = ProbeResults(
        {(r["id"], ProbeType(r["probe"])): ProbeResult(r["result"]) for r in given.get("probeResults", ())}
    )
    restarts_all = given["restartAllContainers"]
    plan = pod_actions(pod, runtime, probes, restart_all_containers=restarts_all)
    whole, *each = plan_reasons(pod, runtime, probes, plan)
    assert whole.container == ""
    assert (whole.outcome == "nothing to do") == (not _does_anything(plan))
    if restarts_all:
        return
    reasons = {reason.container: reason for reason in each}
    assert len(reasons) == len(each)
    assert {name for name, reason in reasons.items() if "start" in reason.outcome.split(", not ")[0].split()} == (
        started(pod, plan)
    )
    assert {name for name, reason in reasons.items() if reason.outcome.startswith("kill")} == {
        kill.name for kill in plan.containers_to_kill
    }


def _does_anything(plan: PodActions) -> bool:
    recorded = as_recorded(plan)
    return any(value for key, value in recorded.items() if key not in ("SandboxID", "Attempt"))


def test_an_end_is_followed_by_what_the_policy_says() -> None:
    pod = Pod(spec=PodSpec(containers=(Container(name="app"), Container(name="two")), restartPolicy="OnFailure"))
    runtime = RuntimeStatus(sandboxes=(READY,), containers=(one("exited", 1), one("running", name="two")))
    assert told(pod, runtime) == [("", "B3.20", "start app"), ("app", "B10.5", "start again")]
    over = RuntimeStatus(sandboxes=(READY,), containers=(one("exited", 0), one("running", name="two")))
    assert told(pod, over) == [("", "B3.20", "nothing to do"), ("app", "B10.5", "stays ended")]


def test_an_init_container_that_runs_is_waited_for() -> None:
    pod = Pod(spec=PodSpec(initContainers=(Container(name="init"),), containers=(Container(name="app"),)))
    runtime = RuntimeStatus(sandboxes=(READY,), containers=(one("running", name="init"),))
    assert told(pod, runtime) == [("", "B3.20", "nothing to do"), ("init", "B8.2", "wait for it")]


def test_a_sidecar_is_waited_for_until_its_startup_probe_has_succeeded() -> None:
    sidecar = Container(name="side", restartPolicy="Always", startupProbe=SICK)
    pod = Pod(spec=PodSpec(initContainers=(sidecar,), containers=(Container(name="app"),)))
    runtime = RuntimeStatus(sandboxes=(READY,), containers=(one("running", name="side"),))
    assert told(pod, runtime)[1:] == [("side", "B9.3", "wait for it")]
    has_started = ProbeResults({("side-0", ProbeType.STARTUP): ProbeResult.SUCCESS})
    assert told(pod, runtime, has_started)[1:] == [("app", "B10.2", "start")]


@pytest.mark.parametrize(
    ("probe", "changed", "rule"), [(ProbeResult.FAILURE, False, "B12.8"), (ProbeResult.SUCCESS, True, "B10.8")]
)
def test_a_kill_names_what_killed(probe: ProbeResult, changed: bool, rule: str) -> None:
    pod = Pod(spec=PodSpec(containers=(Container(name="app", livenessProbe=SICK),)))
    runtime = RuntimeStatus(sandboxes=(READY,), containers=(one("running", specChanged=changed),))
    results = ProbeResults({("app-0", ProbeType.LIVENESS): probe})
    assert told(pod, runtime, results) == [
        ("", "B3.20", "kill app; start app"),
        ("app", rule, "kill, then start again"),
    ]


def test_a_sandbox_is_made_replaced_or_left_as_it_ended() -> None:
    pod = Pod(spec=PodSpec(containers=(Container(name="app"),), restartPolicy="Never"))
    dead = SandboxStatus(id="s0", ready=False)
    assert told(pod, RuntimeStatus())[0] == ("", "B5.1", "new sandbox 0; start app")
    lost = RuntimeStatus(sandboxes=(dead,), containers=(one("exited", 137),))
    assert told(pod, lost)[0] == ("", "B5.5", "kill the Pod's containers")
    always = Pod(spec=PodSpec(containers=(Container(name="app"),)))
    assert told(always, lost)[0] == ("", "B5.3", "kill the Pod's containers; new sandbox 1; start app")
