"""Greedy: one scheduler that places each task by itself, where it fits beside its peers (semantics B32.1)."""

from __future__ import annotations

from .. import greedy
from ..machines import Machine
from ..task import End, Place
from ..task import Task as Placement
from .queue import Queue
from .trial import Fate, Strategy
from .workload import Task, Workload


class Greedy(Strategy):
    """A task that has a peer goes to that one's machine or waits; in the machine's table Node_B is the machine at hand."""

    def __init__(self, workload: Workload, seed: int) -> None:
        super().__init__(workload, seed)
        self._queue = Queue(self.simulation, self._decide)
        self._placements = [[Placement() for _ in fate.group.tasks] for fate in self.fates]
        self._machines: dict[int, int] = {}
        """Group -> the machine of its first task that was placed."""

    def arrives(self, fate: Fate, task: Task) -> None:
        self._queue.add(fate.number)

    def retry(self, fate: Fate) -> None:
        self._queue.add(fate.number)

    def _decide(self, number: int) -> None:
        fate, placements = self.fates[number], self._placements[number]
        fate.tries += fate.is_complete
        for index in range(fate.arrived):
            if not placements[index].state.takes_room and not self._place(fate, index):
                self.wait(fate)
                return
        if fate.is_complete:
            self.launch(fate, self._machines[number])

    def _place(self, fate: Fate, index: int) -> bool:
        memory, placed = fate.group.tasks[index].memory, self._machines.get(fate.number)
        machine = self.find(memory) if placed is None else placed
        if machine is None or self.free[machine] < memory:
            self.attempts += placed is not None
            return False
        view = greedy.GreedyView(False, True, Machine.NONE if placed is None else Machine.B)
        placements = self._placements[fate.number]
        placements[index] = greedy.GREEDY_TASK.step(view, placements[index], Place(Machine.B))
        self._machines[fate.number] = machine
        self.hold(fate, machine, memory)
        return True

    def end(self, fate: Fate, machine: int) -> None:
        view = greedy.GreedyView(peer=Machine.B)
        self._placements[fate.number] = [
            greedy.GREEDY_TASK.step(view, each, End()) for each in self._placements[fate.number]
        ]
        super().end(fate, machine)
