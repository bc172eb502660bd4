"""Resource names: what the API's messages and paths call the objects of a kind."""

from __future__ import annotations

_NAMES = {
    "CronJob": "cronjobs.batch",
    "DaemonSet": "daemonsets.apps",
    "Deployment": "deployments.apps",
    "EndpointSlice": "endpointslices.discovery.k8s.io",
    "Job": "jobs.batch",
    "PodDisruptionBudget": "poddisruptionbudgets.policy",
    "PriorityClass": "priorityclasses.scheduling.k8s.io",
    "ReplicaSet": "replicasets.apps",
    "StatefulSet": "statefulsets.apps",
    "StorageClass": "storageclasses.storage.k8s.io",
}
"""Those whose name is not just the kind's with an s."""


def resource_of(kind: str) -> str:
    """`Pod` -> `pods`, `Deployment` -> `deployments.apps` (schema.GroupResource)."""
    return _NAMES.get(kind, kind.lower() + "s")
