"""statefulset: the answers to statefulset.jsonl (SSC updateStatefulSet, one step)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ....model.controllers.rules.statefulset import Replica, StatefulSet, step
from ..structure import Given

NAME = "web"


def answer(given: Given) -> dict[str, Any]:
    """What is created and deleted, and the counts."""
    stateful_set = stateful_set_of(given)
    done = step(stateful_set, map(replica_of, given["pods"]))
    create = [{"name": name_of(each), "revision": each.revision} for each in done.create]
    delete = [{"name": name_of(each)} for each in done.delete]
    by_name = stateful_set.is_parallel
    return {
        "create": sorted_by_name(create) if by_name else create,
        "delete": sorted_by_name(delete) if by_name else delete,
        "status": {
            "replicas": done.status.replicas,
            "readyReplicas": done.status.ready,
            "availableReplicas": done.status.available,
            "currentReplicas": done.status.current,
            "updatedReplicas": done.status.updated,
        },
    }


def sorted_by_name(shown: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """With Parallel the order has no meaning."""
    return sorted(shown, key=lambda each: each["name"])


def name_of(replica: Replica) -> str:
    """The name that follows from the ordinal."""
    return f"{NAME}-{replica.ordinal}"


def stateful_set_of(given: Given) -> StatefulSet:
    """The set with its revisions."""
    spec = given["spec"]
    strategy = spec["updateStrategy"]
    return StatefulSet(
        replicas=spec["replicas"],
        start=spec["ordinals"]["start"],
        is_parallel=spec["podManagementPolicy"] == "Parallel",
        on_delete=strategy["type"] == "OnDelete",
        partition=strategy.get("rollingUpdate", {}).get("partition"),
        min_ready_seconds=spec["minReadySeconds"],
        is_deleted=given["deleting"],
        current_revision=given["currentRevision"],
        update_revision=given["updateRevision"],
    )


def replica_of(given: Given) -> Replica:
    """The short form of a Pod."""
    return Replica(
        ordinal=given["ordinal"],
        revision=given["revision"],
        phase=given["phase"],
        is_deleted=given.get("deleting", False),
        ready_seconds=given.get("readyForSeconds"),
    )
