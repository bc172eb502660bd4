"""Time: the API's whole seconds and the simulation's milliseconds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NewType

Time = NewType("Time", int)
"""A moment as the API keeps it: whole seconds since 1970, fractions cut off (metav1.Time)."""

Millis = NewType("Millis", int)
"""A moment inside a run: milliseconds since 1970. The runtime and the kubelet's timers count in it."""


def to_api(moment: Millis) -> Time:
    """The moment as the API would store it: cut to the whole second."""
    return Time(moment // 1000)


def rfc3339(time: Time) -> str:
    """`1767225600` -> `2026-01-01T00:00:00Z`."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_rfc3339(text: str) -> Time:
    """`2026-01-01T00:00:00Z` -> `1767225600`; raises ValueError for anything that is no RFC 3339 time."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return Time(int(moment.timestamp()))
