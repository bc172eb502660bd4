"""Taint eviction: how long a Pod may stay on a node with NoExecute taints (semantics B18.7, B18.8)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from ...objects.node import Taint
from ...objects.pod import Toleration
from ...objects.tolerations import tolerates


class Stay(Enum):
    """A Pod that need not go at all."""

    FOR_EVER = "for ever"


FOR_EVER: Final = Stay.FOR_EVER


def toleration_seconds(taints: Iterable[Taint], tolerations: Iterable[Toleration]) -> int | Stay | None:
    """Seconds until the Pod is deleted, counted from the taint; FOR_EVER: never; None: at once, since a NoExecute taint
    is not tolerated at all (TEV processPodOnNode, GetMatchingTolerations)."""
    known = tuple(tolerations)
    used = []
    for taint in taints:
        if taint.effect != "NoExecute":
            continue
        toleration = next((each for each in known if tolerates(each, taint)), None)
        if toleration is None:
            return None
        used.append(toleration)
    return least_seconds(used)


def least_seconds(used: Iterable[Toleration]) -> int | Stay:
    """The shortest of the times; a negative one counts as 0, none at all is no limit (getMinTolerationTime)."""
    limits = [each.tolerationSeconds for each in used if each.tolerationSeconds is not None]
    return max(0, min(limits)) if limits else FOR_EVER
