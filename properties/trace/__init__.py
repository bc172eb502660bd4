"""trace: the judge of what a cluster, or another implementation, has shown of its Pods."""

from __future__ import annotations

from .checker import TraceChecker, check_events
from .knowledge import AUDIT, RECORDING, SNAPSHOTS, WATCH, Knowledge
from .stream import BadTrace
from .verdict import Coverage, Rejection, Verdict

__all__ = [
    "AUDIT",
    "RECORDING",
    "SNAPSHOTS",
    "WATCH",
    "BadTrace",
    "Coverage",
    "Knowledge",
    "Rejection",
    "TraceChecker",
    "Verdict",
    "check_events",
]
