"""answers: for each vectors file the module of its name, whose `answer` puts a case to podlaw's rule."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

Answer = Callable[[dict[str, Any]], dict[str, Any]]
"""From a case's `in` to what its `out` should be."""

# fmt: off
NAMES = (
    "phase", "conditions", "ready", "status", "restart", "convert", "terminal", "actions", "backoff", "grace",
    "probes", "deletion", "qos", "requests", "defaults", "validation", "admit", "workers", "taints", "filters",
    "podgc", "selectors", "update", "life", "replicaset", "statefulset", "schedule", "preemption",
)
# fmt: on
"""The files whose meaning podlaw knows: an entry here and a module beside this one are all that a file needs."""


def answerer(name: str) -> Answer | None:
    """The `answer` of the vectors file of this name, or None where podlaw does not implement it (yet)."""
    if name not in NAMES:
        return None
    module = f"{__package__}.{name}"
    try:
        found: Answer = import_module(module).answer
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        return None
    return found
