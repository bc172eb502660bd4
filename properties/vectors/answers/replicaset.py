"""replicaset: the answers to replicaset.jsonl (CU ActivePodsWithRanks)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ....model.controllers.rules.replicaset import deletion_order, ranked
from ....model.objects.pod import Pod
from ....model.objects.status import ContainerStatus
from ....model.objects.time import parse_rfc3339
from ..structure import Given, structure


def answer(given: Given) -> dict[str, Any]:
    """The ranks, and the names in the order of deletion."""
    pods = [pod_of(each) for each in given["pods"]]
    related = [*pods, *map(pod_of, given["otherPods"])]
    found = ranked(pods, related)
    order = deletion_order(found, parse_rfc3339(given["now"]))
    return {"ranks": [each.rank for each in found], "deletionOrder": [pod.metadata.name for pod in order]}


def pod_of(given: Given) -> Pod:
    """The Pod; its only container's restartCount stands in the status."""
    pod = structure(given, Pod)
    restarts = ContainerStatus(name="c", restartCount=given["status"]["restartCount"])
    return evolve(pod, status=evolve(pod.status, containerStatuses=(restarts,)))
