"""phase: the rows of B.4, one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from podlaw.model.kubelet.rules.phase import pod_phase
from podlaw.model.objects.container import Container
from podlaw.model.objects.pod import PodSpec
from podlaw.model.objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
)

NEVER_RAN = ContainerState(waiting=ContainerStateWaiting())
RUNS = ContainerState(running=ContainerStateRunning())


def ended(code: int, reason: str = "") -> ContainerState:
    return ContainerState(terminated=ContainerStateTerminated(exitCode=code, reason=reason))


def phase(
    policy: str,
    *apps: ContainerState,
    init: ContainerState | None = None,
    sidecar: ContainerState | None = None,
    started: bool = True,
    terminal: bool = False,
    initialized: bool = True,
    static: bool = False,
) -> str:
    """The phase of a Pod with these app containers and, where given, an init container and a sidecar."""
    inits = [("i", init, None), ("s", sidecar, "Always")]
    return pod_phase(
        PodSpec(
            restartPolicy=policy,
            containers=tuple(Container(name=f"c{index}") for index in range(len(apps))),
            initContainers=tuple(Container(name=name, restartPolicy=own) for name, state, own in inits if state),
        ),
        tuple(ContainerStatus(name=name, state=state, started=started) for name, state, _ in inits if state),
        tuple(ContainerStatus(name=f"c{index}", state=state) for index, state in enumerate(apps)),
        pod_is_terminal=terminal,
        pod_has_initialized=initialized,
        static=static,
    )


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("phase")


# fmt: off
APPS = (
    ("Always",    (RUNS, RUNS),             "Running"),
    ("Always",    (RUNS, NEVER_RAN),        "Pending"),
    ("Always",    (RUNS, ContainerState()), "Pending"),
    ("Always",    (ended(0), ended(1)),     "Running"),
    ("OnFailure", (ended(0), ended(1)),     "Running"),
    ("OnFailure", (ended(0), ended(0)),     "Succeeded"),
    ("Never",     (ended(0), ended(0)),     "Succeeded"),
    ("Never",     (ended(0), ended(1)),     "Failed"),
    ("Never",     (ended(1), RUNS),         "Running"),
    ("Never",     (),                       "Pending"),
)
# fmt: on


@pytest.mark.parametrize(("policy", "apps", "expected"), APPS)
def test_app_containers_make_the_phase(policy: str, apps: tuple[ContainerState, ...], expected: str) -> None:
    assert phase(policy, *apps) == expected


def test_a_container_that_waits_for_its_restart_counts_as_stopped_but_not_as_succeeded() -> None:
    waits = ContainerStatus(name="c", state=NEVER_RAN, lastState=ended(0))
    spec = PodSpec(restartPolicy="Never", containers=(Container(name="c"),))
    found = pod_phase(spec, (), (waits,), pod_is_terminal=False, pod_has_initialized=True, static=False)
    assert found == "Failed"


def test_an_init_container_that_failed_for_good_fails_the_pod_first_of_all() -> None:
    assert phase("Never", RUNS, init=ended(1)) == "Failed"
    assert phase("OnFailure", NEVER_RAN, init=ended(1)) == "Pending"
    assert phase("Never", RUNS, init=ended(137, "RestartingAllContainers")) == "Running"


def test_a_pending_init_container_keeps_the_pod_pending() -> None:
    assert phase("Never", RUNS, init=RUNS) == "Pending"


def test_a_sidecar_that_restarts_takes_only_an_uninitialized_pod_back_to_pending() -> None:
    assert phase("Always", ended(1), sidecar=RUNS, started=False, initialized=False) == "Pending"
    assert phase("Always", ended(1), sidecar=RUNS, started=False, initialized=True) == "Running"


def test_sidecar_exit_codes_never_decide_the_end() -> None:
    assert phase("Never", ended(0), sidecar=ended(1)) == "Succeeded"


def test_a_terminal_pod_ends_whatever_its_policy_unless_it_is_static() -> None:
    assert phase("Always", ended(0), terminal=True) == "Succeeded"
    assert phase("Always", ended(0), ended(143), terminal=True) == "Failed"
    assert phase("Always", ended(0), terminal=True, static=True) == "Running"
