"""Prepare: what the API server makes of a new Pod before it is stored (STRAT PrepareForCreate; semantics B1.1)."""

from __future__ import annotations

from attrs import evolve

from ..objects.pod import Pod, PodSpec
from ..objects.status import PodCondition, PodStatus
from .rules.qos import pod_qos

GATED = PodCondition(
    type="PodScheduled",
    status="False",
    reason="SchedulingGated",
    message="Scheduling is blocked due to non-empty scheduling gates",  # the API's own words
)


def prepare_for_create(pod: Pod) -> Pod:
    """The defaulted Pod with generation 1 and a fresh status; the client's status is dropped, a negative grace is 1."""
    spec = with_positive_grace(pod.spec)
    conditions = (GATED,) if spec.schedulingGates else ()
    status = PodStatus(phase="Pending", qosClass=pod_qos(spec), conditions=conditions)
    return evolve(pod, metadata=evolve(pod.metadata, generation=1), spec=spec, status=status)


def with_positive_grace(spec: PodSpec) -> PodSpec:
    """A negative terminationGracePeriodSeconds counts as 1."""
    grace = spec.terminationGracePeriodSeconds
    return evolve(spec, terminationGracePeriodSeconds=1) if grace is not None and grace < 0 else spec
