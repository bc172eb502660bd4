"""probes: answers probes.jsonl with what one probe worker does at each tick (PRW doProbe)."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.probe_results import ProbeResult, ProbeType
from ....model.kubelet.rules.probe_worker import Worker, after_answer, tick
from ....model.objects.container import Container, Probe
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSpec
from ....model.objects.status import ContainerStatus, PodStatus
from ....model.objects.time import Millis, Time
from ..structure import Given, structure

NAME = "c"
STARTED = Time(1_000_000)
KUBELET_STARTED_LATER = Time(2_000_000)
HANDLER = {
    "success": ProbeResult.SUCCESS,
    "warning": ProbeResult.SUCCESS,
    "failure": ProbeResult.FAILURE,
    "unknown": ProbeResult.FAILURE,
}
"""What the worker makes of the handler's word; an error leaves it as it was."""


def answer(given: dict[str, Any]) -> dict[str, Any]:
    """What is probed and published, tick by tick, until the worker ends."""
    kind, probe = ProbeType(given["probeType"]), structure(given["probe"], Probe)
    container = structure({**given["container"], "name": NAME, f"{kind.value}Probe": given["probe"]}, Container)
    worker, steps = Worker(), []
    for step in given["steps"]:
        after = tick(
            worker, kind, pod_of(given, step, container), container, status_of(given, step),
            Millis((STARTED + step.get("age", 0)) * 1000),
            kubelet_started=KUBELET_STARTED_LATER if given["kubeletRestarted"] else None,
        )  # fmt: skip
        worker = after.worker
        if after.asks and step["handler"] in HANDLER:
            worker = after_answer(worker, kind, probe, HANDLER[step["handler"]])
        steps.append({"probed": after.asks, "result": published(worker, step), "keepGoing": after.goes_on})
        if not after.goes_on:
            break
    return {"steps": steps}


def pod_of(given: Given, step: Given, container: Container) -> Pod:
    """The Pod that the worker began with."""
    metadata = ObjectMeta(deletionTimestamp=Time(0) if step.get("deleted") else None)
    is_init = given["container"]["init"]
    spec = PodSpec(
        restartPolicy=given["restartPolicy"],
        initContainers=(container,) if is_init else (),
        containers=() if is_init else (container,),
    )
    return Pod(metadata=metadata, spec=spec)


def status_of(given: Given, step: Given) -> PodStatus | None:
    """The status that the worker sees at this tick."""
    if step.get("noStatus"):
        return None
    states = {
        "running": {"running": {"startedAt": "1970-01-12T13:46:40Z"}},
        "terminated": {"terminated": {"exitCode": step.get("exitCode", 0)}},
        "waiting": {"waiting": {}},
    }
    shown = {"name": NAME, "containerID": step.get("containerID", ""), "started": step.get("started")}
    status = structure({**shown, "state": states.get(step.get("state", ""), {})}, ContainerStatus)
    is_init = given["container"]["init"]
    return PodStatus(
        phase=step["phase"],
        containerStatuses=() if is_init else (status,),
        initContainerStatuses=(status,) if is_init else (),
    )


def published(worker: Worker, step: Given) -> str | None:
    """The published result of the instance that the tick was about."""
    if worker.published is None or worker.container_id != step.get("containerID"):
        return None
    return worker.published.value
