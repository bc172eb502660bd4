"""Describe events: the events at the end of what `kubectl describe` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..kubelet.agent.events import KubeEvent
from ..objects.human_duration import human_duration
from ..objects.time import Millis, to_api
from ..scheduler.preemptor import NAME as SCHEDULER

SERIES = (SCHEDULER,)
"""Who writes events of the newer kind: these have no lastTimestamp, so they come first, and are kept to the microsecond."""


def event_lines(events: Sequence[KubeEvent], now: Millis) -> Iterator[str]:
    """The table, the latest last; kubectl's ages count from times that the API has cut to whole seconds."""
    if not events:
        yield "Events:\t<none>"
        return
    yield from ("Events:", "  Type\tReason\tAge\tFrom\tMessage", "  ----\t------\t----\t----\t-------")
    for each in sorted(events, key=lambda event: 0 if event.source in SERIES else to_api(event.last)):
        yield f"  {each.type}\t{each.reason}\t{_age(each, now)}\t{each.source}\t{each.message.strip()}"


def _age(event: KubeEvent, now: Millis) -> str:
    """`3s`, or `3s (x4 over 40s)`."""
    first, last = (human_duration(now - _kept(event, moment)) for moment in (event.first, event.last))
    return f"{last} (x{event.count} over {first})" if event.count > 1 else first


def _kept(event: KubeEvent, moment: Millis) -> int:
    return moment if event.source in SERIES else to_api(moment) * 1000
