"""taints: the answers to taints.jsonl (ToleratesTaint; the times of the taint eviction controller)."""

from __future__ import annotations

from typing import Any

from ....model.controllers.rules.taint_eviction import FOR_EVER, toleration_seconds
from ....model.objects.node import Taint
from ....model.objects.pod import Toleration
from ....model.objects.tolerations import tolerates, untolerated_taint
from ....model.scheduler.rules.taint_toleration import HINDERING
from ..structure import Given, structure, structure_list, unstructure


def answer(given: Given) -> dict[str, Any]:
    """Whether one tolerates the other, or what the taints of a node mean for a Pod."""
    if given["kind"] == "tolerates":
        return {"tolerates": tolerates(structure(given["toleration"], Toleration), structure(given["taint"], Taint))}
    taints = structure_list(given, "taints", Taint)
    tolerations = structure_list(given, "tolerations", Toleration)
    hindrance = untolerated_taint(taints, tolerations, HINDERING)
    return {
        **eviction(toleration_seconds(taints, tolerations)),
        "schedulable": hindrance is None,
        "untolerated": None if hindrance is None else unstructure(hindrance),
    }


def eviction(seconds: object) -> dict[str, Any]:
    """The time until the eviction in the words of the vectors."""
    if seconds is None:
        return {"evict": "now"}
    return {"evict": "never"} if seconds is FOR_EVER else {"evict": "after", "seconds": seconds}
