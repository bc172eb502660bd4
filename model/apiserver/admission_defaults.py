"""Admission defaults: what admission plugins add to a new Pod in a cluster without classes of its own."""

from __future__ import annotations

from attrs import evolve

from ..objects.pod import Pod, PodSpec, Toleration, is_static

NODE_LOST_SECONDS = 300
"""How long a Pod stays bound to a node that is not ready or unreachable (TOLADM)."""

SYSTEM_PRIORITIES = {"system-node-critical": 2_000_001_000, "system-cluster-critical": 2_000_000_000}


def admission_defaults(pod: Pod) -> Pod:
    """The Pod with service account, priority and the two tolerations of lost nodes; a mirror Pod gets no account."""
    account = pod.spec.serviceAccountName or ("" if is_static(pod) else "default")
    priority = SYSTEM_PRIORITIES.get(pod.spec.priorityClassName, 0)
    spec = evolve(
        pod.spec,
        serviceAccountName=account,
        serviceAccount=account,
        priority=priority if pod.spec.priority is None else pod.spec.priority,
        preemptionPolicy=pod.spec.preemptionPolicy or "PreemptLowerPriority",
        tolerations=pod.spec.tolerations + tuple(_missing_tolerations(pod.spec)),
    )
    return evolve(pod, spec=spec)


def _missing_tolerations(spec: PodSpec) -> list[Toleration]:
    return [
        Toleration(key=key, operator="Exists", effect="NoExecute", tolerationSeconds=NODE_LOST_SECONDS)
        for key in ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
        if not any(_covers(each, key) for each in spec.tolerations)
    ]


def _covers(toleration: Toleration, key: str) -> bool:
    return toleration.key in (key, "") and toleration.effect in ("NoExecute", "")
