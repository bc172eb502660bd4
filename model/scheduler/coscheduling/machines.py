"""Machines: the worked example's two machines and two tasks, and what room they leave each other (semantics B.32)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Machine(Enum):
    """Where something is; NONE: nowhere."""

    NONE = "none"
    A = "Node_A"
    B = "Node_B"


MACHINES = (Machine.A, Machine.B)
CAPACITY: Mapping[Machine, int] = {Machine.A: 1280, Machine.B: 2048}
"""Mebibytes that are free at the beginning."""
APP, LOG_COLLECTOR = 1024, 512
"""Mebibytes that each task of a group needs."""
WHOLE = APP + LOG_COLLECTOR


def free(world: Any, machine: Machine) -> int:
    """Mebibytes of this machine that no task takes; negative where more was given away than there is."""
    used = 0
    for group in world.groups:
        used += APP if group.app.state.takes_room and group.app.machine is machine else 0
        used += LOG_COLLECTOR if group.log_collector.state.takes_room and group.log_collector.machine is machine else 0
    return CAPACITY[machine] - used


def is_placed_as_a_whole(group: Any, machine: Machine) -> bool:
    """Both tasks of the group are on this machine."""
    both = (group.app, group.log_collector)
    return all(task.state.takes_room and task.machine is machine for task in both)


def app_fits_a(world: Any, index: int) -> bool:
    return free(world, Machine.A) >= APP


def app_fits_b(world: Any, index: int) -> bool:
    return free(world, Machine.B) >= APP


def log_collector_fits_a(world: Any, index: int) -> bool:
    return free(world, Machine.A) >= LOG_COLLECTOR


def log_collector_fits_b(world: Any, index: int) -> bool:
    return free(world, Machine.B) >= LOG_COLLECTOR


def group_fits_a(world: Any, index: int) -> bool:
    return free(world, Machine.A) >= WHOLE


def group_fits_b(world: Any, index: int) -> bool:
    return free(world, Machine.B) >= WHOLE
