"""Rejection: why a filter keeps a Pod off a node (scheduler framework Status)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Code(Enum):
    """Whether other Pods' going may help (preemption), or nothing that the scheduler can do."""

    UNSCHEDULABLE = "Unschedulable"
    UNRESOLVABLE = "UnschedulableAndUnresolvable"


@frozen
class Rejection:
    """`plugin` is empty where the node was left out before the filters; `reasons` are the scheduler's own words."""

    plugin: str
    code: Code
    reasons: tuple[str, ...]
