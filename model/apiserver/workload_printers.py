"""Workload printers: a controller's object as one row of `kubectl get` (pkg/printers/internalversion)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..objects.cron_job import CronJob
from ..objects.daemon_set import DaemonSet
from ..objects.deployment import Deployment
from ..objects.endpoint_slice import EndpointSlice
from ..objects.human_duration import human_duration
from ..objects.job import Job, condition_of
from ..objects.service import Service
from ..objects.stateful_set import StatefulSet
from ..objects.time import Millis
from .printers import NONE

Row = Callable[[Any, Millis], tuple[str, ...]]
"""All cells but the name and the age."""


def _replica_set(obj: Any, now: Millis) -> tuple[str, ...]:
    return str(obj.spec.replicas or 0), str(obj.status.replicas), str(obj.status.readyReplicas)


def _deployment(obj: Deployment, now: Millis) -> tuple[str, ...]:
    status = obj.status
    ready = f"{status.readyReplicas}/{obj.spec.replicas or 0}"
    return ready, str(status.updatedReplicas), str(status.availableReplicas)


def _stateful_set(obj: StatefulSet, now: Millis) -> tuple[str, ...]:
    return (f"{obj.status.readyReplicas}/{obj.spec.replicas or 0}",)


def _daemon_set(obj: DaemonSet, now: Millis) -> tuple[str, ...]:
    status = obj.status
    selector = obj.spec.template.spec.nodeSelector
    return (
        str(status.desiredNumberScheduled), str(status.currentNumberScheduled), str(status.numberReady),
        str(status.updatedNumberScheduled), str(status.numberAvailable),
        ",".join(f"{key}={selector[key]}" for key in sorted(selector)) or NONE,
    )  # fmt: skip


def _job(obj: Job, now: Millis) -> tuple[str, ...]:
    spec, status = obj.spec, obj.status
    if spec.completions is not None:
        completions = f"{status.succeeded}/{spec.completions}"
    elif (spec.parallelism or 0) > 1:
        completions = f"{status.succeeded}/1 of {spec.parallelism}"
    else:
        completions = f"{status.succeeded}/1"
    return _job_status(obj), completions


def _job_status(obj: Job) -> str:
    if condition_of(obj, "Complete") or condition_of(obj, "Failed"):
        return "Complete" if condition_of(obj, "Complete") else "Failed"
    if obj.metadata.deletionTimestamp is not None:
        return "Terminating"
    known = ("Suspended", "FailureTarget", "SuccessCriteriaMet")
    return next((kind for kind in known if condition_of(obj, kind)), "Running")


def _cron_job(obj: CronJob, now: Millis) -> tuple[str, ...]:
    last = obj.status.lastScheduleTime
    return (
        obj.spec.schedule, obj.spec.timeZone or NONE, str(bool(obj.spec.suspend)), str(len(obj.status.active)),
        NONE if last is None else human_duration(now - last * 1000),
    )  # fmt: skip


def _service(obj: Service, now: Millis) -> tuple[str, ...]:
    spec = obj.spec
    outside = spec.externalName if spec.type == "ExternalName" else ",".join(spec.externalIPs)
    if not outside and spec.type == "LoadBalancer":
        outside = "<pending>"
    ports = [f"{each.port}:{each.nodePort}" if each.nodePort else f"{each.port}" for each in spec.ports]
    listed = ",".join(f"{text}/{each.protocol}" for text, each in zip(ports, spec.ports, strict=True))
    return spec.type, spec.clusterIP or NONE, outside or NONE, listed or NONE


def _endpoint_slice(obj: EndpointSlice, now: Millis) -> tuple[str, ...]:
    ports = [str(each.port) for each in obj.ports if each.port is not None]
    addresses = [address for each in obj.endpoints for address in each.addresses]
    return obj.addressType, _some(ports), _some(addresses)


def _some(texts: Sequence[str]) -> str:
    """The first three, and how many more (printers formatDiscoveryPorts, formatDiscoveryEndpoints)."""
    if not texts:
        return UNSET
    more = f" + {len(texts) - MOST_LISTED} more..." if len(texts) > MOST_LISTED else ""
    return ",".join(texts[:MOST_LISTED]) + more


UNSET, MOST_LISTED = "<unset>", 3

ROWS: Mapping[str, tuple[tuple[str, ...], Row]] = {
    "Deployment": (("READY", "UP-TO-DATE", "AVAILABLE"), _deployment),
    "ReplicaSet": (("DESIRED", "CURRENT", "READY"), _replica_set),
    "ReplicationController": (("DESIRED", "CURRENT", "READY"), _replica_set),
    "StatefulSet": (("READY",), _stateful_set),
    "DaemonSet": (("DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE", "NODE SELECTOR"), _daemon_set),
    "CronJob": (("SCHEDULE", "TIMEZONE", "SUSPEND", "ACTIVE", "LAST SCHEDULE"), _cron_job),
    "Job": (("STATUS", "COMPLETIONS"), _job),
    "Service": (("TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)"), _service),
    "EndpointSlice": (("ADDRESSTYPE", "PORTS", "ENDPOINTS"), _endpoint_slice),
}
"""By kind: the headings between NAME and AGE, and how the cells are found; in the order in which they are shown."""

TIMES = ("LAST SCHEDULE",)
"""Columns that change by themselves."""


def age(obj: Any, now: Millis) -> str:
    """How long ago it was created, as kubectl says it."""
    created = obj.metadata.creationTimestamp
    return human_duration(now - (created or 0) * 1000)


def duration(job: Job, now: Millis) -> str:
    """How long the Job has run, or ran until it was complete; empty before it starts."""
    start, end = job.status.startTime, job.status.completionTime
    if start is None:
        return ""
    return human_duration((now if end is None else end * 1000) - start * 1000)
