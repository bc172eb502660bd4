"""Laws: every law, by what it speaks of; a file has the name of the machine that it is about."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from ..law import RECORD, STORE, Law

CHAPTERS = (
    "storage",
    "pod_object",
    "pod_worker",
    "mirror_pod",
    "pod_cache",
    "sync",
    "phase",
    "sandbox",
    "container",
    "container_spec",
    "container_status",
    "image_pull",
    "init_flow",
    "sidecar",
    "restart",
    "crash_loop",
    "probe_worker",
    "published_probes",
    "conditions",
    "kill_task",
    "termination",
    "deadline",
    "admission",
    "eviction",
    "node",
    "controllers",
    "endpoints",
    "namespaces",
    "volumes",
    "scheduler",
    "coscheduling",
)
"""In the order of the catalogue; `observed` has the same chapters about records."""

OBSERVED_ONLY = ("storage",)
"""Chapters of which no machine's state speaks."""

NOT_OBSERVED = (
    "mirror_pod",
    "pod_cache",
    "sync",
    "kill_task",
    "controllers",
    "endpoints",
    "namespaces",
    "volumes",
    "scheduler",
    "coscheduling",
)
"""Chapters of which no record speaks; there `termination` speaks of kills too."""


@cache
def all_laws() -> tuple[Law, ...]:
    """Every law, chapter by chapter: of machines and worlds, then of records."""
    names = [chapter for chapter in CHAPTERS if chapter not in OBSERVED_ONLY]
    modules = [*names, *(f"observed.{name}" for name in CHAPTERS if name not in NOT_OBSERVED)]
    members = [vars(import_module(f"{__name__}.{module}")).values() for module in modules]
    return tuple(dict.fromkeys(one for some in members for one in some if isinstance(one, Law)))


def laws_of_worlds() -> tuple[Law, ...]:
    """Those that an explorer can ask: about Kinds and worlds."""
    return tuple(law for law in all_laws() if law.subject not in (RECORD, STORE))


def laws_of_records() -> tuple[Law, ...]:
    """Those that a Judge asks: about what a watcher sees."""
    return tuple(law for law in all_laws() if law.subject in (RECORD, STORE))


def find_laws(word: str) -> tuple[Law, ...]:
    """The laws with this id (`RST-2`, any case), or this name."""
    return tuple(law for law in all_laws() if word.upper() == law.id or word == law.name)
