"""pod_status: the parts of a status put together."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from podlaw.model.kubelet.rules.pod_status import Eviction, api_pod_status
from podlaw.model.kubelet.rules.probe_results import ProbeResults
from podlaw.model.objects.container import Container
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus, SandboxStatus
from podlaw.model.objects.status import PodCondition, PodStatus

POD = Pod(spec=PodSpec(containers=(Container(name="c"),)), status=PodStatus(phase="Running"))
RUNTIME = RuntimeStatus(
    sandboxes=(SandboxStatus(id="s", ready=True, ip="10.0.0.1"),),
    containers=(RuntimeContainer(name="c", id="1", state="running", sandbox="s"),),
)


def status_of(
    pod: Pod, old: PodStatus, runtime: RuntimeStatus = RUNTIME, eviction: Eviction | None = None, host_ip: str = ""
) -> PodStatus:
    return api_pod_status(
        pod, runtime, old, {}, ProbeResults(), pod_is_terminal=False, eviction=eviction, host_ip=host_ip
    )


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("status")


def test_a_running_container_makes_a_running_and_ready_pod() -> None:
    status = status_of(POD, PodStatus())
    assert (status.phase, status.podIP) == ("Running", "10.0.0.1")
    assert [(c.type, c.status) for c in status.conditions] == [
        ("PodReadyToStartContainers", "True"),
        ("Initialized", "True"),
        ("Ready", "True"),
        ("ContainersReady", "True"),
        ("PodScheduled", "True"),
    ]


def test_a_terminal_phase_stays_with_its_reason() -> None:
    failed = PodStatus(phase="Failed", reason="Evicted", message="why")
    status = status_of(POD, failed)
    assert (status.phase, status.reason, status.message) == ("Failed", "Evicted", "why")
    assert status_of(evolve(POD, status=failed), PodStatus(phase="Running")).phase == "Failed"


def test_an_eviction_fails_the_pod_unless_the_api_already_shows_its_end() -> None:
    deadline = Eviction("DeadlineExceeded", "why")
    status = status_of(POD, PodStatus(), eviction=deadline)
    assert (status.phase, status.reason, status.message) == ("Failed", "DeadlineExceeded", "why")
    succeeded = PodStatus(phase="Succeeded")
    assert status_of(evolve(POD, status=succeeded), succeeded, eviction=deadline).phase == "Succeeded"


def test_foreign_conditions_stay_first_and_the_disruption_comes_from_the_kubelet() -> None:
    gate = PodCondition(type="gate", status="True")
    disruption = PodCondition(type="DisruptionTarget", status="True", reason="TerminationByKubelet")
    pod = evolve(POD, status=evolve(POD.status, conditions=(gate, PodCondition(type="Ready", status="False"))))
    status = status_of(pod, PodStatus(conditions=(disruption,)))
    assert status.conditions[:2] == (gate, disruption)
    assert [c.type for c in status.conditions].count("Ready") == 1


def test_a_pod_on_the_hosts_network_has_the_hosts_address() -> None:
    sandbox = SandboxStatus(id="s", ready=True, network="NODE")
    runtime = evolve(RUNTIME, sandboxes=(sandbox,))
    on_host = evolve(POD, spec=evolve(POD.spec, hostNetwork=True))
    status = status_of(on_host, PodStatus(), runtime, host_ip="192.168.0.2")
    assert (status.hostIP, status.podIP) == ("192.168.0.2", "192.168.0.2")
    status = status_of(POD, PodStatus(), host_ip="192.168.0.2")
    assert (status.hostIP, status.podIP) == ("192.168.0.2", "10.0.0.1")
