"""qos: the answers to qos.jsonl (qos.ComputePodQOS)."""

from __future__ import annotations

from typing import Any

from ....model.apiserver.rules.qos import pod_qos
from ....model.objects.pod import PodSpec
from ..structure import Given, structure


def answer(given: Given) -> dict[str, Any]:
    """The qosClass."""
    return {"qosClass": pod_qos(structure(given["spec"], PodSpec))}
