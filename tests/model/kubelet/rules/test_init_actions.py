"""init_actions: the sequence of init containers and sidecars."""

from __future__ import annotations

import pytest
from attrs import evolve

from podlaw.model.kubelet.rules.actions import Seen
from podlaw.model.kubelet.rules.init_actions import InitActions, init_actions
from podlaw.model.kubelet.rules.probe_results import ProbeResult, ProbeResults, ProbeType
from podlaw.model.objects.container import Container, Probe
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus

I0, I1 = Container(name="i0"), Container(name="i1")
SIDECAR = Container(name="s", restartPolicy="Always")
STARTUP = Container(name="s", restartPolicy="Always", startupProbe=Probe())


def instance(name: str, state: str, code: int = 0, reason: str = "") -> RuntimeContainer:
    return RuntimeContainer(name=name, id=f"{name}-0", state=state, exitCode=code, reason=reason)


def look(
    init: tuple[Container, ...],
    *known: RuntimeContainer,
    policy: str = "Always",
    probes: ProbeResults | None = None,
) -> InitActions:
    pod = Pod(spec=PodSpec(containers=(Container(name="app"),), initContainers=init, restartPolicy=policy))
    return init_actions(Seen(pod, RuntimeStatus(containers=known), probes or ProbeResults(), {}))


def kills(found: InitActions) -> list[str]:
    return [action.kill.message for action in found.actions if action.kill is not None]


def test_without_init_containers_the_app_may_run() -> None:
    assert look(()) == InitActions(initialized=True)


def test_the_first_starts_when_none_has_run() -> None:
    assert look((I0, I1)) == InitActions(initialized=False, starts=(0,))


def test_the_next_starts_when_one_has_succeeded() -> None:
    found = look((I0, I1), instance("i0", "exited"))
    assert (found.initialized, found.starts) == (False, (1,))


def test_nothing_starts_while_one_runs() -> None:
    found = look((I0, I1), instance("i0", "running"))
    assert (found.initialized, found.starts) == (False, ())


def test_the_app_may_run_when_the_last_has_succeeded_and_the_records_of_others_are_gone() -> None:
    found = look((I0, I1), instance("i1", "exited"))
    assert (found.initialized, found.starts) == (True, ())


@pytest.mark.parametrize("newest", [instance("i0", "exited", 1), instance("i0", "exited", 0, "OOMKilled")])
def test_one_that_failed_starts_again(newest: RuntimeContainer) -> None:
    found = look((I0, I1), newest)
    assert (found.initialized, found.failed, found.starts) == (False, False, (0,))


def test_one_that_failed_under_never_fails_the_pod() -> None:
    assert look((I0, I1), instance("i0", "exited", 1), policy="Never") == InitActions(initialized=False, failed=True)


def test_one_that_was_made_but_never_started_starts() -> None:
    assert look((I0,), instance("i0", "created")).starts == (0,)


def test_one_of_unknown_state_is_killed_and_started_again_or_fails_the_pod() -> None:
    found = look((I0,), instance("i0", "unknown"))
    assert (found.starts, kills(found)) == (
        (0,),
        ['Init container is in "unknown" state, try killing it before restart'],
    )
    assert look((I0,), instance("i0", "unknown"), policy="Never").failed


def test_finished_init_containers_are_not_looked_at_once_the_app_is_there() -> None:
    found = look((I0,), instance("i0", "exited", 1), instance("app", "running"), policy="Never")
    assert found == InitActions(initialized=True)


def test_an_exited_app_container_does_not_say_that_initialization_is_over() -> None:
    assert look((I0,), instance("app", "exited")).starts == (0,)


def test_a_running_sidecar_lets_the_next_start() -> None:
    found = look((SIDECAR, I1), instance("s", "running"))
    assert (found.initialized, found.starts) == (False, (1,))
    assert look((I0, SIDECAR), instance("s", "running")).initialized


@pytest.mark.parametrize(
    ("result", "starts", "killed"),
    [
        (None, (), []),
        (ProbeResult.UNKNOWN, (), []),
        (ProbeResult.SUCCESS, (1,), []),
        (ProbeResult.FAILURE, (0,), ["Init container s failed startup probe"]),
    ],
)
def test_a_sidecar_has_started_when_its_startup_probe_succeeds(
    result: ProbeResult | None, starts: tuple[int, ...], killed: list[str]
) -> None:
    probes = ProbeResults({} if result is None else {("s-0", ProbeType.STARTUP): result})
    found = look((STARTUP, I1), instance("s", "running"), probes=probes)
    assert (found.starts, kills(found)) == (starts, killed)


@pytest.mark.parametrize("newest", [instance("s", "exited", 0), instance("s", "created")])
def test_a_sidecar_that_does_not_run_starts_again_whatever_the_policy(newest: RuntimeContainer) -> None:
    assert look((SIDECAR, I1), newest, instance("i1", "running"), policy="Never").starts == (0,)
    assert look((SIDECAR, I1), newest, instance("app", "running"), policy="Never").starts == (0,)


def test_a_sidecar_whose_record_is_gone_starts_again_once_it_has_been_passed() -> None:
    assert look((SIDECAR, I1), instance("i1", "running")).starts == (0,)
    assert look((I0, SIDECAR), instance("app", "running")).starts == (1,)


def test_a_sidecar_whose_spec_changed_is_replaced_and_lets_the_next_start() -> None:
    found = look((SIDECAR, I1), evolve(instance("s", "running"), specChanged=True))
    assert (found.starts, kills(found)) == ((0, 1), ["Init container s definition changed"])


def test_a_sidecar_that_is_not_alive_is_replaced() -> None:
    sidecar = Container(name="s", restartPolicy="Always", livenessProbe=Probe())
    probes = ProbeResults({("s-0", ProbeType.LIVENESS): ProbeResult.FAILURE})
    found = look((sidecar,), instance("s", "running"), instance("app", "running"), probes=probes)
    assert (found.starts, kills(found)) == ((0,), ["Init container s failed liveness probe"])
