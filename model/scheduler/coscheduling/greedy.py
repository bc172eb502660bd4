"""Greedy: each task is placed by itself, wherever it fits beside its peer (semantics B32.1)."""

from __future__ import annotations

from attrs import field, frozen

from ...core.kind import Edge, Kind
from ...core.rule import Rule
from ...core.world import Composition, Coupling
from ...core.world import Place as At
from . import machines
from .machines import Machine
from .task import End, Place, Task, TaskState, on_machine

# Rules
PLACED = Rule("B32.1", "seed 004", "a task goes where it fits, and to its peer once that one is placed")
ENDED = Rule("B32.1", "seed 004", "the group ends when it has run as a whole, and gives its memory back")


# View
@frozen
class GreedyView:
    fits_on_a: bool = True
    """Node_A has room for this task."""
    fits_on_b: bool = True
    peer: Machine = Machine.NONE
    """Where the group's other task is, or was."""


# Guards
def fits_beside_its_peer(view: GreedyView, me: Task, event: Place) -> bool:
    if event.machine is Machine.NONE or view.peer not in (Machine.NONE, event.machine):
        return False
    return view.fits_on_a if event.machine is Machine.A else view.fits_on_b


def has_its_peer(view: GreedyView, me: Task, event: End) -> bool:
    return view.peer is not Machine.NONE


U, P, E = TaskState
# fmt: off
GREEDY_TASK = Kind(
    name="greedy-task", words="A task of a group, placed without a thought for the others.",
    states=TaskState, record=Task, view=GreedyView, events=(Place, End),
    edges=(
        Edge(Place, U, P, by=PLACED, when=fits_beside_its_peer, then=on_machine),
        Edge(End,   P, E, by=ENDED,  when=has_its_peer),
    ),
)
# fmt: on


@frozen
class GreedyGroup:
    """Two tasks that must share a machine."""

    app: Task = Task()
    log_collector: Task = Task()


@frozen
class GreedyWorld:
    groups: tuple[GreedyGroup, ...] = field(metadata={"group": GreedyGroup})


GREEDY = Composition(
    name="greedy",
    words="a world of groups whose tasks are placed one by one",
    world=GreedyWorld,
    places={
        "groups/*/app": At(
            GREEDY_TASK,
            {
                "fits_on_a": machines.app_fits_a,
                "fits_on_b": machines.app_fits_b,
                "peer": lambda world, index: world.groups[index].log_collector.machine,
            },
        ),
        "groups/*/log_collector": At(
            GREEDY_TASK,
            {
                "fits_on_a": machines.log_collector_fits_a,
                "fits_on_b": machines.log_collector_fits_b,
                "peer": lambda world, index: world.groups[index].app.machine,
            },
        ),
    },
    couplings=(Coupling("groups/*/app", End, "groups/*/log_collector", End(), by=ENDED),),
)
