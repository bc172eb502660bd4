"""Admission defaults: what admission plugins add to a new Pod: its account, its priority, two tolerations."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from ..objects.pod import Pod, PodSpec, Toleration, is_static
from ..objects.priority_class import PriorityClass
from .rules.priority import with_priority

NODE_LOST_SECONDS = 300
"""How long a Pod stays bound to a node that is not ready or unreachable (TOLADM)."""


def admission_defaults(pod: Pod, classes: Iterable[PriorityClass] = ()) -> Pod:
    """The Pod with service account, the priority of its class, and the two tolerations of lost nodes; a mirror Pod gets
    no account. `classes`: those that users have created. Raises NotAdmitted."""
    account = pod.spec.serviceAccountName or ("" if is_static(pod) else "default")
    spec = evolve(
        with_priority(pod.spec, classes),
        serviceAccountName=account,
        serviceAccount=account,
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
