"""probe_worker: the machine of a worker goes through what the rule says, over recorded ticks."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from podlaw.model.core.domain import instances
from podlaw.model.core.kind import Refused
from podlaw.model.kubelet.agent.pod_agent import PodAgent
from podlaw.model.kubelet.agent.probe_view import published, view_of
from podlaw.model.kubelet.probe_worker import (
    PROBE_WORKER,
    AnswerProbe,
    DiscardAttempt,
    ProbeTick,
    ProbeWorker,
    ProbeWorkerState,
    ProbeWorkerView,
    Published,
)
from podlaw.model.kubelet.rules.probe_results import ProbeResult, ProbeType
from podlaw.model.kubelet.rules.probe_worker import Worker, after_answer, threshold, tick
from podlaw.model.objects.container import Container, Probe
from podlaw.model.objects.status import PodStatus
from podlaw.properties.vectors.answers import probes
from podlaw.properties.vectors.structure import structure

VECTORS = Path(__file__).parents[2] / "data" / "vectors" / "probes.jsonl"
CASES = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_machine_asks_publishes_and_ends_as_the_rule_does(case: dict[str, Any]) -> None:
    given = case["in"]
    kind, probe = ProbeType(given["probeType"]), structure(given["probe"], Probe)
    name = f"{kind.value}Probe"
    container = structure({**given["container"], "name": probes.NAME, name: given["probe"]}, Container)
    worker, machine = Worker(), ProbeWorker()
    for step in given["steps"]:
        status, now = probes.status_of(given, step), (probes.STARTED + step.get("age", 0)) * 1000
        started = probes.KUBELET_STARTED_LATER if given["kubeletRestarted"] else None
        pod = probes.pod_of(given, step, container)
        seen = tick(worker, kind, pod, container, status, now, kubelet_started=started)
        agent = SimpleNamespace(
            status=status or PodStatus(), simulation=SimpleNamespace(now=now), kubelet=SimpleNamespace(started=started)
        )
        view = view_of(cast(PodAgent, agent), pod, container, kind, worker)
        machine = PROBE_WORKER.drive(view, machine, ProbeTick())
        worker = seen.worker
        assert (machine.asks, machine.state is ProbeWorkerState.STOPPED) == (seen.asks, not seen.goes_on)
        if not seen.goes_on:
            return
        if seen.asks:
            result = probes.HANDLER.get(step["handler"])
            machine, worker = answered(view, machine, worker, kind, probe, result)
        assert machine.published is published(worker.published)
        assert (machine.state is ProbeWorkerState.ON_HOLD) is worker.on_hold


def answered(
    view: ProbeWorkerView,
    machine: ProbeWorker,
    worker: Worker,
    kind: ProbeType,
    probe: Probe,
    result: ProbeResult | None,
) -> tuple[ProbeWorker, Worker]:
    """The machine and the rule's worker after the handler's word; None: it erred."""
    if result is None:
        return PROBE_WORKER.drive(view, machine, DiscardAttempt()), worker
    run = worker.run + 1 if result is worker.last else 1
    event = AnswerProbe(succeeded=result is ProbeResult.SUCCESS, reaches=run >= threshold(probe, result))
    return PROBE_WORKER.drive(view, machine, event), after_answer(worker, kind, probe, result)


def test_liveness_and_readiness_are_never_asked_before_the_container_has_started() -> None:
    for view in instances(ProbeWorkerView):
        if view.has_started or view.probe is ProbeType.STARTUP:
            continue
        for state in (ProbeWorkerState.DELAYED, ProbeWorkerState.COUNTING):
            assert not PROBE_WORKER.step(view, ProbeWorker(state), ProbeTick()).asks, view


def test_nobody_answers_who_was_not_asked() -> None:
    with pytest.raises(Refused):
        PROBE_WORKER.step(ProbeWorkerView(), ProbeWorker(ProbeWorkerState.COUNTING), AnswerProbe(True, True))


def test_an_answer_below_its_threshold_publishes_nothing() -> None:
    asked = ProbeWorker(ProbeWorkerState.COUNTING, Published.SUCCESS, asks=True)
    after = PROBE_WORKER.step(ProbeWorkerView(), asked, AnswerProbe(succeeded=False, reaches=False))
    assert after == ProbeWorker(ProbeWorkerState.COUNTING, Published.SUCCESS, asks=False)
