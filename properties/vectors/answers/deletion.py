"""deletion: the answers to deletion.jsonl (RDEL BeforeDelete, STRAT CheckGracefulDelete)."""

from __future__ import annotations

from typing import Any

from ....model.apiserver.rules.deletion import delete_pod
from ....model.apiserver.rules.rejection import Rejected
from ....model.objects.delete_options import DeleteOptions
from ....model.objects.meta import ObjectMeta
from ....model.objects.pod import Pod, PodSpec
from ....model.objects.status import PodStatus
from ....model.objects.time import Millis, Time
from ..structure import Given, structure

NOW = 1_900_000_000
"""Any moment: the vectors count their seconds from it."""


def answer(given: Given) -> dict[str, Any]:
    """The Pod's mark and what the store is to do, or the error."""
    try:
        done = delete_pod(pod_of(given), structure(given["options"], DeleteOptions), Millis(NOW * 1000))
    except Rejected as error:
        return {"error": {"reason": error.reason, "code": error.code}}
    deadline = done.metadata.deletionTimestamp
    return {
        "graceful": done.graceful,
        "pending": done.pending,
        "gracePeriodSeconds": done.grace,
        "deletionTimestamp": None if deadline is None else deadline - NOW,
        "deletionGracePeriodSeconds": done.metadata.deletionGracePeriodSeconds,
        "generation": done.metadata.generation,
    }


def pod_of(given: Given) -> Pod:
    """The stored Pod; its deletionTimestamp is given in seconds from now."""
    metadata = dict(given["metadata"])
    offset = metadata.pop("deletionTimestamp", None)
    deadline = None if offset is None else Time(NOW + offset)
    return Pod(
        metadata=ObjectMeta(**metadata, deletionTimestamp=deadline),
        spec=structure(given["spec"], PodSpec),
        status=structure(given["status"], PodStatus),
    )
