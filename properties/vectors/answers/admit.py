"""admit: the answers to admit.jsonl (ADM predicateAdmitHandler)."""

from __future__ import annotations

from typing import Any

from ....model.kubelet.rules.admission import admit
from ....model.objects.node import Node
from ....model.objects.pod import Pod
from ..structure import Given, structure, structure_list


def answer(given: Given) -> dict[str, Any]:
    """Whether the Pod is taken, and if not, why."""
    failure = admit(
        structure(given["pod"], Pod), structure(given["node"], Node), structure_list(given, "otherPods", Pod)
    )
    if failure is None:
        return {"admit": True}
    return {"admit": False, "reason": failure.reason, "message": failure.message}
