"""qos: the qosClass that a Pod gets when it is created (semantics A4.7, A5.13)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ...objects.container import ResourceRequirements
from ...objects.pod import PodSpec, every_container
from ...objects.resources import Amounts, read_amounts, total

QOS_RESOURCES: Final = ("cpu", "memory")
"""No other resource counts."""


def pod_qos(spec: PodSpec) -> str:
    """BestEffort, Burstable or Guaranteed (qos.ComputePodQOS). Raises ValueError for a text that is no quantity.

    Resources of the Pod itself, even empty ones, count instead of those of its containers.
    """
    if spec.resources is not None:
        return qos_class([spec.resources])
    return qos_class([container.resources for container in every_container(spec)])


def qos_class(parts: Iterable[ResourceRequirements]) -> str:
    """BestEffort without any request or limit; Guaranteed if every part is limited in cpu and memory and the sums of
    requests and of limits are equal; else Burstable."""
    requests: Amounts = {}
    limits: Amounts = {}
    all_are_limited = True
    for part in parts:
        limited = counted(part.limits)
        requests = total(requests, counted(part.requests))
        limits = total(limits, limited)
        all_are_limited = all_are_limited and len(limited) == len(QOS_RESOURCES)
    if not requests and not limits:
        return "BestEffort"
    return "Guaranteed" if all_are_limited and requests == limits else "Burstable"


def counted(texts: Mapping[str, str]) -> Amounts:
    """cpu and memory, where they are more than 0."""
    return {name: amount for name, amount in read_amounts(texts).items() if name in QOS_RESOURCES and amount.nanos > 0}
