"""storm: a controller whose Pods are refused at once replaces them as fast as it can; how many it makes is not determined.

Each round takes some request times (semantics D37), so the number says how fast a machine was. The lives are compared
instead: each sort of life that one run shows is shown by the other too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .life import Life
from .observed import Observed

LEAST = 50
"""So many Pods of one family in each run are a storm."""

MOST_APART = 2
"""One run may have so many times the Pods of the other."""


def is_storm(recorded: Sequence[Life], replayed: Sequence[Life]) -> bool:
    """Whether there are many Pods of one family, about as many on both sides."""
    fewer, more = sorted((len(recorded), len(replayed)))
    return bool(recorded and recorded[0].family) and fewer >= LEAST and more <= MOST_APART * fewer


def sorts_of(lives: Sequence[Life]) -> tuple[Life, ...]:
    """One life of each sequence of states, in order of first sight; those that the record's end cut off are left out."""
    end = max((step.until for life in lives for step in life.steps), default=0)
    found: dict[tuple[Observed, ...], Life] = {}
    for life in lives:
        if life.steps[-1].at < end - 1_000:
            found.setdefault(tuple(step.state for step in life.steps), life)
    return tuple(found.values())


def without_partner(
    recorded: Sequence[Life], replayed: Sequence[Life], agree: Callable[[Life, Life], bool]
) -> Life | None:
    """The first sort of life that the other run does not show, or None."""
    ours, theirs = sorts_of(recorded), sorts_of(replayed)
    for life in ours:
        if not any(agree(life, other) for other in theirs):
            return life
    return next((life for life in theirs if not any(agree(other, life) for other in ours)), None)
