"""requests: the answers to requests.jsonl (RESH PodRequests, PodLimits)."""

from __future__ import annotations

from typing import Any

from ....model.objects.pod import PodSpec
from ....model.objects.resources import Amounts
from ....model.scheduler.rules.requests import pod_limits, pod_requests
from ..structure import Given, structure


def answer(given: Given) -> dict[str, Any]:
    """Requests and limits of the Pod as a whole."""
    spec = structure(given["spec"], PodSpec)
    options = given.get("options", {})
    exclude_overhead = options.get("excludeOverhead", False)
    skip_pod_level = options.get("skipPodLevelResources", False)
    requests = pod_requests(
        spec,
        exclude_overhead=exclude_overhead,
        skip_pod_level_resources=skip_pod_level,
        non_missing=options.get("nonMissingContainerRequests"),
    )
    limits = pod_limits(spec, exclude_overhead=exclude_overhead, skip_pod_level_resources=skip_pod_level)
    return {"requests": as_recorded(requests), "limits": as_recorded(limits)}


def as_recorded(amounts: Amounts) -> dict[str, Any]:
    """Each amount as it prints, in whole units and in thousandths."""
    return {
        name: {"canonical": str(amount), "value": amount.value(), "milli": amount.milli_value()}
        for name, amount in amounts.items()
    }
