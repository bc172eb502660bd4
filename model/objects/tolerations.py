"""Tolerations: whether a Pod puts up with a taint (component-helpers/scheduling/corev1 ToleratesTaint)."""

from __future__ import annotations

from collections.abc import Container, Iterable

from .node import Taint
from .pod import Toleration


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """An empty effect or key matches all; no operator means Equal. Lt and Gt never match: their gate is off."""
    if toleration.effect and toleration.effect != taint.effect:
        return False
    if toleration.key and toleration.key != taint.key:
        return False
    match toleration.operator:
        case "Exists":
            return True
        case "" | "Equal":
            return toleration.value == taint.value
        case _:
            return False


def untolerated_taint(
    taints: Iterable[Taint], tolerations: Iterable[Toleration], effects: Container[str]
) -> Taint | None:
    """The first taint with one of these effects that nothing tolerates (FindMatchingUntoleratedTaint)."""
    known = tuple(tolerations)
    for taint in taints:
        if taint.effect in effects and not any(tolerates(each, taint) for each in known):
            return taint
    return None
