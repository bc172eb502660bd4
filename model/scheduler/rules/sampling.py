"""Sampling: how many feasible nodes are enough where there are many (SCH numFeasibleNodesToFind; semantics B21.4)."""

from __future__ import annotations

from typing import Final

FEW: Final = 100
"""With fewer nodes all of them are looked at, and never fewer feasible ones than this are looked for."""
LEAST_PERCENTAGE: Final = 5


def enough_nodes(count: int) -> int:
    """Of so many nodes: 50 % less one for every 125 nodes, at least 5 %, at least 100."""
    if count < FEW:
        return count
    percentage = max(50 - count // 125, LEAST_PERCENTAGE)
    return max(count * percentage // 100, FEW)
