"""resize_events: the words of the events about a Pod's resize (kubelet/events podResizeMessage)."""

from __future__ import annotations

import json
from typing import Any

from ...objects.container import Container
from ...objects.pod import Pod

_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""What Go's encoder does not leave as it is."""


def resize_message(lead: str, pod: Pod, generation: int, error: str = "") -> str:
    """`Pod resize started: {...}`: the resources of each container of this Pod, the generation that asked for them, an error."""
    summary: dict[str, Any] = {}
    for field in ("initContainers", "containers"):
        containers = getattr(pod.spec, field)
        if containers:
            summary[field] = [{"name": each.name, "resources": _resources(each)} for each in containers]
    summary["generation"] = generation
    if error:
        summary["error"] = error
    text = json.dumps(summary, separators=(",", ":"), ensure_ascii=False)
    for character, escaped in _ESCAPED.items():
        text = text.replace(character, escaped)
    return f"Pod resize {lead}: {text}"


def _resources(container: Container) -> dict[str, dict[str, str]]:
    amounts = {"limits": container.resources.limits, "requests": container.resources.requests}
    return {kind: dict(sorted(texts.items())) for kind, texts in amounts.items() if texts}
