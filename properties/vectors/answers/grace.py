"""grace: the answers to grace.jsonl (PW calculateEffectiveGracePeriod; KRC setTerminationGracePeriod)."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.grace import (
    container_grace_period,
    effective_grace_period,
    grace_period_is_shortened,
    stop_timeout,
)
from ....model.objects.container import Container, Probe
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSpec
from ..structure import Given, structure


def answer(given: Given) -> dict[str, Any]:
    """The grace of a Pod's termination, or of one container's kill."""
    pod = Pod(
        metadata=ObjectMeta(deletionGracePeriodSeconds=given.get("deletionGracePeriodSeconds")),
        spec=PodSpec(terminationGracePeriodSeconds=given.get("terminationGracePeriodSeconds")),
    )
    return answer_for_pod(pod, given) if given["kind"] == "pod" else answer_for_container(pod, given)


def answer_for_pod(pod: Pod, given: Given) -> dict[str, Any]:
    """kind pod: the grace, and whether it differs from that of a termination under way."""
    recorded = given["currentGracePeriodSeconds"]
    grace = effective_grace_period(pod, recorded=recorded, override=given.get("override"))
    return {"gracePeriodSeconds": grace, "changed": grace_period_is_shortened(recorded, grace)}


def answer_for_container(pod: Pod, given: Given) -> dict[str, Any]:
    """kind container: the grace by the rules, and what the runtime is told with the override."""
    container = Container(
        name="c", livenessProbe=probe_of(given, "livenessProbe"), startupProbe=probe_of(given, "startupProbe")
    )
    grace = container_grace_period(pod, container, given["reason"])
    return {"gracePeriodSeconds": grace, "stopTimeoutSeconds": stop_timeout(given.get("override", grace))}


def probe_of(given: Given, name: str) -> Probe | None:
    """The probe, if there is one."""
    return structure(given[name], Probe) if name in given else None
