"""Random runs of the whole cluster: users, faults and time in any order, under every law."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

from podlaw.model.runtime.scripted import ScriptedRuntime
from podlaw.properties.laws import all_laws
from podlaw.properties.stateful.cluster_machine import ClusterMachine
from podlaw.properties.stateful.supervision import Broken

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


class UnderEveryLaw(ClusterMachine):
    """All laws, of machines, worlds and records."""

    laws = all_laws()


class PlainUnderEveryLaw(UnderEveryLaw):
    """Pods without sidecars, probes and deadlines: deeper into the life of the others."""

    plain = True


@pytest.mark.parametrize("machine", [UnderEveryLaw, PlainUnderEveryLaw])
def test_a_cluster_keeps_every_law_whatever_happens_to_it(machine: type[ClusterMachine]) -> None:
    """Half of the profile's examples: one is a life of up to three Pods, checked at each of its moments."""
    case = machine.TestCase
    case.settings = settings(max_examples=max(settings.default.max_examples // 2, 1), suppress_health_check=SLOW)
    case("runTest").runTest()


def test_a_planted_bug_is_found_and_told_as_a_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A runtime that never stops a sandbox: the machines say that it is stopped, the runtime that it is ready."""
    monkeypatch.setattr(ScriptedRuntime, "stop_sandbox", lambda runtime, uid: None)

    class Found(PlainUnderEveryLaw):
        """Looks no longer than it must, and the same way each time."""

    Found.TestCase.settings = settings(
        max_examples=40, phases=[Phase.generate], database=None, derandomize=True, suppress_health_check=SLOW
    )
    with pytest.raises(Broken, match="sandbox: the machines say") as caught:
        Found.TestCase("runTest").runTest()
    script = caught.value.__notes__[0]
    assert "podlaw run 0.yaml" in script
    assert "trace.example/script" in script
